import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { syncEventFindings, versionFindings } from './doctor-versions.ts';

const yaml = `
stripe: { accounts: { main: { webhook_secret: whsec_doctor_test_secret_0001 } } }
slack: { bot_token: "xoxb-1-2-doctortest" }
channels: { finance: { id: C0FINANCE } }
cards:
  payment: { fields: [{ label: Plan, value: "{{ invoice.subscription }}" }] }
sync:
  subscription:
    ends: { stripe: current_period_end }
    note: { stripe: metadata.note, input: text }
`;

function config() {
  const loaded = loadConfig({ env: {}, cwd: '/', file: 'tillbell.yaml', readFile: () => yaml });
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'));
  return loaded.config;
}

const said = (version: string | null) =>
  versionFindings(config(), { api_version: version, enabled_events: ['*'] }, 'endpoint').map(({ text }) => text);

test('what an upgrade would move is named, with the place that maps it', () => {
  expect(said('2024-06-20')).toEqual([
    'an upgrade from 2024-06-20 to 2026-10-28.endive would move current_period_end (sync.subscription.ends)',
    'an upgrade from 2024-06-20 to 2026-10-28.endive would move invoice.subscription (cards.payment "Plan")',
  ]);
});

test('what the endpoint’s own version has no more is named as such', () => {
  expect(said('2026-10-28.endive')[0]).toMatch(
    /^sync\.subscription\.ends: current_period_end is not in the endpoint's/,
  );
  expect(said(null)).toEqual([]);
});

test('the event by which a change in Stripe is seen must be sent', () => {
  const facts = { api_version: null, enabled_events: ['charge.refunded'] };
  expect(syncEventFindings(config(), facts, 'endpoint').map(({ text }) => text)).toEqual([
    'it does not send customer.subscription.updated: changes in Stripe of synced fields are not seen',
  ]);
});
