import type { StripeEvent } from '../../domain/event.ts';
import { type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import { money } from '../../domain/money.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { Family, Identification } from '../family.ts';
import { dateValue } from '../naming/value.ts';
import { wordsFor } from '../words/code-words.ts';
import { payoutFailures } from '../words/payout-failures.ts';
import { alertOf, baseType, noNews, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** `payout.*`: money on its way from Stripe to the bank (or, negative, from the bank to Stripe). */
export const payoutFamily: Family = {
  identify(event): Identification {
    return { about: ownTouch(event, 'payout'), also: [], references: [] };
  },

  mean(event, _before, _after, context) {
    const payout = event.object;
    if (payout === null) return unfetched(event, context, 'payout', 'payouts');
    const news = newsOf(event, payout);
    if (news === null) return noNews('details_changed', 'only details of the payout changed');
    return alertOf(event, context, {
      kind: 'payout',
      code: `payout.${news.code}`,
      topic: 'payouts',
      severity: news.severity,
      tone: news.tone,
      opensCard: news.opensCard,
      change: { key: `payout:${objectIdOf(event) ?? event.id}:${news.key ?? news.code}`, phrase: news.phrase },
      amount: money(payout['amount'], payout['currency']),
      paymentMethod: textAt(payout, 'type'),
      declineCode: textAt(payout, 'failure_code'),
    });
  },
};

interface PayoutNews {
  readonly code: string;
  /** Identity of the happening where the code alone is not enough. */
  readonly key?: string;
  readonly severity: Severity;
  readonly tone: Tone;
  readonly opensCard: boolean;
  readonly phrase: Phrase;
}

/** The type says what happened; the object's status may already be ahead of it (`payout.created` that says `paid`). */
function newsOf(event: StripeEvent, payout: JsonObject): PayoutNews | null {
  const arrival = dateValue(numberAt(payout, 'arrival_date'), 'date');
  switch (verbOf(baseType(event.type))) {
    case 'created': {
      const start = isCollection(payout) ? say`Collection from your bank started` : say`Payout on its way`;
      const phrase = arrival === null ? start : say`${start}, expected on ${arrival}`;
      return { code: 'created', severity: 'normal', tone: 'neutral', opensCard: true, phrase };
    }
    case 'paid':
      return {
        code: 'paid',
        severity: 'normal',
        tone: 'good',
        opensCard: true,
        phrase: isCollection(payout) ? say`Collected from your bank` : say`Arrived at your bank`,
      };
    case 'failed':
      return { code: 'failed', severity: 'critical', tone: 'bad', opensCard: true, phrase: payoutFailure(payout) };
    case 'canceled':
      return {
        code: 'canceled',
        severity: 'high',
        tone: 'warning',
        opensCard: true,
        phrase: say`Payout cancelled: the money is back in your Stripe balance`,
      };
    case 'reconciliation_completed':
      return {
        code: 'reconciled',
        severity: 'low',
        tone: 'neutral',
        opensCard: false,
        phrase: say`Reconciled: the list of its transactions is ready`,
      };
    case 'updated':
      return moved(event, payout);
    default:
      return null;
  }
}

/** Only a new day of arrival is news; `in_transit` changes the card silently. */
function moved(event: StripeEvent, payout: JsonObject): PayoutNews | null {
  const before = numberAt(event.previous ?? undefined, 'arrival_date');
  const arrival = numberAt(payout, 'arrival_date');
  if (before === null || arrival === null || before === arrival) return null;
  const phrase = say`Now expected on ${dateValue(arrival, 'date')} instead of ${dateValue(before, 'date')}`;
  return {
    code: 'arrival_moved',
    key: `arrival_moved:${arrival}`,
    severity: 'normal',
    tone: 'warning',
    opensCard: false,
    phrase,
  };
}

/** "Payout failed: the bank account is closed; add another one in Stripe". */
export function payoutFailure(payout: JsonObject): Phrase {
  const why = wordsFor(payoutFailures, textAt(payout, 'failure_code'));
  return why.length === 0 ? say`Payout failed` : say`Payout failed: ${why}`;
}

/** A negative payout takes a debt from the bank account. */
export function isCollection(payout: JsonObject): boolean {
  return money(payout['amount'], payout['currency'])?.minor.startsWith('-') ?? false;
}
