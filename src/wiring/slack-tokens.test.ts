import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../test/clock.ts';
import { createSlackOauth } from '../clients/slack/oauth.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import { TillbellError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import { type SlackSandbox, startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createLog } from '../telemetry/log.ts';
import { type InstalledTokens, installedTokens } from './slack-tokens.ts';

const hourMs = 3_600_000;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Scene {
  readonly slack: SlackSandbox;
  readonly store: Store;
  readonly clock: TestClock;
  readonly logged: string[];
  /** One process: its own memory over the shared store. */
  readonly process: (owner: string) => InstalledTokens;
  /** Calls of oauth.v2.access beyond the installation's own. */
  readonly refreshes: () => number;
}

async function scene(rotation = true): Promise<Scene> {
  const clock = testClock();
  const slack = await startSlackSandbox({ clock, channelRate: 0, tokenRotation: rotation });
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-tokens-'));
  const store = await openStore({ databaseUrl: null, dataFolder: folder, encryptionKey: null, clock, exclusive: true });
  open.push(async () => {
    await store.close();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const oauth = createSlackOauth({
    clientId: slack.clientId,
    clientSecret: new Secret(slack.clientSecret),
    apiUrl: slack.apiUrl,
  });
  const outcome = await oauth.exchange(slack.grant(['chat:write', 'channels:read'], 'U0ADA'), null);
  if (outcome.kind !== 'granted') throw new Error(outcome.reason.code);
  const { grant } = outcome;
  const now = clock.now();
  await store.putInstallation({
    ...grant,
    expiresAt: grant.expiresInMs === null ? null : now + grant.expiresInMs,
    tokens: { access: grant.access.reveal(), refresh: grant.refresh?.reveal() ?? null, teamName: 'Sandbox' },
    workspace: 'slack',
    now,
  });
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  return {
    slack,
    store,
    clock,
    logged,
    process: (owner) => installedTokens({ store, clock, owner, log, oauth, workspace: 'slack' }),
    refreshes: () => slack.calls.filter(({ method }) => method === 'oauth.v2.access').length - 1,
  };
}

const textOf = (token: Secret | null): string | null => token?.reveal() ?? null;

describe('F56 the installation’s token', () => {
  test('is renewed once for all who ask at the same time, in every process, and was stored first', async () => {
    const { store, clock, process, refreshes, slack } = await scene();
    const processes = [process('a'), process('b'), process('c')];
    const old = textOf((await processes[0]?.get()) ?? null);
    await Promise.all(processes.map((one) => one.get()));
    clock.advance(12 * hourMs);
    const asked = Promise.all(processes.flatMap((one) => [one.get(), one.get(), one.get()]));
    // Those who have no turn look again after a moment of the clock.
    let done = false;
    void asked.finally(() => {
      done = true;
    });
    while (!done) {
      await store.ping();
      clock.advance(250);
    }
    const tokens = new Set((await asked).map(textOf));
    expect(refreshes()).toBe(1);
    expect([...tokens]).toEqual([(await store.getInstallation())?.tokens?.access]);
    expect(tokens.has(old)).toBe(false);
    const client = createWebClient({ token: processes[2] as InstalledTokens, apiUrl: slack.apiUrl });
    expect(await client.apiCall('auth.test')).toMatchObject({ ok: true });
  });

  test('before its end a new one is asked for, while the old one serves on', async () => {
    const { clock, process, refreshes, store } = await scene();
    const tokens = process('a');
    const old = textOf(await tokens.get());
    clock.advance(11.6 * hourMs);
    expect(textOf(await tokens.get())).toBe(old);
    while (refreshes() === 0 || (await store.getInstallation())?.version === 1) await store.ping();
    clock.advance(10_000);
    expect(textOf(await tokens.get())).not.toBe(old);
    expect(refreshes()).toBe(1);
  });

  test('token_expired at a call: renewed once, and the call made once more', async () => {
    const { clock, process, slack, refreshes } = await scene();
    const tokens = process('a');
    const client = createWebClient({ token: tokens, apiUrl: slack.apiUrl });
    expect(await client.apiCall('auth.test')).toMatchObject({ ok: true });
    // Slack's clock is ahead of what we believe: the token ends earlier than was said.
    clock.advance(12 * hourMs);
    clock.jump(-12 * hourMs);
    slack.faults.add({ kind: 'error', error: 'token_expired', method: 'chat.postMessage', calls: 1 });
    const sent = await client.apiCall('chat.postMessage', { channel: 'C0FINANCE', text: 'told once' });
    expect(sent).toMatchObject({ ok: true });
    expect(refreshes()).toBe(1);
    expect(slack.messages('C0FINANCE')).toHaveLength(1);
  });

  test('what Slack gave and the store could not keep is kept for the next try, and never used before', async () => {
    const { clock, process, store, refreshes, slack } = await scene();
    const tokens = process('a');
    await tokens.get();
    clock.advance(12 * hourMs);
    const renew = store.renewInstallation.bind(store);
    let failures = 2;
    store.renewInstallation = async (given) => {
      if (failures === 0) return renew(given);
      failures -= 1;
      throw new TillbellError('store_unavailable', 'the disk is full');
    };
    const client = createWebClient({ token: tokens, apiUrl: slack.apiUrl });
    for (let round = 0; round < 2; round += 1) {
      await expect(client.apiCall('auth.test')).rejects.toMatchObject({ data: { error: 'service_unavailable' } });
    }
    expect(await client.apiCall('auth.test')).toMatchObject({ ok: true });
    expect(refreshes()).toBe(1);
  });

  test('Slack away while it is renewed: nothing is lost, nothing is paused, and it is tried again', async () => {
    const { clock, process, slack, store } = await scene();
    const tokens = process('a');
    await tokens.get();
    clock.advance(12 * hourMs);
    slack.faults.add({ kind: 'status', status: 503, method: 'oauth.v2.access', calls: 1 });
    await expect(tokens.get()).rejects.toMatchObject({ code: 'slack_token_unavailable' });
    expect(textOf(await tokens.get())).toMatch(/^xoxe\.xoxb-/);
    expect(await store.getInstallation()).toMatchObject({ active: true });
  });

  test('a refresh token that Slack takes no more ends the installation, after another process had time to store', async () => {
    const { clock, process, slack, store, logged } = await scene();
    const tokens = process('a');
    const before = await store.getInstallation();
    await tokens.get();
    clock.advance(12 * hourMs);
    slack.faults.add({ kind: 'error', error: 'invalid_refresh_token', method: 'oauth.v2.access', calls: 1 });
    let done = false;
    const asked = tokens.get().finally(() => {
      done = true;
    });
    let waitedMs = 0;
    while (!done) {
      await store.ping();
      if (slack.calls.at(-1)?.error === 'invalid_refresh_token') {
        clock.advance(250);
        waitedMs += 250;
      }
    }
    expect(await asked).toBeNull();
    expect(waitedMs).toBeGreaterThanOrEqual(10_000);
    expect(await store.getInstallation()).toMatchObject({ active: false });
    expect(logged.join('\n')).toContain('/slack/install');
    expect(logged.join('\n')).not.toContain(before?.tokens?.refresh);
  });

  test('without rotation it is what it is', async () => {
    const { clock, process, refreshes } = await scene(false);
    const tokens = process('a');
    const token = await tokens.get();
    clock.advance(400 * hourMs);
    expect(textOf(await tokens.get())).toBe(textOf(token));
    expect(token === null ? null : await tokens.renew(token)).toBeNull();
    expect(refreshes()).toBe(0);
  });
});
