import type { SubjectKind, SubjectState } from '../domain/subject.ts';
import { newestSnapshots } from './advance.ts';
import { objectName } from './object-name.ts';

// What a joined sale is called, by the most telling of its objects.
const saleKinds: readonly { readonly kind: SubjectKind; readonly objects: readonly string[] }[] = [
  { kind: 'payment', objects: ['payment_intent', 'charge', 'refund'] },
  { kind: 'invoice', objects: ['invoice', 'invoice_payment', 'credit_note'] },
  { kind: 'checkout', objects: ['checkout.session'] },
];
const sales: readonly SubjectKind[] = ['payment', 'invoice', 'checkout'];

/**
 * The kind of a subject after a join: a sale is a payment as soon as a payment, charge or refund is known, else an invoice,
 * else a checkout. `first` (the touch's or the stored kind) holds for whatever is not a sale, and where no object is known.
 */
export function kindOf(first: SubjectKind, state: SubjectState): SubjectKind {
  if (!sales.includes(first)) return first;
  const present = new Set([...newestSnapshots(state)].map(([id, snapshot]) => objectName(snapshot.object, id)));
  return saleKinds.find(({ objects }) => objects.some((name) => present.has(name)))?.kind ?? first;
}
