import { at, numberAt, textAt } from '../../domain/json.ts';
import { compare, isZero, type Money } from '../../domain/money.ts';
import { type Failures, failuresOf, isFailedIntent, isFailedInvoice } from './failure.ts';
import { type Figures, figuresOf, isAuthorizedCharge, isFailedRefund, isReleasedCharge } from './figures.ts';
import { latest, type Part, type Sale } from './objects.ts';

/** What a sale's joined state comes to: the one thing that its card's headline says. */
export const saleStates = [
  'payment.dispute_lost',
  'payment.disputed',
  'payment.inquiry',
  'payment.refunded',
  'payment.partially_refunded',
  'payment.refund_failed',
  'payment.succeeded',
  'invoice.settled_free',
  'checkout.completed',
  'checkout.setup_completed',
  'payment.authorized',
  'payment.requires_action',
  'payment.processing',
  'payment.partially_funded',
  'payment.failed',
  'payment.released',
  'payment.canceled',
  'invoice.voided',
  'invoice.uncollectible',
  'invoice.deleted',
  'invoice.upcoming',
  'invoice.finalization_failed',
  'invoice.overdue',
  'invoice.open',
  'invoice.draft',
  'checkout.expired',
  'checkout.open',
  'payment.incomplete',
  'credit_note.issued',
  'payment.known',
] as const;
export type SaleState = (typeof saleStates)[number];

export interface Reading {
  readonly state: SaleState;
  readonly figures: Figures;
  readonly failures: Failures;
}

/**
 * The ranked reading: what happened to the money weighs more than how it was asked for, and what is final more than what
 * may still change. `now` (Unix seconds) tells an invoice that is due from one that is overdue.
 */
export function readSale(sale: Sale, now: number): Reading {
  const figures = figuresOf(sale);
  const failures = failuresOf(sale);
  const state =
    disputeState(sale) ??
    refundState(sale, figures) ??
    paidState(sale, figures) ??
    finalInvoiceState(sale) ??
    livePaymentState(sale) ??
    invoiceState(sale, now) ??
    sessionState(sale) ??
    restState(sale);
  return { state, figures, failures };
}

function disputeState(sale: Sale): SaleState | null {
  const states = sale.disputes.map(({ object }) => textAt(object, 'status'));
  if (states.includes('lost')) return 'payment.dispute_lost';
  if (states.some((state) => state === 'needs_response' || state === 'under_review')) return 'payment.disputed';
  if (states.some((state) => state?.startsWith('warning_') && state !== 'warning_closed')) return 'payment.inquiry';
  // A charge stays `disputed` for ever; only without the dispute itself is that the best that is known.
  return states.length === 0 && sale.charges.some(({ object }) => at(object, 'disputed') === true)
    ? 'payment.disputed'
    : null;
}

function refundState(sale: Sale, { paid, refunded }: Figures): SaleState | null {
  if (refunded === null) {
    return sale.refunds.some(isFailedRefund) && paid === null && sale.charges.length === 0
      ? 'payment.refund_failed'
      : null;
  }
  if (paid === null) return sale.refunds.length > 0 || sale.charges.length > 0 ? 'payment.refunded' : null;
  const whole = paid.currency === refunded.currency && compare(refunded, paid) >= 0;
  return whole ? 'payment.refunded' : 'payment.partially_refunded';
}

function paidState(sale: Sale, { paid }: Figures): SaleState | null {
  if (paid !== null && !isZero(paid)) return 'payment.succeeded';
  if (sale.invoices.some(({ object }) => textAt(object, 'status') === 'paid')) return 'invoice.settled_free';
  if (paid !== null) return 'payment.succeeded';
  const session = latest(sale.sessions);
  if (session === null || textAt(session.object, 'status') === 'open') return null;
  if (textAt(session.object, 'mode') === 'setup') {
    return textAt(session.object, 'status') === 'expired' ? null : 'checkout.setup_completed';
  }
  const settled = ['paid', 'no_payment_required'].includes(textAt(session.object, 'payment_status') ?? '');
  return settled ? 'checkout.completed' : null;
}

/** Void and uncollectible end an invoice, whatever its payments still say. */
function finalInvoiceState(sale: Sale): SaleState | null {
  const invoice = latest(sale.invoices);
  const status = invoice === null ? null : textAt(invoice.object, 'status');
  if (status === 'void') return 'invoice.voided';
  if (status === 'uncollectible') return 'invoice.uncollectible';
  return invoice?.type.endsWith('invoice.deleted') ? 'invoice.deleted' : null;
}

