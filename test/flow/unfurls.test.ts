import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type ActingHarness, actingHarness, ada, partner } from './acting-harness.ts';

let scene: ActingHarness;
let intent = '';
let charge = '';
let mail = '';
beforeAll(async () => {
  scene = await actingHarness();
  const story = cardSale({ seed: 'unfurl/1', amount: 4_200, currency: 'eur' });
  await scene.tell(story);
  for (const object of story.objects) {
    if (object.object === 'payment_intent') intent = object.id;
    if (object.object === 'charge') charge = object.id;
    if (object.object === 'customer') mail = object.email ?? '';
  }
  scene.slack.workspace.addChannel({ id: 'C0OTHER', name: 'other', people: [ada] });
  scene.slack.workspace.addChannel({ id: 'C0SHARED', name: 'partners', shared: true, people: [ada] });
});
afterAll(() => scene.close());

/** Somebody writes a message with these links; what stands under it afterwards. */
async function write(
  channel: string,
  urls: readonly string[],
  user = ada,
): Promise<Readonly<Record<string, JsonObject>>> {
  const ts = scene.slack.workspace.say(channel, user, urls.join(' '));
  await shared({ channel, message_ts: ts, user, links: urls.map((url) => ({ domain: 'dashboard.stripe.com', url })) });
  return scene.slack.messages(channel).find((message) => message.ts === ts)?.unfurls ?? {};
}

async function shared(event: JsonObject): Promise<void> {
  const to = `${scene.app.address}/slack/events`;
  const reached = await scene.slack.people.event({ to, event: { type: 'link_shared', ...event } });
  expect(reached.status).toBe(200);
  await scene.settled();
}

const link = (id: string, prefix = 'test/') => `https://dashboard.stripe.com/${prefix}payments/${id}`;
const unfurlCalls = () => scene.slack.calls.filter(({ method }) => method === 'chat.unfurl').length;

describe('links to the Stripe dashboard', () => {
  test('show the card as the channel may read it, once in half an hour', async () => {
    const text = JSON.stringify(await write('C0FINANCE', [link(intent)]));
    expect(text).toContain('€42.00');
    expect(text).toContain(mail);
    expect(text).not.toContain('act_');
    const before = unfurlCalls();
    expect(await write('C0FINANCE', [link(intent)])).toEqual({});
    expect(unfurlCalls()).toBe(before);
    // Another channel has not seen it: redacted there, since it is none of ours.
    const other = JSON.stringify(await write('C0OTHER', [link(intent)]));
    expect(other).toContain('€42.00');
    expect(other).not.toContain(mail);
  });

  test('in a channel that other organisations read, and while it is being written: figures only', async () => {
    const text = JSON.stringify(await write('C0SHARED', [link(charge)]));
    expect(text).toContain('€42.00');
    expect(text).not.toMatch(/@|example/);
    const before = unfurlCalls();
    const composing = { user: ada, channel: 'COMPOSER', message_ts: 'x', unfurl_id: 'C1.2.3', source: 'composer' };
    for (let round = 0; round < 2; round += 1) {
      await shared({ ...composing, links: [{ domain: 'dashboard.stripe.com', url: link(intent) }] });
    }
    expect(unfurlCalls()).toBe(before + 2);
    expect(scene.slack.calls.findLast(({ method }) => method === 'chat.unfurl')).toMatchObject({ ok: true });
  });

  test('show nothing of another mode, of what is not known, by people of other organisations, nor of other pages', async () => {
    const before = unfurlCalls();
    const urls = [link(charge, ''), link('pi_unknown'), 'https://dashboard.stripe.com/test/settings/keys'];
    expect(await write('C0FINANCE', urls)).toEqual({});
    expect(await write('C0FINANCE', [link(charge)], partner)).toEqual({});
    expect(unfurlCalls()).toBe(before);
  });

  test('what Slack did not take is shown under the next link', async () => {
    scene.slack.faults.add({ kind: 'status', status: 503, method: 'chat.unfurl', calls: 1 });
    expect(await write('C0FINANCE', [link(charge)])).toEqual({});
    expect(Object.keys(await write('C0FINANCE', [link(charge)]))).toEqual([link(charge)]);
  });
});
