import { describe, expect, test } from 'vitest';
import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { eventOf } from './event.ts';
import { lifecycles } from './lifecycles.ts';
import { phraseText } from './phrase-text.ts';
import { runSubjects, type SubjectRun } from './subject-run.ts';

const start = 1_785_585_600;

const eventsOf = (name: string): readonly StripeEvent[] => lifecycles.find((one) => one.name === name)?.events ?? [];
const replies = (run: SubjectRun): string[] =>
  run.told.flatMap(({ change }) => (change === null ? [] : [phraseText(change.phrase)]));
const opens = (run: SubjectRun): number => run.told.filter(({ meaning }) => meaning.alert?.opensCard).length;
const run = (events: readonly StripeEvent[], known: Readonly<Record<string, JsonObject>> = {}) =>
  runSubjects(events, start + 9_999, known);

describe('the story of a sale', () => {
  test('six events of one payment open one card and say nothing twice', () => {
    const sale = run(eventsOf('payment').filter((one) => one.created === start + 3));
    expect(sale.subjects).toHaveLength(1);
    expect(opens(sale)).toBeGreaterThan(0);
    expect(replies(sale)).toEqual([]);
  });

  test('each happening is told once, by whichever event reports it first', () => {
    const told = [
      'Recovered: 42.00 EUR paid after one failed attempt',
      'Refunded 15.00 EUR of 42.00 EUR (requested by customer)',
    ];
    const events = eventsOf('payment').filter((one) => !one.type.includes('dispute'));
    expect(replies(run(events))).toEqual(told);
    const twice = events.flatMap((one) => [one, one]);
    expect(replies(run(twice))).toEqual(told);
  });

  test('the refund is told once too where the charge speaks before the refund', () => {
    const swapped = eventsOf('payment')
      .slice(4, 12)
      .toSorted((a, b) => (a.id === 'evt_p10' && b.id === 'evt_p09' ? -1 : 0));
    expect(replies(run(swapped))).toHaveLength(1);
  });

  test('dunning: attempt by attempt, then recovered', () => {
    const events = eventsOf('dunning').filter((one) => !one.id.startsWith('evt_d05'));
    expect(replies(run(events.slice(0, 7)))).toEqual(['Attempt 2 failed. Next attempt 2026-08-01T12:33.']);
    const all = replies(run([...events.slice(0, 7), ...events.slice(-3)]));
    expect(all.at(-1)).toBe('Recovered: 20.00 USD paid after 2 failed attempts');
  });

  test('the last attempt is high and also told to the channel', () => {
    const open: JsonObject = {
      id: 'in_1',
      object: 'invoice',
      status: 'open',
      currency: 'usd',
      amount_due: 2000,
      collection_method: 'charge_automatically',
      attempted: true,
    };
    const sale = run([
      eventOf('1', 'invoice.payment_failed', start, { ...open, attempt_count: 1, next_payment_attempt: start + 500 }),
      eventOf('2', 'invoice.payment_failed', start + 500, { ...open, attempt_count: 2, next_payment_attempt: null }),
    ]);
    const last = sale.told[1];
    expect(last?.meaning.alert).toMatchObject({ code: 'payment.failed_finally', severity: 'high' });
    expect(last?.change?.broadcast).toBe(true);
    expect(replies(sale)).toEqual(['Attempt 2 failed. Stripe makes no further attempt by itself.']);
  });

  test('F33 late news of a state that was left is recorded as late and told to nobody', () => {
    const [, , , , succeeded, , , , , refunded] = eventsOf('payment');
    const sale = run([refunded, succeeded].filter((one) => one !== undefined));
    expect(sale.told[1]).toMatchObject({ late: true, change: null });
    expect(phraseText(sale.subjects[0]?.card.headline ?? [])).toBe('42.00 EUR paid, 15.00 EUR of it refunded');
  });

  test('F24 twin events of one change: the second has a reason and no news', () => {
    const [first] = eventsOf('reversals').filter((one) => one.type === 'refund.failed');
    if (first === undefined) throw new Error('the lifecycle has no failed refund');
    const sale = run([...eventsOf('reversals'), { ...first, id: 'evt_other' }]);
    expect(sale.told.at(-1)?.meaning).toMatchObject({ alert: null, reason: { code: 'twin' } });
  });

  test('a refund that fails takes its amount back and says what to do', () => {
    const sale = run(eventsOf('reversals').slice(8));
    expect(replies(sale).at(-1)).toContain('A refund failed: lost or stolen card.');
    expect(sale.told.at(-1)?.meaning.alert?.severity).toBe('high');
    expect(sale.subjects[0]?.card.code).toBe('payment.succeeded');
  });

  test('a dispute shows on the card of its payment, and has one of its own', () => {
    const sale = run(eventsOf('payment').slice(0, 14));
    expect(sale.subjects.map(({ kind, card }) => [kind, card.code])).toEqual([
      ['payment', 'payment.disputed'],
      ['dispute', expect.stringContaining('dispute.')],
    ]);
  });

  test('F45 both shapes join: invoice_payment (since 2025) and the links of old versions', () => {
    for (const name of ['dunning', 'old shapes']) {
      const { subjects } = run(eventsOf(name));
      expect(subjects).toHaveLength(1);
      expect(subjects[0]?.kind).toBe('payment');
    }
  });

  test('ids or expanded objects, lists of either: the same subject', () => {
    const charge = { id: 'ch_1', object: 'charge', status: 'succeeded', amount: 100, currency: 'eur' };
    const shapes: JsonObject[] = [
      { latest_charge: 'ch_1' },
      { latest_charge: charge },
      { charges: { object: 'list', data: [charge] } },
      { charges: { object: 'list', data: ['ch_1'] } },
      { last_payment_error: { charge: 'ch_1' } },
    ];
    for (const shape of shapes) {
      const { subjects } = run([
        eventOf('1', 'charge.succeeded', start, charge),
        eventOf('2', 'payment_intent.succeeded', start, {
          id: 'pi_1',
          object: 'payment_intent',
          status: 'succeeded',
          amount: 100,
          currency: 'eur',
          ...shape,
        }),
      ]);
      expect(subjects.map(({ keys }) => keys)).toEqual([['ch_1', 'pi_1']]);
    }
  });

  test('a charge knows its products, its topic and its renewal through its invoice', () => {
    const known = {
      sub_1: {
        id: 'sub_1',
        object: 'subscription',
        start_date: start - 181 * 86_400,
        items: { object: 'list', data: [{ price: { recurring: { interval: 'month' } } }] },
      },
      prod_1: { id: 'prod_1', object: 'product', name: 'Gold' },
    };
    const sale = run(
      eventsOf('old shapes')
        .slice(0, 5)
        .map((one) => ({ ...one, object: withPeriod(one.object) })),
      known,
    );
    const alert = sale.told.at(-1)?.meaning.alert;
    expect(alert).toMatchObject({
      eventType: 'charge.succeeded',
      topic: 'renewals',
      products: ['prod_1'],
      prices: ['price_1'],
      country: 'DE',
      paymentMethod: 'card',
    });
    const card = sale.subjects[0]?.card;
    expect(phraseText(card?.what ?? [])).toBe('Gold');
    expect(card?.facts.map(({ label, value }) => `${label}: ${phraseText(value)}`)).toContain('Renewal: month 7');
  });

  test.each([
    [
      'charge.failed',
      { id: 'ch_1', object: 'charge', status: 'succeeded', captured: true, amount: 100, currency: 'eur' },
      '1.00 EUR paid',
    ],
    [
      'charge.succeeded',
      { id: 'ch_1', object: 'charge', status: 'failed', amount: 100, currency: 'eur' },
      '1.00 EUR payment failed',
    ],
    [
      'charge.updated',
      { id: 're_1', object: 'refund', status: 'succeeded', amount: 100, currency: 'eur', charge: 'ch_1' },
      '1.00 EUR refunded',
    ],
    [
      'payment_intent.succeeded',
      { id: 'pi_1', object: 'payment_intent', status: 'flying', amount: 100, currency: 'eur' },
      '1.00 EUR · Payment intent succeeded',
    ],
    [
      'invoice.paid',
      { id: 'in_1', object: 'invoice', status: 'void', total: 100, currency: 'eur' },
      '1.00 EUR invoice voided',
    ],
  ])('type and status disagree: %s with %j is shown as the object says', (type, object, headline) => {
    const { subjects } = run([eventOf('1', type, start, object)]);
    expect(phraseText(subjects[0]?.card.headline ?? [])).toBe(headline);
  });

  test('F97 yen have no decimals, dinars three', () => {
    const paid = (currency: string) =>
      run([
        eventOf('1', 'charge.succeeded', start, {
          id: 'ch_1',
          object: 'charge',
          status: 'succeeded',
          amount: 5000,
          currency,
        }),
      ]);
    expect(phraseText(paid('jpy').subjects[0]?.card.headline ?? [])).toBe('5000 JPY paid');
    expect(phraseText(paid('kwd').subjects[0]?.card.headline ?? [])).toBe('5.000 KWD paid');
  });

  test('F96 amounts of two currencies are never added', () => {
    const { subjects } = run([
      eventOf('1', 'charge.succeeded', start, {
        id: 'ch_1',
        object: 'charge',
        status: 'succeeded',
        amount: 100,
        currency: 'eur',
        payment_intent: 'pi_1',
      }),
      eventOf('2', 'charge.succeeded', start, {
        id: 'ch_2',
        object: 'charge',
        status: 'succeeded',
        amount: 900,
        currency: 'usd',
        payment_intent: 'pi_1',
      }),
    ]);
    expect(phraseText(subjects[0]?.card.headline ?? [])).toBe('1.00 EUR paid');
  });

  test('an invoice of zero opens no card and says why', () => {
    const free = run([
      eventOf('1', 'invoice.paid', start, {
        id: 'in_1',
        object: 'invoice',
        status: 'paid',
        amount_paid: 0,
        total: 0,
        currency: 'usd',
      }),
    ]);
    expect(free.told[0]?.meaning).toMatchObject({ alert: null, reason: { code: 'zero_amount' } });
  });

  test('F18 a verb of tomorrow for an object of today is stored on its sale, without news', () => {
    const odd = run([
      eventOf('1', 'payment_intent.teleported', start, {
        id: 'pi_1',
        object: 'payment_intent',
        status: 'succeeded',
        amount: 1,
        currency: 'eur',
      }),
    ]);
    expect(odd.told[0]?.meaning).toMatchObject({ alert: null, reason: { code: 'accompanies' } });
    expect(odd.subjects[0]?.card.code).toBe('payment.succeeded');
  });

  test('F19 an object without an id is a subject of its own', () => {
    const odd = run([
      eventOf('1', 'charge.succeeded', start, { object: 'charge', status: 'succeeded', amount: 100, currency: 'eur' }),
      eventOf('2', 'charge.succeeded', start, { object: 'charge', status: 'succeeded', amount: 100, currency: 'eur' }),
    ]);
    expect(odd.subjects).toHaveLength(2);
  });
});

function withPeriod(object: JsonObject | null): JsonObject | null {
  const lines = {
    object: 'list',
    data: [
      { id: 'il_1', price: { id: 'price_1', product: 'prod_1', recurring: { interval: 'month' } }, period: { start } },
    ],
  };
  return object?.['object'] === 'invoice' ? { ...object, lines } : object;
}
