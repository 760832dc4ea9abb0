import { afterEach, describe, expect, test } from 'vitest';
import { TillbellError } from '../../src/domain/errors.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type ActingHarness, actingHarness, ada } from './acting-harness.ts';

let scene: ActingHarness;
afterEach(() => scene.close());

async function start(): Promise<void> {
  scene = await actingHarness({ socket: true });
  await scene.slack.socketMode.connected(2);
}

const home = { to: 'socket', event: { type: 'app_home_opened', user: ada, tab: 'home' }, eventId: 'Ev0HOME' };

describe('acting by Socket Mode, without a public address or a signing secret', () => {
  test('a refund from click to thread, a command and the Home tab', async () => {
    await start();
    const ts = await scene.tellFor(cardSale({ seed: 'socket/1', amount: 4_200, currency: 'eur' }), 'refund');
    const step = async (reached: Promise<{ status: number; body: string }>) => {
      const { status, body } = await reached;
      expect(status).toBe(200);
      await scene.settled();
      return body;
    };
    await step(scene.click(ts, 'refund'));
    // The form stays open with a word until the next question is known: the acknowledgement's payload.
    expect(await step(scene.submit({ amount: '12.00', reason: 'duplicate' }))).toContain('"response_action":"update"');
    await step(scene.submit());
    expect(scene.thread(ts)[0]).toBe('Refund of €12.00 by <@U0ADA>: duplicate');
    await step(
      scene.slack.people.command({
        to: 'socket',
        user: ada,
        channel: 'C0FINANCE',
        command: '/tillbell',
        text: 'status',
      }),
    );
    expect(scene.whispers().at(-1)).toContain('messages pending');
    await step(scene.slack.people.event(home));
    expect(JSON.stringify(scene.slack.views().findLast((view) => view['type'] === 'home'))).toContain('Open disputes');
    expect(scene.slack.socketMode.violations).toEqual([]);
    // The HTTP doors stay shut.
    expect((await scene.post('commands', 'user_id=U0ADA')).status).toBe(404);
  });

  test('F79 an acknowledgement that was lost: Slack sends the event again, and it is one action', async () => {
    await start();
    const { store } = scene.app;
    const accept = store.acceptAction.bind(store);
    const outcomes: string[] = [];
    store.acceptAction = async (action) => {
      const accepted = await accept(action);
      outcomes.push(accepted.outcome);
      // Stored, but the connection is gone before the acknowledgement.
      if (outcomes.length === 1) scene.slack.socketMode.cut();
      return accepted;
    };
    expect((await scene.slack.people.event(home)).status).toBe(200);
    await scene.settled();
    expect(outcomes).toEqual(['accepted', 'duplicate']);
    expect(scene.slack.calls.filter(({ method }) => method === 'views.publish')).toHaveLength(1);
  });

  test('F21 what cannot be stored is not acknowledged, and done once it can', async () => {
    await start();
    const { store } = scene.app;
    const accept = store.acceptAction.bind(store);
    let full = true;
    store.acceptAction = async (action) => {
      if (!full) return accept(action);
      full = false;
      scene.slack.socketMode.cut();
      throw new TillbellError('store_unavailable', 'the disk is full');
    };
    expect((await scene.slack.people.event(home)).status).toBe(200);
    await scene.settled();
    expect(scene.slack.calls.filter(({ method }) => method === 'views.publish')).toHaveLength(1);
    expect(scene.logged.join('\n')).toContain('socket:events_api');
  });

  test('stopping leaves no connection, and a restart connects anew', async () => {
    await start();
    await scene.restart();
    await scene.slack.socketMode.connected(2);
    expect(scene.slack.socketMode.connections()).toBe(2);
    expect(scene.slack.socketMode.violations).toEqual([]);
  });
});
