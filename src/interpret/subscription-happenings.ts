import { at, type JsonObject, numberAt, objectAt, textAt } from '../domain/json.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Severity, Tone } from '../domain/severity.ts';
import { mrrOf } from './mrr.ts';
import { dateValue, free } from './naming/value.ts';
import { beforeOf, mrrChange, mrrCompared, mrrPhrase, periodEnd, termsDiffer } from './subscription-terms.ts';
import { cancellationFeedback, cancellationReasons } from './words/cancellation.ts';
import { wordsFor } from './words/code-words.ts';

/** One thing that happened to a subscription, read from one event alone. */
export interface Happening {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly opensCard: boolean;
  readonly phrase: Phrase;
}

/** A full stop is left to the renderer; these join into one sentence. */
function happening(code: string, tone: Tone, severity: Severity, opensCard: boolean, phrase: Phrase): Happening {
  return { code: `subscription.${code}`, tone, severity, opensCard, phrase };
}

/** "too expensive – “Too expensive for us”": the customer's own choice and words; empty where they gave none. */
export function cancellationWhy(subscription: JsonObject): Phrase {
  const details = objectAt(subscription, 'cancellation_details') ?? {};
  const feedback = wordsFor(cancellationFeedback, textAt(details, 'feedback'));
  const reason = wordsFor(cancellationReasons, textAt(details, 'reason'));
  const why = feedback.length > 0 ? feedback : reason;
  const comment = free(textAt(details, 'comment'), 'cancellation_details.comment');
  if (comment === null) return why;
  return why.length === 0 ? say`“${comment}”` : say`${why} – “${comment}”`;
}

/** A new subscription, by its status. `incomplete` waits for its first payment, which tells its own story. */
export function startedAs(subscription: JsonObject, now: number): Happening {
  const mrr = mrrPhrase(mrrOf(subscription, now));
  const worth = mrr.length === 0 ? [] : say`, MRR ${mrr}`;
  switch (textAt(subscription, 'status') ?? '') {
    case 'trialing': {
      const end = dateValue(numberAt(subscription, 'trial_end'), 'date');
      const phrase = end === null ? say`Trial started${worth}` : say`Trial started, until ${end}${worth}`;
      return happening('trial_started', 'good', 'normal', true, phrase);
    }
    case 'incomplete':
      return happening('incomplete', 'neutral', 'low', false, say`Subscription waits for its first payment${worth}`);
    default:
      return happening('created', 'good', 'normal', true, say`Subscription started${worth}`);
  }
}

/** What `customer.subscription.updated` says, the most important first; empty for a plain renewal or a mere detail. */
export function updatesOf(object: JsonObject, previous: JsonObject, now: number): Happening[] {
  const before = beforeOf(object, previous);
  return [
    statusChange(textAt(before, 'status'), object, now),
    planChange(before, object, now),
    cancellation(before, object),
    pausing(before, object),
    pendingUpdate(before, object),
    trialMoved(before, object),
  ].filter((one) => one !== null);
}

/** The happening that a status stands for; `from` null where the event does not say what it was before. */
export function statusChange(from: string | null, object: JsonObject, now: number): Happening | null {
  const to = textAt(object, 'status');
  if (to === from || to === null) return null;
  switch (to) {
    case 'past_due':
      return happening('past_due', 'bad', 'high', false, say`Past due: the last payment did not come through`);
    case 'unpaid':
      return happening('unpaid', 'bad', 'high', true, say`Unpaid: Stripe has stopped trying to collect`);
    case 'paused':
      return happening('paused', 'warning', 'normal', true, say`Paused: the trial ended without a payment method`);
    case 'canceled':
      return canceled(object);
    case 'incomplete_expired':
      return happening('expired', 'warning', 'normal', true, say`Expired: the first payment was never made`);
    case 'trialing':
      return from === null || from === 'incomplete' ? startedAs(object, now) : null;
    case 'active':
      return becameActive(from, object, now);
    default:
      return null;
  }
}

