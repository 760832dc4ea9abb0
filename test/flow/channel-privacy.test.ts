import { afterEach, describe, expect, test } from 'vitest';
import type { SandboxChannel } from '../../src/sandbox/slack/model.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const open: AppHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

const sale = cardSale({ seed: 1 });
/** The buyer's address stands in the card only where the channel may see it. */
const email = /[a-z0-9.+_-]+@[a-z0-9.-]+\.[a-z]+/i.exec(JSON.stringify(sale.events))?.[0] ?? 'none';

async function service(channel: Partial<SandboxChannel>, extra = '', scopes?: readonly string[]): Promise<AppHarness> {
  const yaml = `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE, privacy: full${extra} }, ops: { id: C0OPS } }
alerts: { to: ops }
routes: [{ name: all, to: [finance] }]
`;
  const channels = [
    { id: 'C0FINANCE', name: 'finance', ...channel },
    { id: 'C0OPS', name: 'ops', private: true },
  ];
  const harness = await appHarness({ yaml, slack: { channels, ...(scopes === undefined ? {} : { scopes }) } });
  open.push(harness);
  return harness;
}

const said = (harness: AppHarness, channel: string) => JSON.stringify(harness.slack.messages(channel));

async function sell(harness: AppHarness): Promise<string> {
  for (const event of sale.events) expect(await harness.post(event)).toBe(200);
  await harness.settled();
  return said(harness, 'C0FINANCE');
}

describe('a channel whose privacy is "full"', () => {
  test('shows names where Slack says that it is private', async () => {
    const harness = await service({ private: true });
    expect(await sell(harness)).toContain(email);
    expect(said(harness, 'C0OPS')).toBe('[]');
  });

  test.each([
    ['public', {}, undefined, /is public/],
    [
      'shared with others (Slack Connect)',
      { private: true, shared: true },
      undefined,
      /shared with other organisations/,
    ],
    ['one that the app may not look at', { private: true }, ['chat:write'], /nobody knows who reads it/],
  ] as const)('is redacted where it is %s, and somebody is told, once', async (_, channel, scopes, words) => {
    const harness = await service(channel, '', scopes);
    const card = await sell(harness);
    expect(card).toMatch(/paid/i);
    expect(card).not.toContain(email);
    expect(said(harness, 'C0OPS')).toMatch(words);
    expect(harness.logged.join('\n')).toMatch(words);
    await harness.restart();
    await harness.settled();
    expect(harness.slack.messages('C0OPS')).toHaveLength(1);
  });

  test('privacy_override: true is an explicit word that everybody there may see names', async () => {
    const harness = await service({}, ', privacy_override: true');
    expect(await sell(harness)).toContain(email);
    expect(said(harness, 'C0OPS')).toBe('[]');
  });

  test('made public while the service runs: redacted from the next look on', async () => {
    const harness = await service({ private: true });
    expect(await sell(harness)).toContain(email);
    harness.slack.workspace.setPrivate('C0FINANCE', false);
    await harness.restart();
    const before = harness.slack.messages('C0FINANCE').length;
    for (const event of cardSale({ seed: 2 }).events) await harness.post(event);
    await harness.settled();
    const after = JSON.stringify(harness.slack.messages('C0FINANCE').slice(before));
    expect(after).toMatch(/paid/i);
    expect(after).not.toMatch(/[a-z0-9]{2,}@[a-z0-9-]+\.[a-z]+/i);
  });
});
