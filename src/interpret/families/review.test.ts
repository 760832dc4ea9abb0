import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { identify } from '../interpret.ts';
import { cardText, eventOf, partsOf, plainContext, tellAll } from './told.test-support.ts';

const known = {
  ch_1: {
    id: 'ch_1',
    object: 'charge',
    amount: 9900,
    currency: 'eur',
    billing_details: { name: 'Jenny Rosen' },
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
  },
};

const warning = (more: JsonObject = {}): JsonObject => ({
  id: 'issfr_1',
  object: 'radar.early_fraud_warning',
  actionable: true,
  charge: 'ch_1',
  payment_intent: 'pi_1',
  fraud_type: 'made_with_stolen_card',
  created: 1_785_585_600,
  ...more,
});

describe('an early fraud warning', () => {
  it('is critical while something can be done, with what a refund saves', () => {
    const told = tellAll([eventOf('radar.early_fraud_warning.created', warning())], { ...plainContext, known });
    expect(told.alert).toMatchObject({
      code: 'fraud_warning.created',
      topic: 'fraud',
      severity: 'critical',
      opensCard: true,
      amount: { minor: '9900', currency: 'eur' },
    });
    expect(told.said).toBe(
      "The card's bank suspects fraud: made with a stolen card. A refund now avoids a dispute and its fee",
    );
    expect(cardText(told.card)).toMatchObject({
      headline: 'EUR 99.00 · Fraud warning: act before it becomes a dispute',
      who: 'Jenny Rosen',
      'Reported as': 'made with a stolen card',
      'Paid with': 'Visa •••• 4242',
      notes: 'A refund now of EUR 99.00 avoids a dispute over it and the dispute fee.',
    });
  });

  it('changes its payment and is one with nothing else', () => {
    expect(identify(eventOf('radar.early_fraud_warning.created', warning()))).toMatchObject({
      about: { kind: 'review', keys: ['issfr_1'] },
      also: [{ kind: 'payment', keys: ['pi_1', 'ch_1'], objectId: 'issfr_1' }],
    });
  });

  it('is settled once it is no longer actionable, and stays so (F30)', () => {
    const created = eventOf('radar.early_fraud_warning.created', warning());
    const settled = eventOf('radar.early_fraud_warning.updated', warning({ actionable: false }), {
      previous: { actionable: true },
    });
    const told = tellAll([settled, created]);
    expect(cardText(told.card)['headline']).toBe('Fraud warning, nothing left to do');
    expect(tellAll([created, settled]).alert).toMatchObject({ code: 'fraud_warning.settled', opensCard: false });
    const notActionable = tellAll([eventOf('radar.early_fraud_warning.created', warning({ actionable: false }))]);
    expect(notActionable.alert?.severity).toBe('normal');
  });
});

describe('a review', () => {
  const review = (more: JsonObject = {}): JsonObject => ({
    id: 'prv_1',
    object: 'review',
    open: true,
    opened_reason: 'rule',
    reason: 'rule',
    charge: 'ch_1',
    ip_address: '203.0.113.7',
    ip_address_location: { city: 'Berlin', country: 'DE' },
    ...more,
  });

  it('is opened with its reason; the address is an address and the IP an IP', () => {
    const told = tellAll([eventOf('review.opened', review())], { ...plainContext, known });
    expect(told.alert).toMatchObject({ code: 'review.opened', topic: 'reviews', severity: 'high', country: 'DE' });
    expect(told.said).toBe('A person should look at this payment: one of your Radar rules asked for it');
    expect(cardText(told.card)['headline']).toBe('EUR 99.00 · Payment waits for your review');
    expect(partsOf(told)).toContainEqual({ type: 'ip', text: '203.0.113.7' });
    expect(partsOf(told)).toContainEqual({ type: 'address', text: 'Berlin', country: 'DE' });
  });

  it('is closed with its reason, and a late opening does not reopen it (F33)', () => {
    const closed = eventOf(
      'review.closed',
      review({ open: false, closed_reason: 'refunded_as_fraud', reason: 'refunded_as_fraud' }),
    );
    expect(tellAll([closed]).said).toBe('Review closed: refunded as fraud');
    const late = tellAll([closed, eventOf('review.opened', review(), { created: 1_785_585_000 })]);
    expect(cardText(late.card)['headline']).toBe('Review closed: refunded as fraud');
  });
});
