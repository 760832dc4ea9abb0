import { afterEach, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type ConsoleHarness, consoleHarness } from './console-harness.ts';

let harness: ConsoleHarness | null = null;
const open = new Set<AbortController>();
afterEach(async () => {
  for (const one of open) one.abort();
  open.clear();
  await harness?.close();
  harness = null;
});

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads the stream until `enough` says so. */
async function listen(
  address: string,
  enough: (told: readonly Told[]) => boolean,
  headers: Record<string, string> = {},
): Promise<Told[]> {
  const control = new AbortController();
  open.add(control);
  const response = await fetch(`${address}/api/stream`, { headers, signal: control.signal });
  const told: Told[] = [];
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk).toString('utf8');
    const parts = rest.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      if (line('data') !== '') told.push({ id: line('id'), event: line('event'), data: line('data') });
    }
    if (enough(told)) break;
  }
  control.abort();
  open.delete(control);
  return told;
}

const feedOf = (told: readonly Told[]) => told.filter(({ event }) => event === 'feed');

async function sell(on: ConsoleHarness, seed: string): Promise<void> {
  for (const event of cardSale({ seed, amount: 1_000, currency: 'eur' }).events) await on.post(event);
  await on.drained();
}

test('tells what changes as it changes, and what was missed to a browser that returns', async () => {
  harness = await consoleHarness();
  const { address } = harness.app;
  const watching = listen(address, (told) => feedOf(told).length > 0 && told.some(({ event }) => event === 'events'));
  await sell(harness, 'stream/1');
  const told = await watching;
  expect(told.some(({ event }) => event === 'now')).toBe(true);
  const first = feedOf(told)[0];
  expect(JSON.parse(first?.data ?? '{}')).toMatchObject({ channel: 'default', version: Number(first?.id) });
  await sell(harness, 'stream/2');
  const newest = await harness.app.store.feedVersion();
  const missed = await listen(address, (all) => feedOf(all).some(({ id }) => Number(id) === newest), {
    'last-event-id': first?.id ?? '',
  });
  const versions = feedOf(missed).map(({ id }) => Number(id));
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(Math.min(...versions)).toBeGreaterThan(Number(first?.id));
});

test('sees what another process wrote', async () => {
  harness = await consoleHarness();
  const watching = listen(harness.app.address, (told) => feedOf(told).length > 0);
  await harness.app.store.putFeed([
    {
      channel: 'default',
      ts: '1.0',
      threadTs: null,
      broadcast: false,
      subjectId: null,
      message: { text: 'from elsewhere', blocks: [], color: null },
      edited: false,
      at: 1,
    },
  ]);
  expect(feedOf(await watching)[0]?.data).toContain('from elsewhere');
});

test('at most eight pages a person, and an end of the service ends them', async () => {
  harness = await consoleHarness();
  const { address } = harness.app;
  const controls = Array.from({ length: 8 }, () => new AbortController());
  for (const control of controls) open.add(control);
  const streams = await Promise.all(controls.map(({ signal }) => fetch(`${address}/api/stream`, { signal })));
  expect(streams.every(({ status }) => status === 200)).toBe(true);
  expect((await fetch(`${address}/api/stream`)).status).toBe(429);
  const ended = streams[0]?.text();
  await harness.restart();
  expect(await ended).toContain('retry: 1000');
});
