import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { openStore } from '../../src/store/open.ts';
import { type AppHarness, appHarness, webhookSecret } from './app-harness.ts';

let harness: AppHarness;
let out: string;
beforeEach(async () => {
  out = mkdtempSync(join(tmpdir(), 'tillbell-backup-'));
  harness = await appHarness();
});
afterEach(async () => {
  await harness.close();
  rmSync(out, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const code = await runCli(args, {
    out: say,
    error: say,
    env: {
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SLACK_BOT_TOKEN: harness.slack.botToken,
      SLACK_CHANNEL: 'C0FINANCE',
      TILLBELL_DATA: harness.folder,
    },
    cwd: out,
    interactive: false,
    clock: systemClock,
    ended: new Promise(() => undefined),
    onReload: () => undefined,
  });
  return { code, said };
}

async function sell(seed: number): Promise<void> {
  for (const event of cardSale({ seed }).events) expect(await harness.post(event)).toBe(200);
}
const cards = () => harness.slack.messages().filter((one) => one.thread_ts === null && !one.deleted);

describe('tillbell export --backup', () => {
  test('copies a store that is written to, whole, without the key, for its owner alone', async () => {
    const writing = Promise.all([1, 2, 3, 4, 5, 6].map(sell));
    const { code, said } = await run('export', '--backup', 'copy.db', '--json');
    await writing;
    expect(code, said).toBe(0);
    const file = join(out, 'copy.db');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.part`)).toBe(false);
    const key = readFileSync(join(harness.folder, 'encryption.key'), 'utf8');
    expect(readFileSync(file).includes(key.trim().slice(-20))).toBe(false);
    expect((await run('export', '--backup', 'copy.db')).said).toContain('exists already');
  });

  test('F39 restored: a warning in log and Slack, and what was pending is looked for before it is sent', async () => {
    await sell(1);
    await harness.drained();
    const before = cards().length;
    // Slack fails for a while: the second sale's card is pending when the backup is made, and sent after it.
    harness.slack.faults.add({ kind: 'status', status: 503, method: 'chat.postMessage' });
    await sell(2);
    await expect.poll(async () => (await harness.app.store.counts()).deliveries.pending).toBeGreaterThan(0);
    expect((await run('export', '--backup', 'copy.db')).code).toBe(0);
    harness.slack.faults.clear();
    await harness.drained();
    const sent = cards().length;
    expect(sent).toBeGreaterThan(before);
    await harness.app.stop();
    for (const ending of ['-wal', '-shm']) rmSync(join(harness.folder, `tillbell.db${ending}`), { force: true });
    copyFileSync(join(out, 'copy.db'), join(harness.folder, 'tillbell.db'));
    await harness.restart();
    await harness.drained();
    expect(harness.logged.join('')).toContain('restored from a backup');
    const told = cards().filter(({ text }) => text.includes('runs on a backup of'));
    expect(told).toHaveLength(1);
    // The card that had been sent after the backup was found, not sent again.
    expect(cards().length - told.length).toBe(sent);
    expect((await harness.app.store.counts()).deliveries.ambiguous).toBe(0);
    // Said once, and not at every start.
    await harness.restart();
    await harness.drained();
    expect(cards().filter(({ text }) => text.includes('runs on a backup of'))).toHaveLength(1);
  });

  test('F114 restored without its key it is refused by name', async () => {
    await sell(1);
    await harness.drained();
    expect((await run('export', '--backup', 'copy.db')).code).toBe(0);
    const folder = mkdtempSync(join(tmpdir(), 'tillbell-restored-'));
    try {
      copyFileSync(join(out, 'copy.db'), join(folder, 'tillbell.db'));
      writeFileSync(join(folder, 'encryption.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`);
      const opened = openStore({
        databaseUrl: null,
        dataFolder: folder,
        encryptionKey: null,
        exclusive: true,
        clock: systemClock,
      });
      await expect(opened).rejects.toMatchObject({ code: expect.stringMatching(/^encryption_key_/) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('tillbell export --events and --audit', () => {
  test('every event with what became of it, one JSON a line, without payloads; and as CSV', async () => {
    await sell(1);
    await harness.drained();
    const { said } = await run('export', '--events');
    const lines = said.trim().split('\n');
    const { length } = cardSale({ seed: 1 }).events;
    expect(lines).toHaveLength(length);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ account: 'main', reason: expect.any(String) });
    expect(said).not.toMatch(/@example|"email"|last4/);
    const { said: table } = await run('export', '--events', '--csv');
    expect(table.split('\r\n')[0]).toMatch(/^id,type,account/);
    expect(table.trim().split('\r\n')).toHaveLength(length + 1);
  });

  test('F75 a cell that a spreadsheet would run is text', async () => {
    await harness.post({ id: '=cmd|calc', object: 'event', type: 'charge.succeeded', data: { object: {} } });
    await harness.drained();
    expect((await run('export', '--events', '--csv')).said).toContain("\r\n'=cmd|calc,");
  });

  test('one thing at a time', async () => {
    expect((await run('export')).code).toBe(2);
    expect((await run('export', '--events', '--audit')).code).toBe(2);
    expect(await run('export', '--audit')).toEqual({ code: 0, said: '' });
  });
});
