import { afterEach, describe, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/terminal.ts';
import { runCli } from '../../src/cli.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { type Receiver, startReceiver } from '../../src/sandbox/stripe/receiver.test-support.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Runs `tillbell sandbox` until `end`; `saw` resolves when its output has the text. */
function sandbox(args: readonly string[]) {
  let said = '';
  let end: (signal: string) => void = () => undefined;
  const listeners = new Set<() => void>();
  const say = (text: string) => {
    said += text;
    for (const listener of listeners) listener();
  };
  const terminal: Terminal = {
    out: say,
    error: say,
    env: {},
    cwd: '/nowhere',
    interactive: false,
    clock: systemClock,
    ended: new Promise((resolve) => {
      end = resolve;
    }),
    onReload: () => undefined,
  };
  const code = runCli(['sandbox', '--slack-port', '0', '--stripe-port', '0', ...args], terminal);
  const saw = (text: string) =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (said.includes(text)) resolve(said);
      };
      listeners.add(look);
      look();
    });
  return { code, saw, end: () => end('SIGINT') };
}

function signed(receiver: Receiver, secret: string): boolean[] {
  return receiver.webhooks
    .filter(({ body }) => body !== '')
    .map(({ body, signature }) => {
      const timestamp = Number(/t=(\d+)/.exec(signature)?.[1]);
      return signatureHeader({ payload: body, secret, timestamp }) === signature;
    });
}

describe('tillbell sandbox', () => {
  test('plays a day to the door, signed with the secret that it prints', async () => {
    const receiver = await startReceiver();
    closing.push(() => receiver.close());
    const running = sandbox(['--to', receiver.url, '--day', '0.01']);
    const said = await running.saw('The day is over');
    const secret = /STRIPE_WEBHOOK_SECRET=(\S+)/.exec(said)?.[1] ?? '';
    const [, taken, all] = /(\d+) of (\d+) webhooks were taken/.exec(said) ?? [];
    expect(Number(taken)).toBeGreaterThan(500);
    expect(taken).toBe(all);
    const checked = signed(receiver, secret);
    expect(checked).toHaveLength(Number(all));
    expect(checked.every((right) => right)).toBe(true);
    running.end();
    expect(await running.code).toBe(0);
  });

  test('lets one story happen when it is asked to', async () => {
    const receiver = await startReceiver();
    closing.push(() => receiver.close());
    const running = sandbox(['--to', receiver.url]);
    const said = await running.saw('Ctrl-C');
    const url = /curl (\S+\/_control\/lifecycles) -d/.exec(said)?.[1] ?? '';
    const body = /-d '([^']+)'/.exec(said)?.[1] ?? '';
    const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { events: { type: string }[] };
    expect(answer.events.map(({ type }) => type)).toContain('charge.succeeded');
    running.end();
    expect(await running.code).toBe(0);
  });

  test.each([
    [['--day', 'x'], '--day x is no number of minutes'],
    [['--day', '0'], '--day 0 is no number of minutes'],
    [['--to', 'localhost:4242'], '--to localhost:4242 is no address'],
  ])('%j is refused with what would be right', async (args, message) => {
    const running = sandbox(args);
    expect(await running.saw('  ')).toContain(message);
    expect(await running.code).toBe(2);
  });
});
