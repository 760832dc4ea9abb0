import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import type { Lifecycle } from '../../src/sandbox/stripe/story.ts';
import { skippingClock } from '../clock.ts';
import { type ActingHarness, actingHarness, ada, ben } from './acting-harness.ts';
import { closed } from './action-cells.ts';

const hourMs = 3_600_000;
const clock = skippingClock();
let scene: ActingHarness;
let seed = 0;
beforeAll(async () => {
  scene = await actingHarness({ clock });
});
afterAll(() => scene.close());

function sale(): Lifecycle {
  seed += 1;
  return cardSale({ seed: `late/${seed}`, amount: 4_200, currency: 'eur' });
}

function refundsOf(story: Lifecycle): number {
  const charge = story.objects.find(({ object }) => object === 'charge')?.id;
  return scene.stripe.world.list('refund').filter((refund) => refund.charge === charge).length;
}

/** A refund of 12 euros up to its last question; returns the card and the modal. */
async function asked(story: Lifecycle, user = ada): Promise<{ ts: string; view: string }> {
  const ts = await scene.tellFor(story, 'refund');
  return { ts, view: await askedAt(ts, user) };
}

async function askedAt(ts: string, user: string): Promise<string> {
  await scene.click(ts, 'refund', user);
  await scene.settled();
  const { id } = scene.modal();
  await scene.submit({ amount: '12.00', reason: 'duplicate' }, user, id);
  await scene.settled();
  return id;
}

/** What Slack sends for an act of a person: heard by a door that is not the service's. */
async function sentBy(act: (to: string) => Promise<unknown>): Promise<string> {
  let heard = '';
  const server = createServer((request, response) => {
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      heard += part;
    });
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return heard;
}

describe('F78 one refund at Stripe, told once', () => {
  test.each([
    ['double click', ada],
    ['two people', ben],
  ])('F78 %s', async (_name, second) => {
    const story = sale();
    const { ts, view } = await asked(story);
    const other = await askedAt(ts, second);
    await Promise.all([scene.submit({}, ada, view), scene.submit({}, second, other)]);
    await closed(scene);
    expect(refundsOf(story)).toBe(1);
    expect(scene.thread(ts).filter((one) => one.startsWith('Refund of €12.00 by'))).toHaveLength(1);
    const audit = await scene.app.store.listAudit({ limit: 2 });
    expect(audit.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'done_by_another']);
  });
});

describe('F81 after a day Stripe has forgotten the key, so it is looked first', () => {
  test('F81 the refund is there: found, told, not made again', async () => {
    const story = sale();
    const { ts, view } = await asked(story);
    scene.die('sending');
    await scene.submit({}, ada, view);
    await scene.dead();
    expect(refundsOf(story)).toBe(1);
    clock.skip(25 * hourMs);
    await scene.restart();
    await closed(scene);
    expect(refundsOf(story)).toBe(1);
    expect(scene.thread(ts).filter((one) => one.startsWith('Refund of €12.00 by'))).toHaveLength(1);
    expect((await scene.app.store.listAudit({ limit: 1 }))[0]).toMatchObject({ verb: 'refund', outcome: 'done' });
  });

  test('F81 it is not there: nothing is sent again, and people are told to look', async () => {
    const story = sale();
    const { ts, view } = await asked(story);
    // Twice: Stripe's own client repeats a request once over a fresh connection.
    scene.stripe.faults.add({ kind: 'lost', method: 'POST', calls: 2, when: 'before' });
    scene.die('sending');
    await scene.submit({}, ada, view);
    await scene.dead();
    clock.skip(25 * hourMs);
    await scene.restart();
    await closed(scene);
    expect(refundsOf(story)).toBe(0);
    expect(scene.thread(ts).at(-1)).toContain('Stripe shows no trace of it a day later');
    expect((await scene.app.store.listAudit({ limit: 1 }))[0]).toMatchObject({ outcome: 'not_carried_out' });
  });
});

describe('F85 the response_url is past', () => {
  test('F85 what was clicked is shown on the card by chat.update', async () => {
    seed += 1;
    const ts = await scene.tellFor(dispute({ seed: `late/${seed}`, outcome: 'open' }), 'acknowledge');
    const actionId = scene.valueOf(ts, 'acknowledge')?.actionId ?? '';
    const body = await sentBy((to) => scene.slack.people.click({ to, user: ada, channel: 'C0FINANCE', ts, actionId }));
    clock.skip(31 * 60_000);
    const from = scene.slack.calls.length;
    expect((await scene.post('interactions', body)).status).toBe(200);
    await scene.settled();
    expect(JSON.stringify(scene.card(ts).blocks)).toContain('Acknowledged by <@U0ADA>');
    expect(scene.slack.calls.slice(from).map(({ method }) => method)).toContain('chat.update');
  });

  test('F85 a command is answered in the channel, to the person alone', async () => {
    const command = { user: ada, channel: 'C0FINANCE', command: '/tillbell', text: 'status' };
    const body = await sentBy((to) => scene.slack.people.command({ to, ...command }));
    clock.skip(31 * 60_000);
    const [from, before] = [scene.slack.calls.length, scene.whispers().length];
    expect((await scene.post('commands', body)).status).toBe(200);
    await scene.settled();
    expect(scene.whispers().slice(before)).toEqual([expect.stringContaining('messages pending')]);
    expect(scene.slack.calls.slice(from).map(({ method }) => method)).toContain('chat.postEphemeral');
  });
});

describe('F87 a stale card', () => {
  const newer = /Nothing was done: .+\. Now: €42\.00 paid, €1\.00 refunded\./;
  const refused = async (from: number) => {
    await scene.settled();
    expect(scene.writes(from)).toBe(0);
    expect((await scene.app.store.listAudit({ limit: 1 }))[0]).toMatchObject({ verb: 'refund', outcome: 'stale_card' });
  };

  test('F87 changed before the click: refused, and the newer state is in the dialogue', async () => {
    const story = sale();
    const ts = await scene.tellFor(story, 'refund');
    scene.ageBehind(story);
    const from = scene.stripe.calls.length;
    await scene.click(ts, 'refund');
    await refused(from);
    expect(scene.modal().text).toMatch(newer);
  });

  test('F87 changed before the confirmation: refused, and the newer state is told to the person', async () => {
    const story = sale();
    const { view } = await asked(story);
    scene.ageBehind(story);
    const from = scene.stripe.calls.length;
    await scene.submit({}, ada, view);
    await refused(from);
    expect(scene.whispers().at(-1)).toMatch(newer);
  });
});
