import type { Fact } from '../../domain/card.ts';
import { idAt, type JsonObject, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { Describe } from '../family.ts';
import { itemsOf, type Mrr, mrrOf } from '../mrr.ts';
import { whoPhrase } from '../naming/customer.ts';
import { linesPhrase } from '../naming/price.ts';
import { dateValue, numberValue } from '../naming/value.ts';
import { cancellationWhy, endsAt, isEnding } from '../subscription-happenings.ts';
import { amountsPhrase, mrrPhrase, periodEnd } from '../subscription-terms.ts';
import { cardOf, customerOf, fact, latestChange, snapshotOfType } from './card.ts';
import { describeOther } from './other.ts';

interface Standing {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly words: Phrase;
}

/** A subscription's card: what stands now (its status, end and worth), whichever event came last. */
export const describeSubscription: Describe = (state, context) => {
  const snapshot = snapshotOfType(state, 'subscription');
  if (snapshot === null) return { ...describeOther(state, context), kind: 'subscription' };
  const { object } = snapshot;
  const standing = standingOf(object, snapshot.type.endsWith('.deleted'));
  const mrr = mrrOf(object, snapshot.at);
  const worth = amountsPhrase(mrr);
  const customer = idAt(object, 'customer');
  return cardOf(state, context, {
    kind: 'subscription',
    code: standing.code,
    tone: standing.tone,
    severity: standing.severity,
    headline: worth.length === 0 ? standing.words : say`${worth} a month · ${standing.words}`,
    who: whoPhrase([object], customerOf(customer, context)),
    what: linesPhrase(itemsOf(object), context.known, objectAt(object, 'items')?.['has_more'] === true),
    facts: factsOf(object, mrr),
    notes: [latestChange(state)?.phrase ?? [], whyOf(object)].filter(unlike),
    linkId: textAt(object, 'id'),
  });
};

/** The same sentence twice helps nobody: the reason is left out where the newest change already gives it. */
function unlike(note: Phrase, index: number, notes: readonly Phrase[]): boolean {
  if (index === 0) return true;
  const first = JSON.stringify(notes[0] ?? []);
  return note.length > 0 && !note.every((part) => part.type === 'words' || first.includes(JSON.stringify(part)));
}

function whyOf(object: JsonObject): Phrase {
  const why = isEnding(object) || textAt(object, 'status') === 'canceled' ? cancellationWhy(object) : [];
  return why.length === 0 ? [] : say`Why: ${why}`;
}

function standingOf(object: JsonObject, deleted: boolean): Standing {
  const of = (code: string, tone: Tone, severity: Severity, words: Phrase): Standing => ({
    code: `subscription.${code}`,
    tone,
    severity,
    words,
  });
  const status = textAt(object, 'status');
  if (status === 'canceled') return of('canceled', 'bad', 'high', say`Subscription cancelled`);
  if (status === 'incomplete_expired') return of('expired', 'warning', 'normal', say`Subscription expired`);
  if (deleted) return of('canceled', 'bad', 'high', say`Subscription cancelled`);
  if (status === 'unpaid') return of('unpaid', 'bad', 'high', say`Subscription unpaid`);
  if (status === 'past_due') return of('past_due', 'bad', 'high', say`Subscription past due`);
  if (isEnding(object)) {
    const end = dateValue(endsAt(object), 'date');
    const words = end === null ? say`Subscription ends with this period` : say`Subscription ends on ${end}`;
    return of('cancel_scheduled', 'warning', 'high', words);
  }
  if (status === 'paused' || objectAt(object, 'pause_collection') !== null) {
    return of('paused', 'warning', 'normal', say`Subscription paused`);
  }
  if (status === 'trialing') return of('trialing', 'good', 'normal', say`Subscription on trial`);
  if (status === 'incomplete') return of('incomplete', 'neutral', 'low', say`Subscription waits for its first payment`);
  if (status === 'active') return of('active', 'good', 'normal', say`Subscription active`);
  return of('unknown', 'neutral', 'low', say`Subscription`);
}

function factsOf(object: JsonObject, mrr: Mrr): Fact[] {
  const status = textAt(object, 'status');
  const over = status === 'canceled' || status === 'incomplete_expired';
  const items = itemsOf(object);
  const quantity = items.length === 1 ? numberAt(items[0], 'quantity') : null;
  const trial = status === 'trialing' ? numberAt(object, 'trial_end') : null;
  return [
    ...fact('MRR', mrrFact(mrr, status)),
    ...fact('Quantity', quantity === null || quantity === 1 ? null : numberValue(quantity)),
    ...fact('Trial ends', dateValue(trial, 'left')),
    ...fact('Renews', over || isEnding(object) || trial !== null ? null : dateValue(periodEnd(object), 'date')),
    ...fact('Ends', over ? null : dateValue(endsAt(object), 'left')),
    ...fact('Ended', over ? dateValue(numberAt(object, 'ended_at') ?? numberAt(object, 'canceled_at'), 'date') : null),
    ...fact('Payments resume', dateValue(numberAt(object, 'pause_collection.resumes_at'), 'date')),
    ...fact('Customer since', dateValue(numberAt(object, 'start_date') ?? numberAt(object, 'created'), 'date')),
    ...fact('Billing', billing(object)),
  ];
}

/** Only where it is not what the headline says: usage-based prices left out, or nothing earned yet. */
function mrrFact(mrr: Mrr, status: string | null): Phrase {
  if (!mrr.counts) return status === 'trialing' ? say`none during the trial` : [];
  return mrr.gaps.length > 0 ? mrrPhrase(mrr) : [];
}

/** `billing` until 2019, `collection_method` since. */
function billing(object: JsonObject): Phrase {
  const method = textAt(object, 'collection_method') ?? textAt(object, 'billing');
  const days = numberAt(object, 'days_until_due');
  if (method !== 'send_invoice') return [];
  return days === null ? say`by invoice` : say`by invoice, due in ${numberValue(days)} days`;
}
