import { describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { identify } from '../interpret.ts';
import { cardText, eventOf, plainContext, tellAll } from './told.test-support.ts';

const now = 1_785_585_660; // 2026-08-01

const withdrawal: JsonObject = { id: 'txn_1', amount: -4200, fee: 1500, currency: 'usd' };
const reversal: JsonObject = { id: 'txn_2', amount: 4200, fee: 0, currency: 'usd' };

function dispute(more: JsonObject = {}): JsonObject {
  return {
    id: 'dp_1',
    object: 'dispute',
    amount: 4200,
    currency: 'usd',
    charge: 'ch_1',
    payment_intent: 'pi_1',
    created: now - 60,
    reason: 'product_not_received',
    status: 'needs_response',
    evidence_details: { due_by: now + 7 * 86_400, submission_count: 0, has_evidence: false, past_due: false },
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', network: 'visa', case_type: 'chargeback', network_reason_code: '13.1' },
    },
    balance_transactions: [withdrawal],
    ...more,
  };
}

const event = (verb: string, more: JsonObject = {}, rest: Partial<StripeEvent> = {}): StripeEvent =>
  eventOf(`charge.dispute.${verb}`, dispute(more), rest);

describe('a dispute', () => {
  it('is a subject of its own and changes its payment', () => {
    const identified = identify(event('created'));
    expect(identified).toEqual({
      about: { kind: 'dispute', keys: ['dp_1'], objectId: 'dp_1' },
      also: [{ kind: 'payment', keys: ['pi_1', 'ch_1'], objectId: 'dp_1' }],
      references: ['pi_1', 'ch_1'],
    });
    const expanded = identify(event('created', { charge: { id: 'ch_1' }, payment_intent: null }));
    expect(expanded).toMatchObject({ also: [{ keys: ['ch_1'] }] });
  });

  it('says amount, fee, reason and the time left', () => {
    const known = {
      ch_1: { id: 'ch_1', object: 'charge', customer: 'cus_1', billing_details: { name: 'Jenny Rosen' } },
    };
    const told = tellAll([event('created')], { ...plainContext, known });
    expect(told.alert).toMatchObject({
      code: 'dispute.created',
      topic: 'disputes',
      severity: 'critical',
      tone: 'bad',
      opensCard: true,
      amount: { minor: '4200', currency: 'usd' },
      change: { key: 'dispute:dp_1:opened', broadcast: true },
    });
    expect(told.said).toBe(
      'Disputed USD 42.00 + USD 15.00 fee: the customer says it never arrived. Answer by 2026-08-08',
    );
    expect(told.alert?.change?.phrase).toContainEqual({ type: 'date', at: now + 7 * 86_400, style: 'left' });
    expect(cardText(told.card)).toMatchObject({
      headline: 'USD 42.00 · Dispute: needs an answer',
      who: 'Jenny Rosen',
      Reason: 'the customer says it never arrived',
      'Answer by': '2026-08-08',
      'Dispute fee': 'USD 15.00',
      'Out of your balance': 'USD 57.00',
      'Card network': 'Visa · chargeback · code 13.1',
      Evidence: 'none sent',
      Payment: 'pi_1',
    });
  });

  it('F24 created and funds_withdrawn of one minute are told once, in either order', () => {
    const [created, withdrawn] = [event('created'), event('funds_withdrawn')];
    for (const pair of [
      [created, withdrawn],
      [withdrawn, created],
    ]) {
      const told = tellAll(pair);
      expect(Object.keys(told.state.story)).toEqual(['dispute:dp_1:opened']);
      expect(told.alert?.change).toBeNull();
    }
  });

  it('a later withdrawal is news of its own', () => {
    const told = tellAll([event('funds_withdrawn', { created: now - 86_400 })]);
    expect(told.alert).toMatchObject({ code: 'dispute.funds_withdrawn', severity: 'high' });
    expect(told.said).toBe('USD 42.00 and a fee of USD 15.00 taken from your balance');
  });

  it('tells evidence, and shows no deadline any more', () => {
    const more = { status: 'under_review', evidence_details: { due_by: now + 86_400, submission_count: 1 } };
    const previous = { status: 'needs_response', evidence_details: { submission_count: 0 } };
    const told = tellAll([event('updated', more, { previous })]);
    expect([told.alert?.code, told.said]).toEqual([
      'dispute.evidence_submitted',
      'Evidence sent: the bank decides now',
    ]);
    const card = cardText(told.card);
    expect(card).toMatchObject({ headline: 'USD 42.00 · Dispute answered, the bank decides', Evidence: 'sent once' });
    expect(card).not.toHaveProperty('Answer by');
    const detail = tellAll([event('updated', {}, { previous: { metadata: { owner: null } } })]);
    expect(detail.meaning).toMatchObject({ alert: null, reason: { code: 'details_changed' } });
  });

  it.each([
    ['won', 'won', 'Dispute won: the money is yours', 'good'],
    ['lost', 'lost', 'Dispute lost: USD 42.00 + USD 15.00 fee gone', 'bad'],
    ['warning_closed', 'inquiry_closed', 'Inquiry closed: it did not become a dispute', 'good'],
    ['prevented', 'prevented', 'Dispute prevented', 'good'],
    ['needs_response', 'closed', 'Dispute closed', 'neutral'],
  ])('closed as %s', (status, code, said, tone) => {
    const told = tellAll([event('closed', { status })]);
    expect(told.alert).toMatchObject({ code: `dispute.${code}`, tone });
    expect(told.said).toBe(said);
  });

  it('F31 is closed once, whichever of updated and closed tells it first', () => {
    const lost = { status: 'lost' };
    const told = tellAll([event('updated', lost, { previous: { status: 'under_review' } }), event('closed', lost)]);
    expect(told.alert?.change).toBeNull();
    expect(cardText(told.card)['headline']).toBe('USD 42.00 · Dispute lost');
  });

  it('gives the money back', () => {
    const told = tellAll([event('funds_reinstated', { status: 'won', balance_transactions: [withdrawal, reversal] })]);
    expect(told.said).toBe('USD 42.00 returned to your balance');
    expect(cardText(told.card)).toMatchObject({
      headline: 'USD 42.00 · Dispute won',
      'Given back': 'USD 42.00',
      'Dispute fee': 'USD 15.00',
    });
  });

  it('F96 adds no two currencies of balance transactions', () => {
    const told = tellAll([
      event('created', { balance_transactions: [withdrawal, { ...withdrawal, id: 'txn_3', currency: 'eur' }] }),
    ]);
    expect(cardText(told.card)).not.toHaveProperty('Out of your balance');
  });
});

