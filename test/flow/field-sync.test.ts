import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ActingHarness, actingHarness, ada, ben, guest } from './acting-harness.ts';
import { closed } from './action-cells.ts';

const yaml = `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels:
  finance: { id: C0FINANCE, privacy: full }
routes:
  - { name: everything, topics: ["*"], to: [finance] }
sync:
  dispute:
    owner: { stripe: metadata.owner, input: user, system_of_record: slack }
    status: { stripe: status, system_of_record: stripe }
    note: { stripe: metadata.note, input: text, conflict: last_write_wins }
    stage: { stripe: metadata.stage, input: select, options: [new, { value: bank, label: "With the bank" }], system_of_record: stripe }
    score: { stripe: metadata.score, input: number, decimals: 1, min: 0, max: 10 }
    until: { stripe: metadata.until, input: date }
actions:
  edit: { who: [S0FINANCE] }
  edit.dispute.stage: { who: [${ada}] }
`;

let scene: ActingHarness;
let seed = 0;
beforeAll(async () => {
  scene = await actingHarness({ yaml });
});
afterAll(() => scene.close());

async function open(): Promise<{ ts: string; id: string }> {
  seed += 1;
  const story = dispute({ seed: `sync/${seed}`, outcome: 'open' });
  const ts = await scene.tellFor(story, 'edit_fields');
  return { ts, id: story.objects.find((one) => one.object === 'dispute')?.id ?? '' };
}

const found = (id: string): Stripe.Dispute => {
  const one = scene.stripe.world.find('dispute', id);
  if (one === null) throw new Error(`no dispute ${id}`);
  return one;
};

/** Somebody changes it in Stripe's dashboard; its event comes at once, unless it is held back. */
function inStripe(id: string, metadata: Record<string, string>): void {
  const { world } = scene.stripe;
  const before = found(id);
  const { object, previous } = world.change(before, { metadata: { ...before.metadata, ...metadata } });
  world.emit('charge.dispute.updated', object, previous);
}

async function edit(ts: string, values: Record<string, string>, user = ada): Promise<void> {
  expect((await scene.click(ts, 'edit_fields', user)).status).toBe(200);
  await scene.settled();
  expect((await scene.submit(valuesFor(ts, values), user)).status).toBe(200);
  await scene.settled();
}

/** The modal's inputs in the order of the configuration, with what stands in them unless given. */
function valuesFor(_ts: string, given: Record<string, string>): Record<string, string> {
  const initial = scene.initialValues();
  const order = ['owner', 'note', 'stage', 'score', 'until'];
  return Object.fromEntries(
    Object.entries(initial).map(([id, value]) => {
      const name = order[Number(id.replace('field_', ''))] ?? '';
      return [id, given[name] ?? value];
    }),
  );
}

const card = (ts: string) => JSON.stringify(scene.card(ts).blocks);
const writes = (from: number) => scene.stripe.calls.slice(from).filter((call) => call.method === 'POST');

