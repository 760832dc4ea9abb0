import { type ActionStage, type ActionState, actionChangeKey, type Verb } from '../domain/action.ts';
import { TillbellError } from '../domain/errors.ts';
import type { Reason } from '../domain/event.ts';
import type { Phrase } from '../domain/phrase.ts';
import type { Severity } from '../domain/severity.ts';
import type { Subject } from '../domain/subject.ts';
import type { ActionMove } from '../store/action-store.ts';
import type { InteractDeps } from './deps.ts';

const mostConflicts = 20;

export interface Telling {
  readonly subjectId: string;
  readonly actionId: string;
  readonly verb: Verb;
  readonly stage: ActionStage;
  readonly severity?: Severity;
  /** The sentence for the thread, or why nothing shall be said or done after all. */
  readonly phrase: (subject: Subject) => Phrase | Reason;
  readonly move: Omit<ActionMove, 'now' | 'tell'>;
}

/**
 * Moves an action on and tells its subject's story in the same commit. Computed anew where the subject was changed
 * meanwhile. A subject that is past its retention has no story: the action moves on all the same.
 */
export async function moveAndTell(
  telling: Telling,
  deps: Pick<InteractDeps, 'store' | 'clock' | 'tell'>,
): Promise<'moved' | 'elsewhere' | Reason> {
  for (let attempt = 0; attempt < mostConflicts; attempt += 1) {
    const now = deps.clock.now();
    const subject = await deps.store.getSubject(telling.subjectId);
    if (subject === null) return (await deps.store.moveAction({ ...telling.move, now })) as 'moved' | 'elsewhere';
    const phrase = telling.phrase(subject);
    if (!isPhrase(phrase)) return phrase;
    const key = actionChangeKey(telling.verb, telling.actionId, telling.stage);
    const severity = telling.severity ?? 'normal';
    const change = { key, at: Math.floor(now / 1000), phrase, severity, broadcast: false };
    const outcome = await deps.store.moveAction({
      ...telling.move,
      now,
      subjectId: subject.id,
      tell: {
        subjectId: subject.id,
        version: subject.version,
        state: deps.tell(subject.state, change),
        changeKey: key,
        severity,
      },
    });
    if (outcome !== 'conflict') return outcome;
  }
  throw new TillbellError('subject_busy', `the subject changed ${mostConflicts} times while an action was told`);
}

function isPhrase(value: Phrase | Reason): value is Phrase {
  return Array.isArray(value);
}

/** States that an action can still leave. */
export const openStates: readonly ActionState[] = ['received', 'draft', 'waiting', 'approved', 'sending', 'checking'];