describe('an inquiry', () => {
  const inquiry = {
    status: 'warning_needs_response',
    reason: 'general',
    balance_transactions: [],
    payment_intent: null,
    is_charge_refundable: true,
    payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'inquiry', network_reason_code: null } },
  };

  it('is told apart from a dispute', () => {
    const told = tellAll([event('created', inquiry)]);
    expect(told.alert).toMatchObject({ code: 'dispute.inquiry_opened', severity: 'critical', tone: 'warning' });
    expect(told.said).toBe('Inquiry about USD 42.00: no reason given. Answer by 2026-08-08. No money is taken yet');
    const card = cardText(told.card);
    expect(card).toMatchObject({
      headline: 'USD 42.00 · Inquiry: answer to prevent a dispute',
      'Card network': 'Visa · inquiry',
    });
    expect(card['notes']).toContain('A full refund now ends the inquiry');
    expect(card).not.toHaveProperty('Dispute fee');
  });

  it('may become a dispute', () => {
    const told = tellAll([
      event('created', inquiry),
      event('updated', {}, { created: now + 9, previous: { status: 'warning_needs_response' } }),
    ]);
    expect(told.alert).toMatchObject({ code: 'dispute.escalated', severity: 'critical', tone: 'bad' });
    expect(told.said).toBe('The inquiry became a dispute over USD 42.00 + USD 15.00 fee. Answer by 2026-08-08');
    expect(cardText(told.card)['headline']).toBe('USD 42.00 · Dispute: needs an answer');
  });
});

describe('type and status disagree', () => {
  it('created that already says won: the change says opened, the card says won', () => {
    const told = tellAll([event('created', { status: 'won' })]);
    expect(told.said).toContain('Disputed USD 42.00');
    expect(cardText(told.card)['headline']).toBe('USD 42.00 · Dispute won');
  });

  it('a status that nobody knows is shown plainly', () => {
    const told = tellAll([event('updated', { status: 'martian' }, { previous: { status: 'needs_response' } })]);
    expect(told.alert).toBeNull();
    expect(cardText(told.card)['headline']).toBe('USD 42.00 · Dispute');
  });

  it('F20 a thin notification that could not be fetched is critical all the same', () => {
    const related = { id: 'dp_9', type: 'dispute', url: null };
    const told = tellAll([eventOf('v1.charge.dispute.created', null, { kind: 'thin', related })]);
    expect(told.alert).toMatchObject({ severity: 'critical', topic: 'disputes', opensCard: true });
    expect(told.said).toBe('Charge dispute created – dispute dp_9 (details could not be fetched)');
  });
});
