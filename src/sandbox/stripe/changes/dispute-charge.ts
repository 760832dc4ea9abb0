import type Stripe from 'stripe';
import { buildBalanceTransaction } from '../builders/balance-transaction.ts';
import { buildDispute, type DisputeFacts } from '../builders/dispute.ts';
import { exchange } from '../exchange.ts';
import type { World } from '../world.ts';

/** €20.00 a dispute, kept also where it is won (docs: stripe.com/de/pricing). Minor units of the settlement currency. */
function disputeFee(world: World): number {
  return exchange(2000, 'eur', world.settlement);
}

/** charge.dispute.created; unless it is only an inquiry, the money leaves at once: charge.dispute.funds_withdrawn. */
export function openDispute(world: World, facts: DisputeFacts): Stripe.Dispute {
  const draft = buildDispute(world, facts);
  const dispute = world.put({
    ...draft,
    balance_transactions: facts.inquiry === true ? [] : [moveFunds(world, draft, 'withdrawn')],
  });
  world.change(facts.charge, { disputed: true });
  world.emit('charge.dispute.created', dispute);
  if (facts.inquiry !== true) world.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The customer's bank insists: the inquiry becomes a dispute and the money leaves. */
export function escalateInquiry(world: World, dispute: Stripe.Dispute): Stripe.Dispute {
  const card = dispute.payment_method_details?.card;
  const { object, previous } = world.change(dispute, {
    status: 'needs_response',
    is_charge_refundable: false,
    balance_transactions: [moveFunds(world, dispute, 'withdrawn')],
    ...(card === undefined
      ? {}
      : { payment_method_details: { card: { ...card, case_type: 'chargeback' }, type: 'card' } }),
  });
  world.emit('charge.dispute.updated', object, previous);
  world.emit('charge.dispute.funds_withdrawn', object);
  return object;
}

/** Stages evidence, or submits it, which Stripe allows once. Text by field of `evidence`. */
export function giveEvidence(
  world: World,
  dispute: Stripe.Dispute,
  evidence: Readonly<Record<string, string>>,
  submit: boolean,
): Stripe.Dispute {
  const { object, previous } = world.change(dispute, {
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: true,
      submission_count: dispute.evidence_details.submission_count + (submit ? 1 : 0),
    },
    status: !submit ? dispute.status : dispute.status.startsWith('warning') ? 'warning_under_review' : 'under_review',
  });
  world.emit('charge.dispute.updated', object, previous);
  return object;
}

/** Won: the money returns (funds_reinstated), then closed. Lost or an inquiry that ended: closed. */
export function decideDispute(
  world: World,
  dispute: Stripe.Dispute,
  status: 'won' | 'lost' | 'warning_closed',
): Stripe.Dispute {
  const { object, previous } = world.change(dispute, {
    status,
    balance_transactions:
      status === 'won'
        ? [...dispute.balance_transactions, moveFunds(world, dispute, 'reinstated')]
        : dispute.balance_transactions,
  });
  if (status === 'won') world.emit('charge.dispute.funds_reinstated', object);
  world.emit('charge.dispute.closed', object, previous);
  return object;
}

function moveFunds(
  world: World,
  dispute: Stripe.Dispute,
  direction: 'withdrawn' | 'reinstated',
): Stripe.BalanceTransaction {
  const charge = typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id;
  const withdrawn = direction === 'withdrawn';
  return world.put(
    buildBalanceTransaction(world, {
      type: 'adjustment',
      category: withdrawn ? 'dispute' : 'dispute_reversal',
      amount: withdrawn ? -dispute.amount : dispute.amount,
      currency: dispute.currency,
      settlement: world.settlement,
      source: dispute.id,
      fee: withdrawn ? disputeFee(world) : 0,
      feeDescription: 'Dispute fee',
      description: withdrawn ? `Chargeback withdrawal for ${charge}` : `Chargeback reversal for ${charge}`,
    }),
  );
}
