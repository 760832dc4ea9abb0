import type { Reason } from '../domain/event.ts';
import type { EditDecision, EditFacts, FieldMark, SeenDecision, SeenFacts } from '../domain/synced-field.ts';

/** Two systems that each insist on their own value must not write for ever. */
const mostRestores = 5;
const restoresWithinSeconds = 3_600;

/**
 * What becomes of a value that a person set in Slack, when Stripe was read afresh. Pure. Stripe's times have whole seconds:
 * of two writes within one second the one from Slack counts as the later.
 */
export function decideEdit(facts: EditFacts): EditDecision {
  const { rule, base, wanted, found } = facts;
  if (found === wanted) return { kind: 'same', conflict: false, reason: reason('already_so', 'Stripe has it already') };
  if (found === base) return { kind: 'write', conflict: false, reason: reason('as_seen', 'Stripe has what was seen') };
  const conflict = true;
  if (facts.untold && !facts.waited && rule !== 'slack') {
    return {
      kind: 'wait',
      conflict,
      reason: reason('echo_awaited', 'what our own last write replaced is not known yet'),
    };
  }
  switch (rule) {
    case 'slack':
      return { kind: 'write', conflict, reason: reason('slack_decides', 'Slack is the system of record') };
    case 'stripe':
      return { kind: 'keep', conflict, reason: reason('stripe_decides', 'Stripe is the system of record') };
    case 'last_write_wins':
      return { ...lastWrite(facts), conflict };
  }
}

/** What was set at Stripe not later than it was read is certainly not later than an edit of that second. */
function lastWrite(facts: EditFacts): Pick<EditDecision, 'kind' | 'reason'> {
  const { editedAt, readAt, foundSince } = facts;
  const since = foundSince ?? readAt;
  if (since <= editedAt) return { kind: 'write', reason: reason('slack_was_last', 'the edit in Slack came last') };
  if (foundSince === null && !facts.waited) {
    return { kind: 'wait', reason: reason('order_unknown', 'when Stripe was changed is not known yet') };
  }
  return { kind: 'keep', reason: reason('stripe_was_last', 'the change in Stripe came last') };
}

/**
 * What becomes of a field when Stripe says that its object was changed. Pure. The event is only the occasion: what counts is
 * what Stripe has now. What our own write replaced is told by its own event, and by nothing else.
 */
export function decideSeen(facts: SeenFacts): SeenDecision {
  const { rule, mark, found, shown } = facts;
  if (mark === null) {
    if (shown === undefined || shown === found)
      return { kind: 'first', reason: reason('first_seen', 'not known before') };
    return { kind: 'adopt', reason: reason('changed_in_stripe', 'it was changed in Stripe') };
  }
  if (found === mark.value) return own(facts, mark.origin);
  if (rule !== 'slack' || mark.origin !== 'slack') {
    return { kind: 'adopt', reason: reason('changed_in_stripe', 'it was changed in Stripe') };
  }
  if (restoresOf(facts) >= mostRestores) {
    const text = `it was written back ${mostRestores} times within an hour: Stripe’s value stays until it is set in Slack again`;
    return { kind: 'adopt', reason: reason('restored_too_often', text) };
  }
  return {
    kind: 'restore',
    value: mark.value,
    origin: 'slack',
    reason: reason('slack_decides', 'Slack is the system of record'),
  };
}

/** Stripe takes no "only if it still is": what slipped in between reading and writing shows when the write is reported. */
function own({ rule, own: write, replaced, eventAt, found }: SeenFacts, origin: FieldMark['origin']): SeenDecision {
  if (write === null) return { kind: 'same', reason: reason('as_known', 'it is as it was known') };
  const unseen = replaced !== undefined && replaced !== write.found && replaced !== write.wanted;
  if (!unseen || found !== write.wanted || origin !== write.origin)
    return { kind: 'same', reason: reason('echo', 'it is our own write') };
  const back = (code: string, text: string): SeenDecision => ({
    kind: 'restore',
    value: replaced,
    origin: 'stripe',
    reason: reason(code, text),
  });
  if (write.origin === 'stripe') return back('stripe_was_last', 'the change in Stripe came last');
  switch (rule) {
    case 'slack':
      return { kind: 'replaced', value: replaced, reason: reason('slack_decides', 'Slack is the system of record') };
    case 'stripe':
      return back('stripe_decides', 'Stripe is the system of record');
    case 'last_write_wins':
      // It was set after the read, which was not before the edit.
      return eventAt > write.editedAt
        ? back('stripe_was_last', 'the change in Stripe came last')
        : { kind: 'replaced', value: replaced, reason: reason('slack_was_last', 'the edit in Slack came last') };
  }
}

/** Times in a row that Slack's value was written back within the last hour. */
export function restoresOf({ mark, now }: Pick<SeenFacts, 'mark' | 'now'>): number {
  return mark === null || now - mark.restoredAt > restoresWithinSeconds ? 0 : mark.restores;
}

function reason(code: string, text: string): Reason {
  return { code, text };
}
