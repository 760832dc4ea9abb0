import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { createWebhookSender, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { channels, type ServiceFolder, serviceFolder, webhookSecret } from './folder.ts';
import { untilQuiet } from './quiet-service.ts';
import { type ServiceProcess, startService } from './service.ts';

let slack: SlackSandbox;
let folder: ServiceFolder;
let service: ServiceProcess | null = null;

beforeEach(async () => {
  slack = await startSlackSandbox({ channelRate: 0, channels });
  folder = serviceFolder(slack);
});

afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  await slack.close();
  folder.remove();
});

async function start(): Promise<string> {
  service = startService({ args: ['start', '--config', folder.configFile], env: folder.env });
  const address = await service.ready;
  if (address === null) throw new Error(`the service does not start:\n${service.said()}`);
  return address;
}

async function stop(): Promise<void> {
  service?.kill('SIGTERM');
  expect(await service?.ended).toEqual({ code: 0, signal: null });
}

async function rotate(...more: string[]): Promise<string> {
  const args = ['keys', 'rotate', '--config', folder.configFile, ...more];
  const rotation = startService({ args, env: folder.env });
  expect((await rotation.ended).code, rotation.said()).toBe(0);
  return rotation.said();
}

async function sell(address: string, seed: number): Promise<void> {
  const sender = createWebhookSender({ url: `${address}/webhooks/stripe`, secret: webhookSecret });
  const results = await sender.sendAll(cardSale({ seed }).events.map(webhookOf));
  sender.close();
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await untilQuiet(address, 15_000)).toBe('quiet');
}

test('F114 keys rotated beside the running service: what it still writes under the old key opens after a restart', async () => {
  const address = await start();
  await sell(address, 1);
  expect(await rotate()).toMatch(/Kept key \w+: .*the service runs/);
  await sell(address, 2);
  await stop();
  await start();
  await stop();
  // With the service stopped nobody writes under the old key any more: now it goes.
  expect(await rotate('--no-new')).toMatch(/Removed key \w+/);
  await sell(await start(), 3);
  await stop();
});
