import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { registerHealth } from '../../src/wiring/health.ts';
import { testClock } from '../clock.ts';

const leaseMs = 30_000;
const lane = 'T1/C1';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A real store with one delivery that is due, and the doors that say how things are. */
async function health() {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-ready-'));
  const clock = testClock();
  const store = await openStore({ databaseUrl: null, dataFolder: folder, encryptionKey: null, clock, exclusive: true });
  const server = fastify({ logger: false });
  registerHealth(server, { store, metrics: createMetrics(), clock, leaseMs });
  closers.push(async () => {
    await server.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.enqueueNotice({
    channel: 'finance',
    lane,
    code: 'sample',
    text: 'Something to say.',
    now: clock.now(),
    severity: 'normal',
  });
  const ready = async () => {
    const answer = await server.inject('/readyz');
    return { status: answer.statusCode, body: answer.json() as unknown };
  };
  return { clock, store, ready };
}

describe('/readyz', () => {
  test('a lane that nobody serves for four leases is named with its age', async () => {
    const { clock, ready } = await health();
    clock.advance(4 * leaseMs - 1_000);
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready' } });
    clock.advance(2_000);
    expect(await ready()).toEqual({
      status: 503,
      body: {
        status: 'not_ready',
        reason: { code: 'lane_stuck', text: `lane ${lane} has something due for 121 s and nobody serves it` },
        lanes: [{ lane, due_for_seconds: 121 }],
      },
    });
  });

  test('a lane that a live process holds is served, until its lease has run out', async () => {
    const { clock, store, ready } = await health();
    clock.advance(5 * leaseMs);
    const now = clock.now();
    await store.leaseLanes({ owner: 'one', now, until: now + leaseMs, limit: 10 });
    expect((await ready()).status).toBe(200);
    clock.advance(leaseMs);
    expect((await ready()).status).toBe(503);
  });

  test('a lane in which something was let out of late moves', async () => {
    const { clock, store, ready } = await health();
    const now = clock.now();
    const [lease] = await store.leaseLanes({ owner: 'one', now, until: now + leaseMs, limit: 10 });
    clock.advance(3 * leaseMs);
    await store.takeDeliveries({ lane, fence: lease?.fence ?? 0, now: clock.now(), ids: [1], nextSendAt: clock.now() });
    clock.advance(2 * leaseMs);
    expect((await ready()).status).toBe(200);
    clock.advance(3 * leaseMs);
    expect((await ready()).status).toBe(503);
  });

  test('a paused workspace waits for a person, not for this process', async () => {
    const { clock, store, ready } = await health();
    const reason = { code: 'token_revoked', text: 'the token was revoked' };
    await store.pauseWorkspace({ workspace: 'T1', reason, now: clock.now() });
    clock.advance(10 * leaseMs);
    expect((await ready()).status).toBe(200);
    await store.pauseWorkspace({ workspace: 'T1', reason: null, now: clock.now() });
    expect((await ready()).status).toBe(503);
  });

  test('a store that cannot commit is not ready', async () => {
    const { store, ready } = await health();
    await store.close();
    expect(await ready()).toMatchObject({ status: 503, body: { reason: { code: 'store_unavailable' } } });
  });
});
