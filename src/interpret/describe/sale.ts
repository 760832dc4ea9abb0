import type { CardContent } from '../../domain/card.ts';
import { idAt } from '../../domain/json.ts';
import type { SubjectKind, SubjectState } from '../../domain/subject.ts';
import { dashboardUrl } from '../dashboard-links.ts';
import type { Context } from '../family.ts';
import { saleFacts } from '../sale/facts.ts';
import { saleHeadline } from '../sale/headline.ts';
import { moodOf } from '../sale/mood.ts';
import { saleNotes } from '../sale/notes.ts';
import { type Part, type Sale, saleOf } from '../sale/objects.ts';
import { readSale } from '../sale/reading.ts';
import { customerIdOf, saleWhat, saleWho } from '../sale/who-what.ts';

/** A payment, an invoice or a checkout: one sale, however many objects Stripe has for it. Total, for any state. */
export function describeSale(kind: SubjectKind, state: SubjectState, context: Context): CardContent {
  const sale = saleOf(state);
  const reading = readSale(sale, context.now);
  const { tone, severity } = moodOf(reading);
  return {
    kind,
    code: reading.state,
    tone,
    severity,
    headline: saleHeadline(sale, reading),
    who: saleWho(sale, context),
    what: saleWhat(sale, context),
    facts: saleFacts(sale, reading, context),
    notes: saleNotes(sale, reading),
    links: saleLinks(sale, context),
    livemode: context.livemode,
    account: context.account,
    connectAccount: context.connectAccount,
    at: Math.max(0, ...Object.values(sale).flatMap((parts: readonly Part[]) => parts.map((part) => part.at))),
  };
}

/** The payment's page first, then those that it is not reached from at once. */
function saleLinks(sale: Sale, context: Context): CardContent['links'] {
  const pick = (parts: readonly Part[]): string | null => parts.at(-1)?.id ?? null;
  const payment = pick(sale.intents) ?? pick(sale.charges) ?? linked(sale);
  const invoice = pick(sale.invoices);
  const main = payment ?? invoice ?? pick(sale.sessions) ?? pick(sale.refunds) ?? pick(sale.creditNotes);
  const wanted: readonly (readonly [string, string | null])[] = [
    ['Open in Stripe', main],
    ['Dispute', pick(sale.disputes)],
    ['Invoice', main === invoice ? null : invoice],
    ['Customer', customerIdOf(sale)],
  ];
  return wanted.flatMap(([label, id]) => {
    const url = id?.startsWith('upcoming') ? null : dashboardUrl(id, context);
    return url === null ? [] : [{ label, url }];
  });
}

/** The payment that a refund or an invoice payment names, where the payment itself is not known yet. */
function linked(sale: Sale): string | null {
  for (const { object } of [...sale.refunds, ...sale.invoicePayments, ...sale.sessions]) {
    const id = idAt(object, 'payment_intent') ?? idAt(object, 'payment.payment_intent') ?? idAt(object, 'charge');
    if (id !== null) return id;
  }
  return null;
}
