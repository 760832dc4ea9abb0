import { type JsonObject, numberAt } from '../../domain/json.ts';
import type { Snapshot, SubjectState } from '../../domain/subject.ts';
import { newestSnapshots } from '../advance.ts';
import { compareText } from '../canonical.ts';
import { objectName } from '../object-name.ts';

/** One Stripe object of a sale in its newest known state. */
export interface Part {
  readonly id: string;
  readonly object: JsonObject;
  /** Unix seconds of the event that showed it. */
  readonly at: number;
  readonly type: string;
}

/** All objects of one sale, each list oldest first. */
export interface Sale {
  readonly intents: readonly Part[];
  readonly charges: readonly Part[];
  readonly refunds: readonly Part[];
  readonly invoices: readonly Part[];
  readonly invoicePayments: readonly Part[];
  readonly sessions: readonly Part[];
  readonly creditNotes: readonly Part[];
  readonly disputes: readonly Part[];
  readonly warnings: readonly Part[];
  readonly reviews: readonly Part[];
}

const listOf: Readonly<Record<string, keyof Sale>> = {
  payment_intent: 'intents',
  charge: 'charges',
  refund: 'refunds',
  invoice: 'invoices',
  invoice_payment: 'invoicePayments',
  'checkout.session': 'sessions',
  credit_note: 'creditNotes',
  dispute: 'disputes',
  'radar.early_fraud_warning': 'warnings',
  review: 'reviews',
};

/** Sorts a subject's newest objects by what they are; what is no part of a sale is left out. */
export function saleOf(state: SubjectState): Sale {
  const sale: Record<keyof Sale, Part[]> = {
    intents: [],
    charges: [],
    refunds: [],
    invoices: [],
    invoicePayments: [],
    sessions: [],
    creditNotes: [],
    disputes: [],
    warnings: [],
    reviews: [],
  };
  for (const [id, snapshot] of newestSnapshots(state)) {
    const name = objectName(snapshot.object, id);
    const list = name !== null && Object.hasOwn(listOf, name) ? listOf[name] : undefined;
    if (list !== undefined) sale[list].push(partOf(id, snapshot));
  }
  for (const parts of Object.values(sale)) parts.sort(byAge);
  return sale;
}

/** Newest first by the time of the event, for readings where the last word counts. */
export function latest(parts: readonly Part[]): Part | null {
  return parts.reduce<Part | null>(
    (best, part) => (best === null || part.at > best.at || (part.at === best.at && part.id > best.id) ? part : best),
    null,
  );
}

/** All parts of the sale that have a person, an amount or a description, the most telling first. */
export function tellingParts(sale: Sale): readonly Part[] {
  return [...sale.charges.toReversed(), ...sale.sessions, ...sale.invoices, ...sale.intents, ...sale.refunds];
}

function partOf(id: string, { object, at, type }: Snapshot): Part {
  return { id, object, at, type };
}

function byAge(a: Part, b: Part): number {
  const age = (numberAt(a.object, 'created') ?? a.at) - (numberAt(b.object, 'created') ?? b.at);
  return age !== 0 ? age : compareText(a.id, b.id);
}
