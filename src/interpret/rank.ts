import { at, type JsonObject, listAt, numberAt, textAt } from '../domain/json.ts';
import type { Snapshot } from '../domain/subject.ts';

/** How objects of one Stripe type grow older. */
interface Machine {
  /** Where the state stands: `status` unless said otherwise. */
  readonly state?: (object: JsonObject, type: string) => string | null;
  /**
   * Stages that an object never goes back from: a state of a higher level is later whatever the events' times say. States
   * between which an object may go to and fro (a payment intent's `processing` and `requires_payment_method`) share one.
   * A state that is not named has level 0: what we do not know may still change.
   */
  readonly levels: Readonly<Record<string, number>>;
  /** The usual order of states, for two snapshots of one second. */
  readonly order: readonly string[];
  /** Figures that only grow, in order of weight, for two snapshots of one second and one state. */
  readonly grows?: (object: JsonObject) => number[];
}

const amount = (object: JsonObject, path: string): number => numberAt(object, path) ?? 0;
const flag = (object: JsonObject, path: string): number => (at(object, path) === true ? 1 : 0);

// Sources: the status lists of docs.stripe.com/api and its pages on the life of each object.
const machines: Readonly<Record<string, Machine>> = {
  payment_intent: {
    levels: { succeeded: 1, canceled: 1 },
    state: (object) =>
      textAt(object, 'status') === 'requires_payment_method' && at(object, 'last_payment_error') !== undefined
        ? 'failed'
        : textAt(object, 'status'),
    order: [
      'requires_payment_method',
      'requires_confirmation',
      'requires_action',
      'processing',
      'failed',
      'requires_capture',
      'canceled',
      'succeeded',
    ],
    grows: (object) => [amount(object, 'amount_received'), amount(object, 'amount_capturable')],
  },
  charge: {
    levels: { succeeded: 1, failed: 1 },
    order: ['pending', 'failed', 'succeeded'],
    // A failed refund takes `amount_refunded` back, so it decides within one second only, not as a level.
    grows: (object) => [
      flag(object, 'captured'),
      flag(object, 'disputed'),
      amount(object, 'amount_refunded'),
      flag(object, 'refunded'),
    ],
  },
  refund: {
    // A refund that succeeded can still fail: the customer's bank sends it back.
    levels: { succeeded: 1, failed: 2, canceled: 2 },
    order: ['pending', 'requires_action', 'succeeded', 'canceled', 'failed'],
  },
  invoice: {
    // An uncollectible invoice can still be paid or voided.
    levels: { open: 1, uncollectible: 2, void: 3, paid: 3 },
    order: ['draft', 'open', 'uncollectible', 'void', 'paid'],
    grows: (object) => [
      amount(object, 'attempt_count'),
      amount(object, 'amount_paid'),
      amount(object, 'post_payment_credit_notes_amount'),
    ],
  },
  invoice_payment: { levels: { paid: 1, canceled: 1 }, order: ['open', 'canceled', 'paid'] },
  'checkout.session': {
    state: sessionState,
    levels: { expired: 1, complete: 1, async_failed: 1, paid: 2 },
    order: ['open', 'expired', 'complete', 'async_failed', 'paid'],
  },
  credit_note: { levels: { void: 1 }, order: ['issued', 'void'] },
  subscription: {
    levels: { trialing: 1, active: 1, past_due: 1, unpaid: 1, paused: 1, incomplete_expired: 2, canceled: 2 },
    order: [
      'incomplete',
      'trialing',
      'active',
      'past_due',
      'unpaid',
      'paused',
      'incomplete_expired',
      'canceled',
      'ended',
    ],
    grows: (object) => [
      amount(object, 'current_period_end'),
      Math.max(0, ...listAt(object, 'items').map((item) => numberAt(item, 'current_period_end') ?? 0)),
      amount(object, 'canceled_at'),
    ],
  },
  subscription_schedule: {
    levels: { active: 1, completed: 2, released: 2, canceled: 2 },
    order: ['not_started', 'active', 'completed', 'released', 'canceled'],
  },
  dispute: {
    // An inquiry may become a dispute; neither a closed inquiry nor a decided dispute opens again.
    levels: { needs_response: 1, under_review: 1, warning_closed: 2, prevented: 2, won: 2, lost: 2 },
    order: [
      'warning_needs_response',
      'warning_under_review',
      'needs_response',
      'under_review',
      'warning_closed',
      'prevented',
      'lost',
      'won',
    ],
    grows: (object) => [
      listAt(object, 'balance_transactions').length,
      amount(object, 'evidence_details.submission_count'),
      flag(object, 'evidence_details.has_evidence'),
    ],
  },
  'radar.early_fraud_warning': {
    state: (object) => (at(object, 'actionable') === false ? 'settled' : 'actionable'),
    levels: { settled: 1 },
    order: ['actionable', 'settled'],
  },
  review: {
    state: (object) => (at(object, 'open') === false ? 'closed' : 'open'),
    levels: { closed: 1 },
    order: ['open', 'closed'],
  },
  payout: {
    // A paid payout can still fail: the bank sends it back within days.
    levels: { in_transit: 1, paid: 2, failed: 3, canceled: 3 },
    order: ['pending', 'in_transit', 'paid', 'canceled', 'failed'],
    grows: (object) => [textAt(object, 'reconciliation_status') === 'completed' ? 1 : 0],
  },
  topup: {
    levels: { succeeded: 1, failed: 1, canceled: 1, reversed: 2 },
    order: ['pending', 'canceled', 'failed', 'succeeded', 'reversed'],
  },
  transfer: { levels: {}, order: [], grows: (object) => [amount(object, 'amount_reversed')] },
  application_fee: { levels: {}, order: [], grows: (object) => [amount(object, 'amount_refunded')] },
  setup_intent: {
    levels: { succeeded: 1, canceled: 1 },
    order: [
      'requires_payment_method',
      'requires_confirmation',
      'requires_action',
      'processing',
      'canceled',
      'succeeded',
    ],
  },
  quote: { levels: { open: 1, accepted: 2, canceled: 2 }, order: ['draft', 'open', 'canceled', 'accepted'] },
  'identity.verification_session': {
    levels: { canceled: 1, verified: 1 },
    order: ['requires_input', 'processing', 'canceled', 'verified'],
  },
  'issuing.authorization': {
    levels: { closed: 1, reversed: 1, expired: 1 },
    order: ['pending', 'expired', 'reversed', 'closed'],
  },
  'reporting.report_run': { levels: { succeeded: 1, failed: 1 }, order: ['pending', 'failed', 'succeeded'] },
};

