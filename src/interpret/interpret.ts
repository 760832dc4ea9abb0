import type { CardContent } from '../domain/card.ts';
import type { StripeEvent } from '../domain/event.ts';
import type { SubjectKind, SubjectState } from '../domain/subject.ts';
import { hasTwin, isTold } from './advance.ts';
import { familyOf } from './catalogue.ts';
import { describeCustomer } from './describe/customer.ts';
import { describeDispute } from './describe/dispute.ts';
import { describeOther } from './describe/other.ts';
import { describePayout } from './describe/payout.ts';
import { describeReview } from './describe/review.ts';
import { describeSale } from './describe/sale.ts';
import { describeSubscription } from './describe/subscription.ts';
import type { Context, Describe, Identification, Meaning } from './family.ts';

/** What the event is about: its subject's keys, other subjects it changes, and what to read beside; or why it has no card. */
export function identify(event: StripeEvent): Identification {
  return familyOf(event.type).identify(event);
}

/**
 * What the event means to people. `before` and `after` are its subject's state without and with it. An event that repeats
 * what another event said word for word means nothing (F24); a change that was told before is not told again.
 */
export function mean(event: StripeEvent, before: SubjectState, after: SubjectState, context: Context): Meaning {
  const family = familyOf(event.type);
  const { about } = family.identify(event);
  if (about !== null && hasTwin(before, event, about)) {
    return { alert: null, reason: { code: 'twin', text: 'another event said exactly the same' } };
  }
  const meaning = family.mean(event, before, after, context);
  if (meaning.alert === null || meaning.alert.change === null) return meaning;
  return isTold(before, meaning.alert.change.key) ? { alert: { ...meaning.alert, change: null } } : meaning;
}

const describers: Readonly<Record<SubjectKind, Describe>> = {
  payment: (state, context) => describeSale('payment', state, context),
  invoice: (state, context) => describeSale('invoice', state, context),
  checkout: (state, context) => describeSale('checkout', state, context),
  subscription: describeSubscription,
  dispute: describeDispute,
  payout: describePayout,
  customer: describeCustomer,
  review: describeReview,
  other: describeOther,
};

/** The subject's newest state as a card. Total: any state gives a card that is right, or plainly generic. */
export function describe(kind: SubjectKind, state: SubjectState, context: Context): CardContent {
  return describers[kind](state, context);
}
