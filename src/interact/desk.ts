import type { CardContent } from '../domain/card.ts';
import { needsResponse } from '../domain/dispute.ts';
import { type JsonObject, numberAt, textAt } from '../domain/json.ts';
import { money } from '../domain/money.ts';
import { nothing, type Phrase, say } from '../domain/phrase.ts';
import type { InteractDeps } from './deps.ts';
import { term } from './phrases.ts';

const mostDisputes = 200;

export interface OpenDispute {
  /** Unix seconds; far in the future where Stripe names none. */
  readonly dueAt: number;
  readonly line: Phrase;
}

/** Disputes that wait for an answer, by due date, among the two hundred that changed last. */
export async function openDisputes(
  deps: Pick<InteractDeps, 'store' | 'objectsOf' | 'contentOf'>,
): Promise<OpenDispute[]> {
  const ids = await deps.store.listSubjects({ kind: 'dispute', limit: mostDisputes });
  const found: OpenDispute[] = [];
  for (const id of ids) {
    const subject = await deps.store.getSubject(id);
    if (subject === null) continue;
    const on = deps.objectsOf(subject).find(({ object }) => object['object'] === 'dispute');
    if (on === undefined || !needsResponse(textAt(on.object, 'status') ?? '')) continue;
    found.push(disputeLine(on.object, await deps.contentOf(subject)));
  }
  return found.toSorted((a, b) => a.dueAt - b.dueAt);
}

/** With the way to it; its id where there is none. */
function disputeLine(dispute: JsonObject, { links: [link], who }: CardContent): OpenDispute {
  const due = numberAt(dispute, 'evidence_details.due_by');
  const amount = money(dispute['amount'], dispute['currency']);
  const sum: Phrase = amount === null ? nothing : say`${{ type: 'money', money: amount }} `;
  const reason = term((textAt(dispute, 'reason') ?? 'unknown').replaceAll('_', ' '));
  const by: Phrase = due === null ? nothing : say`, answer by ${{ type: 'date', at: due, style: 'left' }}`;
  const whose: Phrase = who.length === 0 ? nothing : say` · ${who}`;
  const way: Phrase =
    link === undefined
      ? say`${term(textAt(dispute, 'id') ?? '')}`
      : say`${{ type: 'link', url: link.url, label: link.label }}`;
  return {
    dueAt: due ?? Number.MAX_SAFE_INTEGER,
    line: say`• ${sum}${reason}${by}${whose} · ${way}`,
  };
}
