import type Stripe from 'stripe';
import { buildEvent, type EventObject, type EventType } from './builders/event.ts';
import { previousAttributes } from './previous-attributes.ts';
import { createRandom, type Random } from './random.ts';
import type { Scope } from './scope.ts';

/** The objects that the stand-in keeps, by the name that Stripe gives them. */
export interface ObjectsByKind {
  account: Stripe.Account;
  balance_transaction: Stripe.BalanceTransaction;
  charge: Stripe.Charge;
  'checkout.session': Stripe.Checkout.Session;
  coupon: Stripe.Coupon;
  customer: Stripe.Customer;
  discount: Stripe.Discount;
  dispute: Stripe.Dispute;
  invoice: Stripe.Invoice;
  invoice_payment: Stripe.InvoicePayment;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  payout: Stripe.Payout;
  price: Stripe.Price;
  product: Stripe.Product;
  'radar.early_fraud_warning': Stripe.Radar.EarlyFraudWarning;
  refund: Stripe.Refund;
  review: Stripe.Review;
  subscription: Stripe.Subscription;
  webhook_endpoint: Stripe.WebhookEndpoint;
}
export type Kind = keyof ObjectsByKind;
export type StripeObject = ObjectsByKind[Kind];

/** One happening in a story: the objects that it changed and, where Stripe speaks of it, the event. */
export interface Happening {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly objects: readonly StripeObject[];
  readonly lines: readonly { readonly invoice: string; readonly lines: readonly Stripe.InvoiceLineItem[] }[];
  readonly event: Stripe.Event;
}

export interface WorldOptions {
  readonly seed: number | string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly livemode?: boolean;
  /** `acct_…` that owns everything. */
  readonly account?: string;
  /** Set for a connected account's world: its events carry it as `account`. */
  readonly connectAccount?: string | null;
  /** The currency in which the account is paid out. Default EUR. */
  readonly settlement?: string;
}

export const defaultAccount = 'acct_1TdevSB7WZ01zgkW';

/**
 * All objects and events of one Stripe account, and the only way to change them. Objects are never changed in place, so an
 * event's snapshot stays as it was. Stories and the REST API both act through it.
 */
export class World implements Scope {
  readonly random: Random;
  readonly livemode: boolean;
  readonly account: string;
  readonly connectAccount: string | null;
  readonly settlement: string;
  readonly events: Stripe.Event[] = [];
  /** The request of the integration that acts now; null while Stripe itself acts. */
  request: { readonly id: string; readonly idempotency_key: string | null } | null = null;
  /** Called with each new event, in order. */
  readonly listeners: ((happening: Happening) => void)[] = [];
  readonly #now: () => number;
  readonly #objects = new Map<string, StripeObject>();
  readonly #lines = new Map<string, readonly Stripe.InvoiceLineItem[]>();
  readonly #eventsById = new Map<string, Stripe.Event>();
  #changed: StripeObject[] = [];
  #changedLines: { invoice: string; lines: readonly Stripe.InvoiceLineItem[] }[] = [];

  constructor(options: WorldOptions) {
    this.random = createRandom(options.seed);
    this.livemode = options.livemode ?? false;
    this.account = options.account ?? defaultAccount;
    this.connectAccount = options.connectAccount ?? null;
    this.settlement = options.settlement ?? 'eur';
    this.#now = () => options.now();
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** Keeps a new object, or the newer form of a known one. */
  put<T extends StripeObject>(object: T): T {
    this.#objects.set(object.id, object);
    this.#changed.push(object);
    return object;
  }

  /** All lines of an invoice; the invoice itself carries only the first ten, as at Stripe. */
  putLines(invoice: string, lines: readonly Stripe.InvoiceLineItem[]): void {
    this.#lines.set(invoice, lines);
    this.#changedLines.push({ invoice, lines });
  }

  linesOf(invoice: string): readonly Stripe.InvoiceLineItem[] {
    return this.#lines.get(invoice) ?? [];
  }

  /** The object with some fields changed, and what these fields were before: an event's `previous_attributes`. */
  change<T extends StripeObject>(object: T, fields: Partial<T>): { object: T; previous: Record<string, unknown> } {
    const changed = this.put({ ...object, ...fields });
    return { object: changed, previous: previousAttributes(object, changed) };
  }

  find<K extends Kind>(kind: K, id: string): ObjectsByKind[K] | null {
    const found = this.#objects.get(id);
    return found?.object === kind ? (found as ObjectsByKind[K]) : null;
  }

  /** Whatever has this id. */
  get(id: string): StripeObject | null {
    return this.#objects.get(id) ?? null;
  }

  all(): StripeObject[] {
    return [...this.#objects.values()];
  }

  /** Newest first, as Stripe lists. */
  list<K extends Kind>(kind: K): ObjectsByKind[K][] {
    const found = [...this.#objects.values()].filter((one) => one.object === kind) as ObjectsByKind[K][];
    return found.reverse().sort((a, b) => createdOf(b) - createdOf(a));
  }

  remove(id: string): void {
    this.#objects.delete(id);
  }

  event(id: string): Stripe.Event | null {
    return this.#eventsById.get(id) ?? null;
  }

  /** Records what happened and tells the listeners. `previous` is left out where nothing changed. */
  emit<T extends EventType>(type: T, object: EventObject<T>, previous: object | null = null): Stripe.Event {
    const event = buildEvent(this, type, object, {
      created: this.now(),
      previous: previous !== null && Object.keys(previous).length > 0 ? previous : null,
      connectAccount: this.connectAccount,
      request: this.request ?? { id: null, idempotency_key: null },
    });
    const happening = { at: this.#now(), objects: this.#changed, lines: this.#changedLines, event };
    this.#changed = [];
    this.#changedLines = [];
    this.#keep(event);
    this.#tell(happening);
    return event;
  }

  /**
   * Lets something that a story foresaw happen here and now. The same happening twice changes nothing. Listeners hear of it
   * only where told to: else somebody else delivers the webhook.
   */
  happen(happening: Happening, tell = false): void {
    if (this.#eventsById.has(happening.event.id)) return;
    for (const object of happening.objects) this.#objects.set(object.id, object);
    for (const { invoice, lines } of happening.lines) this.#lines.set(invoice, lines);
    this.#keep(happening.event);
    if (tell) this.#tell(happening);
  }

  #keep(event: Stripe.Event): void {
    this.events.push(event);
    this.#eventsById.set(event.id, event);
  }

  #tell(happening: Happening): void {
    for (const listener of this.listeners) listener(happening);
  }
}

function createdOf(object: StripeObject): number {
  return 'created' in object ? (object.created ?? 0) : 0;
}
