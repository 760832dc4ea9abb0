import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { createWebhookSender, type SendResult, type Webhook, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { undisturbed } from './control.ts';
import { buildDiskFaults, type FaultyDisk } from './disk-faults.ts';
import { channels, type ServiceFolder, serviceFolder, webhookSecret } from './folder.ts';
import { judge } from './invariants.ts';
import { untilQuiet } from './quiet-service.ts';
import { type ServiceProcess, startService } from './service.ts';
import { readStored } from './stored.ts';

const faults = buildDiskFaults();
afterAll(() => faults?.remove());

// Needs a C compiler and glibc: elsewhere the same is tested over the store alone (test/conformance).
describe.runIf(faults !== null)('F21 a disk that fails under the running service', { timeout: 120_000 }, () => {
  let slack: SlackSandbox;
  let folder: ServiceFolder;
  let disk: FaultyDisk;
  let service: ServiceProcess | null;

  beforeEach(async () => {
    slack = await startSlackSandbox({ channelRate: 0, channels });
    folder = serviceFolder(slack);
    const made = faults?.under(join(folder.path, 'data'), join(folder.path, 'disk'));
    if (made === undefined) throw new Error('no disk faults');
    disk = made;
    service = null;
  });

  afterEach(async () => {
    service?.kill('SIGKILL');
    await service?.ended;
    await slack.close();
    folder.remove();
  });

  async function start(): Promise<string | null> {
    service = startService({
      args: ['start', '--config', folder.configFile],
      env: { ...folder.env, ...disk.env },
    });
    return service.ready;
  }

  async function send(address: string, webhooks: readonly Webhook[]): Promise<SendResult[]> {
    const sender = createWebhookSender({
      url: `${address}/webhooks/stripe`,
      secret: webhookSecret,
      retryAfter: () => null,
    });
    const results = await sender.sendAll(webhooks);
    sender.close();
    return results;
  }

  const webhooks = [1, 2, 3].flatMap((seed) => [...cardSale({ seed }).events, ...refund({ seed: seed + 50 }).events]);
  const all = webhooks.map(webhookOf);

  test.each(['write ENOSPC', 'write EIO', 'fsync EIO'])(
    '%s: 503 with Retry-After and no 2xx, nothing acknowledged is lost, and it goes on when the disk does',
    async (fault) => {
      const address = await start();
      expect(address, service?.said()).not.toBeNull();
      if (address === null) return;
      const third = Math.ceil(all.length / 3);
      const before = await send(address, all.slice(0, third));
      expect(before.map(({ status }) => status)).toEqual(before.map(() => 200));
      // Breaks while the first third is still on its way to Slack.
      disk.set(fault);
      const during = await send(address, all.slice(third));
      expect([...new Set(during.map(({ status }) => status))]).toEqual([503]);
      expect((await fetch(`${address}/readyz`)).status).toBe(503);
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
      const again = await fetch(`${address}/readyz`);
      expect(again.headers.get('retry-after')).not.toBeNull();
      disk.heal();
      const after = await send(address, all.slice(third));
      expect([...new Set(after.map(({ status }) => status))]).toEqual([200]);
      expect(await untilQuiet(address, 15_000), service?.said()).toBe('quiet');
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      service?.kill('SIGTERM');
      expect(await service?.ended).toEqual({ code: 0, signal: null });
      const control = await undisturbed(all);
      const run = { stored: readStored(folder.database), messages: slack.messages() };
      const judged = judge(run, control, new Set(all.map(({ id }) => id)));
      expect(judged.violations).toEqual([]);
    },
  );

  test('a disk that is full at the start: said, exit 1, and nothing half made', async () => {
    disk.set('write ENOSPC');
    expect(await start()).toBeNull();
    expect(await service?.ended).toEqual({ code: 1, signal: null });
    expect(service?.said()).toMatch(/full|space/i);
    disk.heal();
    const address = await start();
    expect(address, service?.said()).not.toBeNull();
    const results = await send(address ?? '', all.slice(0, 3));
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
