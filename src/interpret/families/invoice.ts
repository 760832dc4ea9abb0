import { idAt, numberAt, textAt } from '../../domain/json.ts';
import { say } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { Family, Identification, Meaning } from '../family.ts';
import { amountValue, dateValue, readable, term } from '../naming/value.ts';
import { accompanies, type SaleEvent } from '../sale/alert.ts';
import { saleReferences, subscriptionIdOf } from '../sale/keys.ts';
import { failedNews, paidNews, stateNews } from '../sale/news.ts';
import { objectIdOf } from './meaning.ts';
import { saleFamily } from './sale.ts';

const family = saleFamily('invoice', 'invoices', {
  'invoice.paid': paidNews,
  'invoice.payment_succeeded': paidNews,
  'invoice.payment_failed': failedNews,
  'invoice.payment_action_required': (said) =>
    invoiceNews(
      said,
      'action_required',
      ['warning', 'normal', true],
      say`The customer has to confirm the payment`,
      true,
    ),
  'invoice.finalized': finalized,
  'invoice.sent': (said) => invoiceNews(said, 'sent', ['neutral', 'low', true], say`Invoice sent`),
  'invoice.overdue': (said) => invoiceNews(said, 'overdue', ['warning', 'high', true], say`The invoice is overdue`),
  'invoice.overpaid': (said) =>
    invoiceNews(said, 'overpaid', ['warning', 'normal', true], say`More was paid than the invoice asks for`),
  'invoice.marked_uncollectible': (said) =>
    invoiceNews(said, 'uncollectible', ['bad', 'high', true], say`Lost: the invoice was written off as uncollectible`),
  'invoice.voided': (said) => invoiceNews(said, 'voided', ['neutral', 'normal', true], say`Invoice voided`),
  'invoice.deleted': (said) => invoiceNews(said, 'deleted', ['neutral', 'low', false], say`Invoice draft deleted`),
  'invoice.finalization_failed': finalizationFailed,
  'invoice.upcoming': upcoming,
  'invoice.will_be_due': willBeDue,
});

/** `invoice.*`. A preview of the next invoice (`invoice.upcoming`) is no invoice yet: a subject of its own for each period. */
export const invoiceFamily: Family = {
  mean: (event, before, after, context) => family.mean(event, before, after, context),
  identify(event): Identification {
    const object = event.object;
    if (object === null || !event.type.endsWith('invoice.upcoming')) return family.identify(event);
    const owner = subscriptionIdOf(object) ?? idAt(object, 'customer') ?? event.id;
    const when = numberAt(object, 'next_payment_attempt') ?? numberAt(object, 'period_end') ?? event.created;
    const key = `upcoming:${owner}:${when}`;
    return { about: { kind: 'invoice', keys: [key], objectId: key }, also: [], references: saleReferences(object) };
  },
};

/** `invoice_payment.paid`: since 2025 the only event that names both an invoice and its payment. */
export const invoicePaymentFamily = saleFamily('invoice', 'invoices', { 'invoice_payment.paid': paidNews });

/** `credit_note.*`: a change of its invoice. */
export const creditNoteFamily = saleFamily('invoice', 'invoices', {
  'credit_note.created': credited,
  'credit_note.voided': (said) => creditVoided(said),
});

/** `invoiceitem.*`: a line that waits for its invoice, which will tell it. */
export const invoiceItemFamily: Family = {
  identify: (event) => ({
    about: null,
    reason: {
      code: 'no_card_for_type',
      text: `${objectIdOf(event) ?? 'the item'} is told by the invoice that it becomes a line of`,
    },
  }),
  mean: () => accompanies('it is told by its invoice'),
};

function invoiceNews(
  said: SaleEvent,
  happened: string,
  [tone, severity, opensCard]: readonly [Tone, Severity, boolean],
  phrase: ReturnType<typeof say>,
  repeats = false,
): Meaning {
  if (said.after.reading.figures.paid !== null && happened !== 'overpaid') {
    return accompanies('the invoice was paid meanwhile');
  }
  const urgent = happened === 'overdue' || happened === 'uncollectible' || happened === 'action_required';
  return stateNews(said, {
    code: `invoice.${happened}`,
    topic: urgent ? 'failures' : 'invoices',
    severity,
    tone,
    opensCard,
    happened: `invoice_${happened}`,
    phrase,
    repeats: repeats || happened === 'sent' || happened === 'overpaid',
  });
}

/** An invoice that Stripe collects by itself is paid in the next moment; one that is sent waits for the customer. */
function finalized(said: SaleEvent): Meaning {
  const sent = textAt(said.event.object ?? undefined, 'collection_method') === 'send_invoice';
  if (!sent || said.after.reading.figures.paid !== null) {
    return accompanies('Stripe collects the invoice by itself: its payment is the news');
  }
  return invoiceNews(said, 'finalized', ['neutral', 'low', true], say`Invoice finalized`);
}

function finalizationFailed(said: SaleEvent): Meaning {
  const object = said.event.object ?? undefined;
  const why = textAt(object, 'last_finalization_error.code') ?? textAt(object, 'automatic_tax.status');
  const phrase =
    why === null
      ? say`The invoice could not be finalized`
      : say`The invoice could not be finalized: ${term(readable(why))}`;
  return invoiceNews(said, 'finalization_failed', ['bad', 'high', true], phrase, true);
}

function upcoming(said: SaleEvent): Meaning {
  const object = said.event.object ?? {};
  const amount = amountValue(object['amount_due'] ?? object['total'], object['currency']);
  const when = dateValue(numberAt(object, 'next_payment_attempt') ?? numberAt(object, 'period_end'), 'date');
  const phrase = when === null ? say`${amount} will be invoiced soon` : say`${amount} will be invoiced on ${when}`;
  return invoiceNews(said, 'upcoming', ['neutral', 'low', true], phrase);
}

function willBeDue(said: SaleEvent): Meaning {
  const due = dateValue(numberAt(said.event.object ?? undefined, 'due_date'), 'left');
  const phrase = due === null ? say`The invoice will be due soon` : say`The invoice is due on ${due}`;
  return invoiceNews(said, 'will_be_due', ['neutral', 'low', true], phrase, true);
}

function credited(said: SaleEvent): Meaning {
  const object = said.event.object ?? {};
  const amount = amountValue(object['total'] ?? object['amount'], object['currency']);
  const reason = textAt(object, 'reason');
  const why = reason === null ? [] : say` (${term(readable(reason))})`;
  return stateNews(said, {
    code: 'credit_note.issued',
    topic: 'invoices',
    severity: 'normal',
    tone: 'neutral',
    opensCard: true,
    happened: `credit_note:${objectIdOf(said.event) ?? said.event.id}`,
    phrase: amount === null ? say`Credit note issued${why}` : say`Credit note of ${amount} issued${why}`,
    repeats: true,
  });
}

function creditVoided(said: SaleEvent): Meaning {
  return stateNews(said, {
    code: 'credit_note.voided',
    topic: 'invoices',
    severity: 'low',
    tone: 'neutral',
    opensCard: false,
    happened: `credit_note_voided:${objectIdOf(said.event) ?? said.event.id}`,
    phrase: say`Credit note voided`,
    repeats: true,
  });
}
