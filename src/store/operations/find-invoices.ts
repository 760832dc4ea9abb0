import type { Money } from '../../domain/money.ts';
import { rows, type Steps } from './query.ts';

export interface InvoiceQuery {
  readonly account: string;
  readonly livemode: boolean;
  readonly customer: string;
  readonly amount: Money;
  /** Milliseconds since the epoch: only those that something happened to since then. */
  readonly since: number;
}

/** Ids of invoices of this customer over this amount that no payment is joined to yet, the newest first; at most eight. */
export function* findInvoices(query: InvoiceQuery): Steps<string[]> {
  const found = yield* rows<{ id: string }>(
    `SELECT id FROM subjects WHERE customer = ? AND kind = 'invoice' AND merged_into IS NULL AND account = ?
     AND livemode = ? AND amount_minor = ? AND amount_currency = ? AND updated_at >= ?
     ORDER BY updated_at DESC, id LIMIT 8`,
    query.customer,
    query.account,
    query.livemode ? 1 : 0,
    query.amount.minor,
    query.amount.currency,
    query.since,
  );
  return found.map(({ id }) => id);
}
