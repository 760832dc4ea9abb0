import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import type { RawTransaction } from './balance-oracle.ts';

export const currencies = ['eur', 'usd', 'jpy', 'kwd', 'huf', 'isk', 'ugx', 'idr'] as const;
const year = 365 * 86_400;
/** 2026-01-01T00:00:00Z. */
export const yearStart = 1_767_225_600;

export interface RandomYear {
  /** What Stripe's webhooks say, in the order in which it happened. */
  readonly events: readonly StripeEvent[];
  /** What `/v1/balance_transactions` says, each with the id of its source. */
  readonly transactions: readonly (RawTransaction & JsonObject)[];
  /** What customers paid and got back, in their own currency: the charge-currency oracle. */
  readonly presented: readonly { readonly created: number; readonly currency: string; readonly minor: bigint }[];
}

/** A year of an account: sales in many currencies, refunds that fail, disputes that come back, payouts, fees of all kinds. */
export function randomYear(seed: number | string): RandomYear {
  const random = createRandom(`year/${seed}`);
  const year = new Year(random);
  const sales = random.int(40, 120);
  for (let sale = 0; sale < sales; sale += 1) year.sale();
  for (let extra = random.int(3, 12); extra > 0; extra -= 1) year.alone();
  return { events: year.events, transactions: year.transactions, presented: year.presented };
}

class Year {
  readonly events: StripeEvent[] = [];
  readonly transactions: (RawTransaction & JsonObject)[] = [];
  readonly presented: { created: number; currency: string; minor: bigint }[] = [];
  readonly #random: Random;
  readonly #settlement: string;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#settlement = random.pick(currencies);
  }

  /** One sale and what may follow it. Booked within seconds of its event, perhaps on the other side of a midnight. */
  sale(): void {
    const random = this.#random;
    const currency = random.chance(0.6) ? this.#settlement : random.pick(currencies);
    const rate = currency === this.#settlement ? 1 : random.int(1, 40_000) / 1_000;
    const amount = random.chance(0.05)
      ? random.int(1, 9)
      : random.int(50, random.chance(0.05) ? 99_999_999_999 : 90_000);
    const at = yearStart + random.int(0, year - 1);
    const customer = `cus_${random.int(1, 30)}`;
    const id = this.#id('ch');
    if (random.chance(0.1)) {
      this.#event(
        'charge.failed',
        { id: this.#id('ch'), object: 'charge', amount, currency, customer, status: 'failed' },
        at,
      );
    }
    const booked = this.#book('charge', id, amount, rate, at + random.int(0, 5), random.int(0, 300));
    const charge = { id, object: 'charge', amount, amount_captured: amount, captured: true, currency, customer };
    this.#event('charge.succeeded', charge, at);
    if (random.chance(0.5)) {
      const intent = {
        id: this.#id('pi'),
        object: 'payment_intent',
        amount,
        amount_received: amount,
        currency,
        customer,
      };
      this.#event('payment_intent.succeeded', { ...intent, latest_charge: id, status: 'succeeded' }, at);
    }
    if (random.chance(0.8)) this.#event('charge.updated', { ...charge, balance_transaction: booked }, at + 3);
    this.presented.push({ created: this.#createdOf(booked), currency, minor: BigInt(amount) });
    if (random.chance(0.25)) this.#refund(id, amount, currency, customer, rate, at);
    if (random.chance(0.08)) this.#dispute(id, amount, currency, rate, at);
  }

  #refund(charge: string, amount: number, currency: string, customer: string, rate: number, after: number): void {
    const random = this.#random;
    const at = after + random.int(60, 40 * 86_400);
    const part = random.chance(0.5) ? amount : random.int(1, amount);
    const id = this.#id('re');
    const txn = this.#book('refund', id, -part, rate, at, 0);
    const refund = { id, object: 'refund', amount: part, currency, customer, charge, created: at, status: 'succeeded' };
    this.#event('refund.created', { ...refund, balance_transaction: txn }, at);
    this.#event(
      'charge.refunded',
      { id: charge, object: 'charge', amount, amount_refunded: part, currency, customer },
      at,
    );
    this.presented.push({ created: at, currency, minor: -BigInt(part) });
    if (!random.chance(0.15)) return;
    const back = at + random.int(86_400, 9 * 86_400);
    const failed = this.#book('refund_failure', id, part, rate, back, 0);
    this.#event('refund.failed', { ...refund, status: 'failed', failure_balance_transaction: failed }, back);
    this.#event('refund.updated', { ...refund, status: 'failed' }, back);
    this.presented.push({ created: back, currency, minor: BigInt(part) });
  }

  #dispute(charge: string, amount: number, currency: string, rate: number, after: number): void {
    const random = this.#random;
    const at = after + random.int(86_400, 60 * 86_400);
    const id = this.#id('dp');
    this.#book('dispute', id, -amount, rate, at, random.int(0, 2_000));
    const dispute = () => ({
      id,
      object: 'dispute',
      amount,
      currency,
      charge,
      status: 'needs_response',
      balance_transactions: this.transactions.filter(({ source }) => source === id),
    });
    this.#event('charge.dispute.created', dispute(), at);
    this.#event('charge.dispute.funds_withdrawn', dispute(), at);
    this.presented.push({ created: at, currency, minor: -BigInt(amount) });
    if (!random.chance(0.4)) return;
    const back = at + random.int(86_400, 60 * 86_400);
    this.#book('dispute_reversal', id, amount, rate, back, -random.int(0, 1) * 1_500);
    this.#event('charge.dispute.funds_reinstated', dispute(), back);
    this.presented.push({ created: back, currency, minor: BigInt(amount) });
  }

  /** What no sale stands behind: a payout, one that fails, Stripe's own fees, an adjustment, a top-up. */
  alone(): void {
    const random = this.#random;
    const at = yearStart + random.int(0, year - 1);
    const what = random.pick(['payout', 'failed', 'fee', 'tax', 'other_adjustment', 'topup'] as const);
    if (what === 'payout' || what === 'failed') {
      const [id, amount] = [this.#id('po'), random.int(1, 9_000_000)];
      const payout = { id, object: 'payout', amount, currency: this.#settlement, created: at };
      this.#book('payout', id, -amount, 1, at, 0);
      this.#event('payout.created', { ...payout, status: 'pending' }, at);
      if (what === 'payout') return;
      this.#book('payout_reversal', id, amount, 1, at + 90_000, 0);
      this.#event('payout.failed', { ...payout, status: 'failed' }, at + 90_000);
      return;
    }
    this.#book(what, null, random.int(-5_000, what === 'topup' ? 5_000 : -1), 1, at, 0);
  }

  #book(category: string, source: string | null, minor: number, rate: number, created: number, fee: number): string {
    const amount = Math.round(minor * rate);
    const id = this.#id('txn');
    this.transactions.push({
      id,
      object: 'balance_transaction',
      amount,
      fee,
      net: amount - fee,
      currency: this.#settlement,
      created,
      reporting_category: category,
      source,
    });
    return id;
  }

  #createdOf(id: string): number {
    return this.transactions.find((one) => one['id'] === id)?.created ?? 0;
  }

  #event(type: string, object: JsonObject, created: number): void {
    this.events.push({
      id: this.#id('evt'),
      type,
      created,
      livemode: true,
      apiVersion: null,
      connectAccount: null,
      kind: 'snapshot',
      object,
      related: null,
      previous: null,
    });
  }

  #id(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${this.#made}`;
  }
}
