import { afterEach, describe, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import { type SlackSandbox, startSlackSandbox } from './slack-sandbox.ts';

const open: SlackSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(channelRate = 0): Promise<SlackSandbox> {
  const sandbox = await startSlackSandbox({ clock: testClock(), channelRate });
  open.push(sandbox);
  return sandbox;
}

async function send(url: string, body: unknown, type = 'application/json'): Promise<string> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: text });
  return `${response.status} ${await response.text()}`;
}

describe('incoming webhook', () => {
  test('posts JSON, and a form with payload, and answers plain words', async () => {
    const sandbox = await start();
    expect(await send(sandbox.webhookUrl, { text: 'one' })).toBe('200 ok');
    const form = new URLSearchParams({ payload: JSON.stringify({ text: 'two' }) }).toString();
    expect(await send(sandbox.webhookUrl, form, 'application/x-www-form-urlencoded')).toBe('200 ok');
    expect(sandbox.messages().map((each) => each.text)).toEqual(['one', 'two']);
  });

  test('refuses what it cannot read or show', async () => {
    const sandbox = await start();
    expect(await send(sandbox.webhookUrl, '{')).toBe('400 invalid_payload');
    expect(await send(sandbox.webhookUrl, [])).toBe('400 invalid_payload');
    expect(await send(sandbox.webhookUrl, {})).toBe('400 no_text');
    expect(await send(sandbox.webhookUrl, { text: 'x', blocks: [{ type: 'section' }] })).toBe('400 invalid_blocks');
    expect(sandbox.messages()).toEqual([]);
  });

  test('its own end: wrong address, revoked, switched off, channel archived', async () => {
    const sandbox = await start();
    expect(await send(`${sandbox.webhookUrl}x`, { text: 'x' })).toBe('404 no_service');
    sandbox.workspace.setWebhook('revoked');
    expect(await send(sandbox.webhookUrl, { text: 'x' })).toBe('403 invalid_token');
    sandbox.workspace.setWebhook('disabled');
    expect(await send(sandbox.webhookUrl, { text: 'x' })).toBe('404 no_service');
    sandbox.workspace.setWebhook('active');
    sandbox.workspace.archive('C0FINANCE');
    expect(await send(sandbox.webhookUrl, { text: 'x' })).toBe('410 channel_is_archived');
  });

  test('shares the channel’s limit of one message a second', async () => {
    const sandbox = await start(1);
    expect(await send(sandbox.webhookUrl, { text: 'x' })).toBe('200 ok');
    expect(await send(sandbox.webhookUrl, { text: 'x' })).toBe('429 rate_limited');
  });
});
