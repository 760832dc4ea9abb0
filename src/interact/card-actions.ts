import { type CardAction, permissionOf, type Verb } from '../domain/action.ts';
import { isAcknowledged } from '../domain/action-notes.ts';
import type { CardContent } from '../domain/card.ts';
import type { Subject } from '../domain/subject.ts';
import { labels } from './phrases.ts';
import { type ActOn, possibleActions } from './possible.ts';

/** What the buttons of a card depend on beside the subject. */
export interface Offered {
  /** Names under `actions:` of the configuration. */
  readonly configured: ReadonlySet<string>;
  /** True where the account has an API key: without it nothing can be written. */
  readonly writable: boolean;
  readonly mutable: boolean;
  /** Fields of this kind of card may be edited by somebody. */
  readonly editable: boolean;
}

/** The buttons of a card: only what does something now, and only what the configuration lets anybody do. */
export function cardActions(
  subject: Subject,
  card: Pick<CardContent, 'severity' | 'tone'>,
  objects: readonly ActOn[],
  offered: Offered,
): CardAction[] {
  const urgent =
    card.severity === 'critical' || card.severity === 'high' || card.tone === 'bad' || card.tone === 'warning';
  const possible = possibleActions(subject.kind, objects);
  const wanted: { verb: Verb; fingerprint: string }[] = [
    ...(urgent && !isAcknowledged(subject.state) ? [plain('acknowledge')] : []),
    ...(urgent ? [plain('assign_me')] : []),
    ...possible.filter((one) => offered.writable || one.verb === 'leave_warning'),
    plain('assign'),
    plain('note'),
    ...(offered.editable && offered.writable ? [plain('edit_fields')] : []),
    plain('why'),
    ...(offered.mutable ? [plain('mute')] : []),
  ];
  return wanted
    .filter(
      ({ verb }) => verb === 'edit_fields' || permissionOf[verb] === null || offered.configured.has(permissionOf[verb]),
    )
    .map(({ verb, fingerprint }) => ({ verb, label: labels[verb], value: `${verb}:${subject.id}:${fingerprint}` }));
}

function plain(verb: Verb): { verb: Verb; fingerprint: string } {
  return { verb, fingerprint: '' };
}