/** The payment's own state: of all that still move, the one that spoke last. */
function livePaymentState(sale: Sale): SaleState | null {
  const said = [
    ...sale.intents.map((part) => ({ part, state: intentState(part) })),
    ...sale.charges.map((part) => ({ part, state: chargeState(part) })),
    ...sale.invoices.map((part) => ({ part, state: invoicePaymentState(part) })),
    ...sale.sessions.map((part) => ({ part, state: asyncState(part) })),
  ].filter((one): one is { part: Part; state: SaleState } => one.state !== null);
  const live = said.filter(({ state }) => !ended.has(state));
  const pool = live.length > 0 && !said.some(({ part }) => isCanceledIntent(part)) ? live : said;
  return (
    pool.reduce<{ part: Part; state: SaleState } | null>(
      (best, one) => (best === null || speaksAfter(one, best) ? one : best),
      null,
    )?.state ?? null
  );
}

function invoicePaymentState(invoice: Part): SaleState | null {
  if (isFailedInvoice(invoice)) return 'payment.failed';
  return invoice.type.endsWith('.payment_action_required') && textAt(invoice.object, 'status') === 'open'
    ? 'payment.requires_action'
    : null;
}

const ended = new Set<SaleState>(['payment.canceled', 'payment.released']);

interface Said {
  readonly part: Part;
  readonly state: SaleState;
}

function speaksAfter(a: Said, b: Said): boolean {
  const [endedA, endedB] = [ended.has(a.state), ended.has(b.state)];
  if (endedA !== endedB) return endedA;
  if (a.part.at !== b.part.at) return a.part.at > b.part.at;
  // In the order of the list of states the stronger word comes first.
  const rank = saleStates.indexOf(a.state) - saleStates.indexOf(b.state);
  return rank !== 0 ? rank < 0 : a.part.id > b.part.id;
}

function isCanceledIntent(part: Part): boolean {
  return textAt(part.object, 'object') === 'payment_intent' && textAt(part.object, 'status') === 'canceled';
}

function intentState(intent: Part): SaleState | null {
  switch (textAt(intent.object, 'status') ?? '') {
    case 'requires_capture':
      return 'payment.authorized';
    case 'requires_action':
    case 'requires_source_action':
      return intent.type.endsWith('.partially_funded') ? 'payment.partially_funded' : 'payment.requires_action';
    case 'processing':
      return 'payment.processing';
    case 'canceled':
      return 'payment.canceled';
    default:
      return isFailedIntent(intent) ? 'payment.failed' : null;
  }
}

function chargeState(charge: Part): SaleState | null {
  if (isReleasedCharge(charge)) return 'payment.released';
  if (isAuthorizedCharge(charge)) return 'payment.authorized';
  const status = textAt(charge.object, 'status');
  return status === 'pending' ? 'payment.processing' : status === 'failed' ? 'payment.failed' : null;
}

/** A session that is complete and unpaid waits for its bank debit or transfer, or heard that it failed. */
function asyncState(session: Part): SaleState | null {
  if (textAt(session.object, 'status') !== 'complete' || textAt(session.object, 'payment_status') !== 'unpaid')
    return null;
  return session.type.endsWith('.async_payment_failed') ? 'payment.failed' : 'payment.processing';
}

function invoiceState(sale: Sale, now: number): SaleState | null {
  const invoice = latest(sale.invoices);
  if (invoice === null) return null;
  if (invoice.type.endsWith('invoice.upcoming')) return 'invoice.upcoming';
  if (invoice.type.endsWith('.finalization_failed')) return 'invoice.finalization_failed';
  switch (textAt(invoice.object, 'status') ?? '') {
    case 'draft':
      return 'invoice.draft';
    case 'open':
      return isOverdue(invoice, now) ? 'invoice.overdue' : 'invoice.open';
    default:
      return null;
  }
}

function isOverdue(invoice: Part, now: number): boolean {
  const due = numberAt(invoice.object, 'due_date');
  return invoice.type.endsWith('invoice.overdue') || (due !== null && due < now);
}

function sessionState(sale: Sale): SaleState | null {
  const status = textAt(latest(sale.sessions)?.object, 'status');
  return status === 'expired' ? 'checkout.expired' : status === 'open' ? 'checkout.open' : null;
}

function restState(sale: Sale): SaleState {
  if (sale.intents.some(({ object }) => textAt(object, 'status')?.startsWith('requires_'))) return 'payment.incomplete';
  return sale.creditNotes.length > 0 ? 'credit_note.issued' : 'payment.known';
}

/** The amount that the state is about. */
export function amountOf({ state, figures }: Reading): Money | null {
  if (state === 'payment.refunded') return figures.refunded ?? figures.amount;
  if (state === 'payment.authorized') return figures.authorized ?? figures.amount;
  return figures.amount;
}