function becameActive(from: string | null, object: JsonObject, now: number): Happening {
  switch (from ?? '') {
    case 'trialing':
      return happening('trial_converted', 'good', 'normal', false, say`Trial over: now a paying subscription`);
    case 'past_due':
    case 'unpaid':
      return happening('recovered', 'good', 'normal', false, say`Paid up: active again`);
    case 'paused':
      return happening('resumed', 'good', 'normal', true, say`Resumed`);
    default:
      return startedAs(object, now);
  }
}

export function canceled(object: JsonObject): Happening {
  const why = cancellationWhy(object);
  return happening('canceled', 'bad', 'high', true, why.length === 0 ? say`Cancelled` : say`Cancelled: ${why}`);
}

function planChange(before: JsonObject, object: JsonObject, now: number): Happening | null {
  if (!termsDiffer(before, object)) return null;
  const [old, current] = [mrrOf(before, now), mrrOf(object, now)];
  const change = mrrChange(old, current);
  const figures = change.length === 0 ? [] : say`: ${change}`;
  const growth = mrrCompared(old, current);
  if (growth === 1) return happening('upgraded', 'good', 'normal', true, say`Upgraded${figures}`);
  if (growth === -1) return happening('downgraded', 'warning', 'normal', true, say`Downgraded${figures}`);
  return happening('plan_changed', 'neutral', 'normal', true, say`Plan changed${figures}`);
}

/** When it will end: `cancel_at` (alone in flexible billing), else the end of the period. Null where it is not to end. */
export function endsAt(object: JsonObject): number | null {
  const end = numberAt(object, 'cancel_at');
  return end ?? (object['cancel_at_period_end'] === true ? periodEnd(object) : null);
}

export function isEnding(object: JsonObject): boolean {
  return object['cancel_at_period_end'] === true || numberAt(object, 'cancel_at') !== null;
}

function cancellation(before: JsonObject, object: JsonObject): Happening | null {
  const [was, is] = [isEnding(before), isEnding(object)];
  if (textAt(object, 'status') === 'canceled') return null;
  if (was && !is) return happening('reactivated', 'good', 'normal', true, say`Reactivated: it will not be cancelled`);
  if (is && (!was || endsAt(before) !== endsAt(object))) return cancelScheduled(object);
  return null;
}

export function cancelScheduled(object: JsonObject): Happening {
  const end = dateValue(endsAt(object), 'date');
  const when = end === null ? say`Will be cancelled at the end of the period` : say`Will be cancelled on ${end}`;
  const why = cancellationWhy(object);
  const phrase = why.length === 0 ? when : say`${when}: ${why}`;
  return happening('cancel_scheduled', 'warning', 'high', true, phrase);
}

function pausing(before: JsonObject, object: JsonObject): Happening | null {
  const [was, is] = [objectAt(before, 'pause_collection'), objectAt(object, 'pause_collection')];
  if (was === null && is !== null) {
    const until = dateValue(numberAt(is, 'resumes_at'), 'date');
    const phrase = until === null ? say`Payments paused` : say`Payments paused until ${until}`;
    return happening('collection_paused', 'warning', 'normal', true, phrase);
  }
  if (was === null || is !== null) return null;
  return happening('collection_resumed', 'good', 'normal', true, say`Payments resumed`);
}

function pendingUpdate(before: JsonObject, object: JsonObject): Happening | null {
  if (objectAt(object, 'pending_update') === null || objectAt(before, 'pending_update') !== null) return null;
  const by = dateValue(numberAt(object, 'pending_update.expires_at'), 'time');
  const until = by === null ? [] : say` until ${by}`;
  return happening('update_pending', 'neutral', 'low', false, say`A change waits for its payment${until}`);
}

function trialMoved(before: JsonObject, object: JsonObject): Happening | null {
  const [was, is] = [numberAt(before, 'trial_end'), numberAt(object, 'trial_end')];
  // A trial that ends together with the status is told by the status.
  if (was === is || at(before, 'status') !== at(object, 'status')) return null;
  const end = dateValue(is, 'date');
  if (end === null) return null;
  return happening('trial_changed', 'neutral', 'normal', false, say`Trial now ends on ${end}`);
}
