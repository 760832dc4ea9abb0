import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { identify } from '../interpret.ts';
import { cardText, eventOf, plainContext, tellAll } from './told.test-support.ts';

const connected = { connectAccount: 'acct_1' };
const context = { ...plainContext, ...connected };

const account = (more: JsonObject = {}): JsonObject => ({
  id: 'acct_1',
  object: 'account',
  charges_enabled: true,
  payouts_enabled: true,
  details_submitted: true,
  business_profile: { name: 'Rocket Rides' },
  requirements: { currently_due: [], past_due: [] },
  ...more,
});

const update = (previous: JsonObject, more: JsonObject = {}) =>
  tellAll([eventOf('account.updated', account(more), { ...connected, previous })], context);

describe('an account', () => {
  it.each([
    [{ charges_enabled: true }, { charges_enabled: false }, 'account.disabled', 'critical', 'Payments disabled'],
    [
      { charges_enabled: true, payouts_enabled: true },
      { charges_enabled: false, payouts_enabled: false, requirements: { disabled_reason: 'requirements.past_due' } },
      'account.disabled',
      'critical',
      'Payments and payouts disabled: past due',
    ],
    [{ payouts_enabled: false }, {}, 'account.enabled', 'normal', 'Payouts enabled'],
    [
      { requirements: { past_due: [] } },
      { requirements: { past_due: ['a', 'b'] } },
      'account.requirements_past_due',
      'critical',
      'Overdue: 2 details that Stripe asked for',
    ],
    [
      { requirements: { currently_due: [] } },
      { requirements: { currently_due: ['a'], current_deadline: 1_785_758_400 } },
      'account.requirements_due',
      'high',
      'Stripe asks for one detail by 2026-08-03',
    ],
  ])('%o → %o', (previous, more, code, severity, said) => {
    const told = update(previous, more);
    expect(told.alert).toMatchObject({ code, severity, topic: 'connect', opensCard: true });
    expect(told.said).toBe(said);
  });

  it('one’s own account has its own topic', () => {
    const told = tellAll([
      eventOf('account.updated', account({ charges_enabled: false }), { previous: { charges_enabled: true } }),
    ]);
    expect(told.alert?.topic).toBe('account');
    expect(cardText(told.card)).toMatchObject({
      headline: 'Stripe account: payments disabled',
      who: 'Rocket Rides',
      Payments: 'disabled',
    });
  });

  it('changes silently where nothing is asked or disabled', () => {
    expect(update({ settings: { branding: {} } }).meaning).toMatchObject({ reason: { code: 'details_changed' } });
  });

  it('keeps its capabilities, persons and bank accounts on one card', () => {
    const parts = [
      eventOf('capability.updated', { id: 'card_payments', object: 'capability', account: 'acct_1' }, connected),
      eventOf('person.created', { id: 'person_1', object: 'person', account: 'acct_1' }, connected),
      eventOf('account.external_account.created', { id: 'ba_1', object: 'bank_account', account: 'acct_1' }, connected),
      eventOf('account.application.deauthorized', { id: 'ca_1', object: 'application' }, connected),
    ];
    expect(parts.map((event) => identify(event).about)).toEqual(
      ['card_payments', 'person_1', 'ba_1', 'ca_1'].map((id) => ({
        kind: 'other',
        keys: ['acct_1'],
        objectId: `acct_1:${id}`,
      })),
    );
  });

  it('raises an alarm when a capability is lost, and a warning for a new bank account', () => {
    const capability = { id: 'card_payments', object: 'capability', account: 'acct_1', status: 'inactive' };
    const lost = tellAll(
      [eventOf('capability.updated', capability, { ...connected, previous: { status: 'active' } })],
      context,
    );
    expect(lost.alert).toMatchObject({ code: 'account.capability_lost', severity: 'critical' });
    expect(cardText(lost.card)['headline']).toBe('Connected account · Can no longer use card payments');
    const bank = tellAll(
      [eventOf('account.external_account.created', { id: 'ba_1', object: 'bank_account' }, connected)],
      context,
    );
    expect(bank.alert).toMatchObject({ code: 'account.bank_added', severity: 'high' });
  });

  it('F20 a fetched thin notification without previous_attributes is told once', () => {
    const thin = eventOf('v1.account.updated', account({ charges_enabled: false }), { ...connected, kind: 'thin' });
    const again = { ...thin, id: 'evt_again', created: thin.created + 60 };
    expect(tellAll([thin], context).alert).toMatchObject({ code: 'account.disabled', severity: 'critical' });
    expect(tellAll([thin, again], context).alert?.change).toBeNull();
  });
});
