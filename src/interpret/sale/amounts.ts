import { type Money, money } from '../../domain/money.ts';
import { latest, type Sale } from './objects.ts';

/** What the latest dispute of the sale is about: it may be less than the payment. */
export function disputedAmount(sale: Sale): Money | null {
  const dispute = latest(sale.disputes);
  return dispute === null ? null : money(dispute.object['amount'], dispute.object['currency']);
}