function sessionState(object: JsonObject, type: string): string | null {
  const status = textAt(object, 'status');
  const payment = textAt(object, 'payment_status');
  if (status === 'expired' || status === 'open') return status;
  if (payment === 'paid' || payment === 'no_payment_required') return 'paid';
  // Only the type says so: the session itself stays `complete` and `unpaid`.
  return type.endsWith('.async_payment_failed') ? 'async_failed' : status;
}

/** Beyond every level of a living object: nothing comes after its deletion. */
const deletedLevel = 9;

function machineOf(snapshot: Snapshot): Machine | undefined {
  const name = textAt(snapshot.object, 'object');
  return name !== null && Object.hasOwn(machines, name) ? machines[name] : undefined;
}

function stateOf(machine: Machine, snapshot: Snapshot): string {
  const read = machine.state ?? ((object: JsonObject) => textAt(object, 'status'));
  return read(snapshot.object, snapshot.type) ?? '';
}

/** Below everything that is known: a notification that named its object and no more. */
const namedLevel = -1;

/** 0, or higher for stages that the object never goes back from; a higher level is later whatever `created` says. */
export function levelOf(snapshot: Snapshot): number {
  if (snapshot.type.endsWith('.deleted') || at(snapshot.object, 'deleted') === true) return deletedLevel;
  if (Object.keys(snapshot.object).every((key) => key === 'id' || key === 'object')) return namedLevel;
  const machine = machineOf(snapshot);
  if (machine === undefined) return 0;
  const state = stateOf(machine, snapshot);
  return Object.hasOwn(machine.levels, state) ? (machine.levels[state] ?? 0) : 0;
}

/** -1, 0 or 1: which of two snapshots of one object and one second is usually the later, by their states and figures. */
export function compareRank(a: Snapshot, b: Snapshot): -1 | 0 | 1 {
  const [x, y] = [rankOf(a), rankOf(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index += 1) {
    const difference = (x[index] ?? 0) - (y[index] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

function rankOf(snapshot: Snapshot): number[] {
  // "created" is first by definition, whatever the object already says (`payout.created` may say `paid`).
  const notFirst = snapshot.type.endsWith('.created') ? 0 : 1;
  const machine = machineOf(snapshot);
  if (machine === undefined) return [notFirst];
  return [machine.order.indexOf(stateOf(machine, snapshot)), ...(machine.grows?.(snapshot.object) ?? []), notFirst];
}
