import { describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { payoutFailures } from '../words/payout-failures.ts';
import { cardText, eventOf, plainContext, tellAll } from './told.test-support.ts';

const payout = (more: JsonObject = {}): JsonObject => ({
  id: 'po_1',
  object: 'payout',
  amount: 158_300,
  currency: 'usd',
  arrival_date: 1_785_758_400, // 2026-08-03
  automatic: true,
  method: 'standard',
  type: 'bank_account',
  status: 'pending',
  reconciliation_status: 'in_progress',
  ...more,
});

const event = (verb: string, more: JsonObject = {}, rest: Partial<StripeEvent> = {}): StripeEvent =>
  eventOf(`payout.${verb}`, payout(more), rest);

describe('a payout', () => {
  it.each([
    ['created', {}, 'payout.created', 'Payout on its way, expected on 2026-08-03', 'payout on its way to your bank'],
    ['paid', { status: 'paid' }, 'payout.paid', 'Arrived at your bank', 'paid out to your bank'],
    [
      'canceled',
      { status: 'canceled' },
      'payout.canceled',
      'Payout cancelled: the money is back in your Stripe balance',
      'payout cancelled',
    ],
  ])('%s', (verb, more, code, said, words) => {
    const told = tellAll([event(verb, more)]);
    expect(told.alert).toMatchObject({
      code,
      topic: 'payouts',
      opensCard: true,
      amount: { minor: '158300', currency: 'usd' },
    });
    expect(told.said).toBe(said);
    expect(cardText(told.card)['headline']).toBe(`USD 1583.00 · ${words}`);
  });

  it('that failed is critical, in plain words, of a connected account too (F47)', () => {
    const context = { ...plainContext, connectAccount: 'acct_1' };
    const told = tellAll(
      [event('failed', { status: 'failed', failure_code: 'no_account' }, { connectAccount: 'acct_1' })],
      context,
    );
    expect(told.alert).toMatchObject({
      code: 'payout.failed',
      severity: 'critical',
      connectAccount: 'acct_1',
      declineCode: 'no_account',
    });
    expect(told.said).toBe('Payout failed: the bank could not find the account; check the account number in Stripe');
    expect(cardText(told.card)).toMatchObject({
      'Connected account': 'acct_1',
      headline: 'USD 1583.00 · payout failed',
    });
    expect(told.card.links[0]?.url).toContain('acct_1');
  });

  it('has words for every failure code, and shows a new one as it is', () => {
    expect(Object.keys(payoutFailures)).toHaveLength(28);
    expect(tellAll([event('failed', { failure_code: 'moon_eclipse' })]).said).toBe('Payout failed: moon eclipse');
    expect(tellAll([event('failed', { failure_code: '<!channel>' })]).said).toBe('Payout failed');
  });

  it('type and status disagree: created that says paid', () => {
    const told = tellAll([event('created', { status: 'paid' })]);
    expect(told.alert?.code).toBe('payout.created');
    expect(told.said).toContain('Payout on its way');
    expect(cardText(told.card)['headline']).toBe('USD 1583.00 · paid out to your bank');
  });

  it('F30 a late created does not take paid back; a failure after paid does', () => {
    const paid = event('paid', { status: 'paid' });
    expect(cardText(tellAll([paid, event('created', {}, { created: 1_785_580_000 })]).card)['headline']).toContain(
      'paid out',
    );
    const failed = event('failed', { status: 'failed', failure_code: 'account_closed' }, { created: 1_785_990_000 });
    expect(cardText(tellAll([failed, paid]).card)['headline']).toContain('failed');
  });

  it('changes silently, but a new day of arrival is said', () => {
    expect(tellAll([event('updated', { status: 'in_transit' })]).meaning).toMatchObject({
      reason: { code: 'details_changed' },
    });
    const told = tellAll([event('updated', {}, { previous: { arrival_date: 1_785_672_000 } })]);
    expect(told.said).toBe('Now expected on 2026-08-03 instead of 2026-08-02');
    const reconciled = tellAll([
      event('reconciliation_completed', { status: 'paid', reconciliation_status: 'completed' }),
    ]);
    expect(reconciled.alert).toMatchObject({ code: 'payout.reconciled', opensCard: false });
    expect(cardText(reconciled.card)['Transactions']).toBe('reconciled');
  });

  it('F98 that is negative takes money from the bank', () => {
    const told = tellAll([event('created', { amount: -500 })]);
    expect(told.said).toBe('Collection from your bank started, expected on 2026-08-03');
    expect(cardText(told.card)['headline']).toBe('USD -5.00 · being collected from your bank');
  });
});
