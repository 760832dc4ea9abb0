import type { StripeEvent } from '../../domain/event.ts';
import { idAt, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import { amountWithFee, disputeAmount, disputeMoney, dueBy, isInquiry } from '../dispute-reading.ts';
import type { Family, Identification } from '../family.ts';
import { amountValue, dateValue } from '../naming/value.ts';
import { wordsFor } from '../words/code-words.ts';
import { disputeReasons } from '../words/dispute-words.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** Seconds after its opening within which the withdrawal of a dispute is part of the same happening. */
const sameHappening = 600;

/** `charge.dispute.*`: a subject of its own, which also changes the payment it is about. */
export const disputeFamily: Family = {
  identify(event: StripeEvent): Identification {
    const about = ownTouch(event, 'dispute');
    const object = event.object ?? undefined;
    const [charge, intent] = [idAt(object, 'charge'), idAt(object, 'payment_intent')];
    const payment = idsOf(intent, charge);
    return {
      about,
      also: payment.length === 0 ? [] : [{ kind: 'payment', keys: payment, objectId: about.objectId }],
      references: idsOf(intent, charge),
    };
  },

  mean(event, _before, _after, context) {
    const dispute = event.object;
    if (dispute === null) return unfetched(event, context, 'dispute', 'disputes');
    const news = newsOf(event, dispute);
    if (news === null) return noNews('details_changed', 'only details of the dispute changed: no status, no evidence');
    const id = objectIdOf(event) ?? event.id;
    return alertOf(event, context, {
      kind: 'dispute',
      code: `dispute.${news.code}`,
      topic: 'disputes',
      severity: news.severity,
      tone: news.tone,
      opensCard: news.opensCard,
      change: { key: `dispute:${id}:${news.key}`, phrase: news.phrase },
      amount: disputeAmount(dispute),
      customer: idAt(objectAt(dispute, 'charge') ?? {}, 'customer'),
      paymentMethod: textAt(dispute, 'payment_method_details.type'),
    });
  },
};

interface DisputeNews {
  readonly code: string;
  readonly key: string;
  readonly severity: Severity;
  readonly tone: Tone;
  readonly opensCard: boolean;
  readonly phrase: Phrase;
}

function newsOf(event: StripeEvent, dispute: JsonObject): DisputeNews | null {
  switch (verbOf(baseType(event.type))) {
    case 'created':
      return opened(dispute);
    case 'funds_withdrawn':
      return fundsWithdrawn(event, dispute);
    case 'funds_reinstated':
      return fundsReinstated(dispute);
    case 'closed':
      return closed(dispute);
    case 'updated':
      return updated(event, dispute);
    default:
      return null;
  }
}

/** The type says that it was opened, whatever its status has become meanwhile; only inquiry or dispute is read from it. */
function opened(dispute: JsonObject): DisputeNews {
  const reason = wordsFor(disputeReasons, textAt(dispute, 'reason'));
  const why = reason.length === 0 ? [] : say`: ${reason}`;
  const due = dateValue(dueBy(dispute), 'left');
  const until = due === null ? [] : say`. Answer by ${due}`;
  const amount = amountWithFee(dispute);
  if (isInquiry(dispute)) {
    const phrase = say`Inquiry about ${amount.length === 0 ? say`a payment` : amount}${why}${until}. No money is taken yet`;
    return { code: 'inquiry_opened', key: 'inquiry', severity: 'critical', tone: 'warning', opensCard: true, phrase };
  }
  const phrase = say`Disputed${amount.length === 0 ? [] : say` ${amount}`}${why}${until}`;
  return { code: 'created', key: 'opened', severity: 'critical', tone: 'bad', opensCard: true, phrase };
}

/**
 * Stripe sends `created` and `funds_withdrawn` of a chargeback together: both are one happening, told once. Later (an
 * inquiry that became a dispute) the withdrawal is news of its own.
 */
function fundsWithdrawn(event: StripeEvent, dispute: JsonObject): DisputeNews {
  const start = numberAt(dispute, 'created');
  const { withdrawn, fee } = disputeMoney(dispute);
  if (start !== null && event.created - start <= sameHappening) {
    return { ...opened(dispute), code: 'funds_withdrawn', key: 'opened' };
  }
  const taken = withdrawn ?? disputeAmount(dispute);
  const amount = taken === null ? say`The disputed amount` : say`${amountValue(taken.minor, taken.currency)}`;
  const on = fee === null ? [] : say` and a fee of ${amountValue(fee.minor, fee.currency)}`;
  return {
    code: 'funds_withdrawn',
    key: `withdrawn:${listAt(dispute, 'balance_transactions').length}`,
    severity: 'high',
    tone: 'bad',
    opensCard: true,
    phrase: say`${amount}${on} taken from your balance`,
  };
}

function fundsReinstated(dispute: JsonObject): DisputeNews {
  const { reinstated } = disputeMoney(dispute);
  const back = reinstated ?? disputeAmount(dispute);
  const amount = back === null ? say`The disputed amount` : say`${amountValue(back.minor, back.currency)}`;
  return {
    code: 'funds_reinstated',
    key: `reinstated:${listAt(dispute, 'balance_transactions').length}`,
    severity: 'normal',
    tone: 'good',
    opensCard: true,
    phrase: say`${amount} returned to your balance`,
  };
}

function closed(dispute: JsonObject): DisputeNews {
  const of = (code: string, tone: Tone, severity: Severity, phrase: Phrase): DisputeNews => ({
    code,
    key: `closed:${code}`,
    severity,
    tone,
    opensCard: true,
    phrase,
  });
  const amount = amountWithFee(dispute);
  switch (textAt(dispute, 'status') ?? '') {
    case 'won':
      return of('won', 'good', 'high', say`Dispute won: the money is yours`);
    case 'lost':
      return of('lost', 'bad', 'high', amount.length === 0 ? say`Dispute lost` : say`Dispute lost: ${amount} gone`);
    case 'warning_closed':
      return of('inquiry_closed', 'good', 'normal', say`Inquiry closed: it did not become a dispute`);
    case 'prevented':
      return of('prevented', 'good', 'normal', say`Dispute prevented`);
    default:
      return of('closed', 'neutral', 'normal', say`Dispute closed`);
  }
}

function updated(event: StripeEvent, dispute: JsonObject): DisputeNews | null {
  const before = textAt(event.previous ?? undefined, 'status');
  const status = textAt(dispute, 'status');
  if (before !== null && status !== null && before !== status) return statusChanged(before, status, dispute);
  const submitted = numberAt(event.previous ?? undefined, 'evidence_details.submission_count');
  const count = numberAt(dispute, 'evidence_details.submission_count');
  if (submitted !== null && count !== null && count > submitted) return evidenceSubmitted(dispute);
  return null;
}

function statusChanged(before: string, status: string, dispute: JsonObject): DisputeNews | null {
  if (before.startsWith('warning_') && status === 'needs_response') {
    return { ...opened(dispute), code: 'escalated', key: 'escalated', phrase: escalated(dispute) };
  }
  switch (status) {
    case 'under_review':
    case 'warning_under_review':
    case 'appeal_under_review':
      return evidenceSubmitted(dispute);
    case 'won':
    case 'lost':
    case 'warning_closed':
    case 'prevented':
      return closed(dispute);
    case 'appeal_needs_response': {
      const due = dateValue(dueBy(dispute), 'left');
      const phrase = due === null ? say`The decision can be appealed` : say`The decision can be appealed until ${due}`;
      return { code: 'appeal_open', key: 'appeal', severity: 'high', tone: 'warning', opensCard: true, phrase };
    }
    default:
      return null;
  }
}

function escalated(dispute: JsonObject): Phrase {
  const due = dateValue(dueBy(dispute), 'left');
  const amount = amountWithFee(dispute);
  const what =
    amount.length === 0 ? say`The inquiry became a dispute` : say`The inquiry became a dispute over ${amount}`;
  return due === null ? what : say`${what}. Answer by ${due}`;
}

function evidenceSubmitted(dispute: JsonObject): DisputeNews {
  const count = numberAt(dispute, 'evidence_details.submission_count') ?? 0;
  return {
    code: 'evidence_submitted',
    key: `evidence:${count}`,
    severity: 'normal',
    tone: 'neutral',
    opensCard: true,
    phrase: say`Evidence sent: the bank decides now`,
  };
}