describe('an edit in Slack', () => {
  test('is written once, never submits evidence, and is on the card, in the thread and on record', async () => {
    const { ts, id } = await open();
    const from = scene.stripe.calls.length;
    await edit(ts, { owner: ben, note: 'Called the bank', stage: 'bank', score: '7,5', until: '2026-12-31' });
    expect(found(id).metadata).toMatchObject({
      owner: ben,
      note: 'Called the bank',
      stage: 'bank',
      score: '7.5',
      until: '2026-12-31',
    });
    expect(writes(from)).toHaveLength(1);
    expect(writes(from)[0]?.params).toMatchObject({ submit: 'false' });
    expect(found(id).status).toBe('needs_response');
    for (const text of ['<@U0BEN>', 'Called the bank', 'With the bank', '7.5', '2026-12-31', 'needs response']) {
      expect(card(ts)).toContain(text);
    }
    expect(scene.thread(ts).join('\n')).toContain('Owner: empty → “<@U0BEN>”, by <@U0ADA>');
    // The webhook of our own write is an echo, not news.
    expect(scene.thread(ts).join('\n')).not.toContain('changed in Stripe');
    const [record] = await scene.app.store.listAudit({ limit: 1 });
    expect(record).toMatchObject({ actor: ada, verb: 'edit_fields', outcome: 'done', target: id });
    expect(JSON.stringify(record)).not.toContain('Called the bank');
  });

  test('only the fields that somebody may, checked again when it is saved', async () => {
    const { ts } = await open();
    await scene.click(ts, 'edit_fields', ben);
    await scene.settled();
    expect(scene.modal().inputs).toEqual(['field_0', 'field_1', 'field_2', 'field_3']);
    await scene.click(ts, 'edit_fields', guest);
    await scene.settled();
    expect(scene.whispers().at(-1)).toMatch(/^Nothing was done/);
  });

  test('what does not fit is asked again in words, and nothing is written', async () => {
    const { ts } = await open();
    const from = scene.stripe.calls.length;
    await edit(ts, { score: '11' });
    expect(scene.modal().text).toContain('Score: must be at most 10.');
    await scene.submit({ field_3: '1.25' });
    await scene.settled();
    expect(scene.modal().text).toContain('Score: has at most 1 decimal places.');
    expect(writes(from)).toHaveLength(0);
  });

  test('50 keys of metadata are checked before writing', async () => {
    const { ts, id } = await open();
    inStripe(id, Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key_${index}`, 'x'])));
    await scene.settled();
    const from = scene.stripe.calls.length;
    await edit(ts, { note: 'one too many' });
    expect(writes(from)).toHaveLength(0);
    expect(scene.thread(ts).at(-1)).toMatch(/failed: the object has 50 keys of metadata/);
  });

  test('F83 the value last seen is the server’s: a forged modal cannot say another', async () => {
    const { ts, id } = await open();
    await scene.click(ts, 'edit_fields');
    await scene.settled();
    const view = scene.slack.views().findLast((one) => one['id'] === scene.modal().id);
    expect(JSON.stringify(view?.['private_metadata'])).not.toContain('base');
    inStripe(id, { stage: 'new' });
    await scene.settled();
    await scene.submit({ ...scene.initialValues(), field_2: 'bank' });
    await scene.settled();
    expect(found(id).metadata['stage']).toBe('new');
  });
});

describe('both sides change it', () => {
  async function conflict(fields: { name: string; index: string; slack: string; stripe: string; late?: boolean }) {
    const { ts, id } = await open();
    await scene.click(ts, 'edit_fields');
    await scene.settled();
    if (fields.late !== true) {
      inStripe(id, { [fields.name]: fields.stripe });
      await scene.settled();
    }
    await scene.submit({ ...scene.initialValues(), [fields.index]: fields.slack });
    await scene.settled();
    return { ts, id, value: found(id).metadata[fields.name], told: scene.thread(ts).join('\n') };
  }

  test('Stripe is the system of record: its value stays, told with both and who', async () => {
    const { ts, value, told } = await conflict({ name: 'stage', index: 'field_2', slack: 'bank', stripe: 'new' });
    expect(value).toBe('new');
    expect(told).toContain(
      'Stage: <@U0ADA> set “With the bank”, but in Stripe it had been changed from empty to “new” meanwhile. “new” stays: Stripe is the system of record',
    );
    expect(card(ts)).toContain('*Stage*');
    expect(card(ts)).not.toContain('With the bank');
  });

  test('Slack is the system of record: its value goes over Stripe’s', async () => {
    const { value, told } = await conflict({ name: 'owner', index: 'field_0', slack: ben, stripe: ada });
    expect(value).toBe(ben);
    expect(told).toMatch(/“<@U0BEN>” stays: Slack is the system of record/);
  });

  test('the last write wins: the edit was saved after the change', async () => {
    const { value, told } = await conflict({ name: 'note', index: 'field_1', slack: 'mine', stripe: 'theirs' });
    expect(value).toBe('mine');
    expect(told).toContain('the edit in Slack came last');
  });

  test('a change in Stripe of what Slack decides is written back, once, and told', async () => {
    const { ts, id } = await open();
    await edit(ts, { owner: ben });
    const from = scene.stripe.calls.length;
    inStripe(id, { owner: ada });
    await scene.settled();
    expect(found(id).metadata['owner']).toBe(ben);
    expect(writes(from)).toHaveLength(1);
    expect(scene.thread(ts).at(-1)).toContain('was written back: Slack is the system of record');
  });

  test('a change in Stripe alone is told and shown', async () => {
    const { ts, id } = await open();
    inStripe(id, { note: 'from the dashboard' });
    await scene.settled();
    expect(scene.thread(ts).at(-1)).toBe('Note changed in Stripe: empty → “from the dashboard”');
    expect(card(ts)).toContain('from the dashboard');
    expect(scene.stripe.calls.filter((call) => call.method === 'POST' && call.path.includes(id))).toHaveLength(0);
  });

  test('what slipped in between reading and writing is put back where Stripe decides', async () => {
    const { ts, id } = await open();
    await scene.click(ts, 'edit_fields');
    await scene.settled();
    scene.proxy.beforeNextWrite(() => inStripe(id, { stage: 'new' }));
    await scene.submit({ ...scene.initialValues(), field_2: 'bank' });
    await scene.settled();
    expect(found(id).metadata['stage']).toBe('new');
    expect(scene.thread(ts).join('\n')).toContain('was put back: Stripe is the system of record');
    expect(card(ts)).not.toContain('With the bank');
  });
});

describe('nothing is written twice', () => {
  test('two people at once: one after the other, both told, both sides equal', async () => {
    const { ts, id } = await open();
    const views: string[] = [];
    for (const user of [ada, ben]) {
      await scene.click(ts, 'edit_fields', user);
      await scene.settled();
      views.push(scene.modal().id);
    }
    const from = scene.stripe.calls.length;
    await Promise.all([
      scene.submit({ field_1: 'by ada' }, ada, views[0]),
      scene.submit({ field_1: 'by ben' }, ben, views[1]),
    ]);
    await closed(scene);
    const note = found(id).metadata['note'] ?? '';
    expect(['by ada', 'by ben']).toContain(note);
    expect(writes(from).length).toBeLessThanOrEqual(2);
    expect(card(ts)).toContain(note);
    expect(scene.thread(ts).join('\n')).toMatch(/by <@U0(?:ADA|BEN)> it had been changed/);
  });

  test('F80 killed after Stripe’s answer: the same key, one write', async () => {
    const { ts, id } = await open();
    await scene.click(ts, 'edit_fields');
    await scene.settled();
    const from = scene.stripe.calls.length;
    scene.die('sending');
    await scene.submit({ ...scene.initialValues(), field_1: 'once' });
    await scene.dead();
    await scene.restart();
    await closed(scene);
    expect(found(id).metadata['note']).toBe('once');
    expect(
      scene.writes(from) + writes(from).filter((call) => call.params['submit'] === 'false' && !call.replayed).length,
    ).toBe(1);
    expect(card(ts)).toContain('once');
    expect(scene.thread(ts).filter((one) => one.includes('once'))).toHaveLength(1);
  });

  test('F86 an answer that was lost is being checked, then told', async () => {
    const { ts, id } = await open();
    await scene.click(ts, 'edit_fields');
    await scene.settled();
    scene.stripe.faults.add({ kind: 'status', status: 500, when: 'after', method: 'POST', calls: 1 });
    await scene.submit({ ...scene.initialValues(), field_1: 'perhaps' });
    await closed(scene);
    expect(found(id).metadata['note']).toBe('perhaps');
    expect(scene.thread(ts).join('\n')).not.toContain('failed');
    expect(card(ts)).toContain('perhaps');
  });
});
