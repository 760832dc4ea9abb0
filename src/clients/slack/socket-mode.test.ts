import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import { Secret } from '../../domain/secret.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import {
  type SlackSocket,
  type SocketEnvelope,
  type SocketOptions,
  type SocketState,
  startSlackSocket,
} from './socket-mode.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Client {
  readonly socket: SlackSocket;
  readonly clock: TestClock;
  readonly received: SocketEnvelope[];
  readonly states: SocketState[];
  /** Resolves with the next state of this kind that was not waited for yet. */
  next(kind: SocketState['kind']): Promise<SocketState>;
}

async function sandbox(): Promise<SlackSandbox & { clock: TestClock }> {
  const clock = testClock();
  const slack = await startSlackSandbox({ channelRate: 0, clock });
  open.push(() => slack.close());
  return { ...slack, clock };
}

function connect(slack: SlackSandbox, more: Partial<SocketOptions> = {}): Client {
  const clock = testClock();
  const received: SocketEnvelope[] = [];
  const states: SocketState[] = [];
  const unread: SocketState[] = [];
  const waiting: { kind: SocketState['kind']; resolve: (state: SocketState) => void }[] = [];
  const socket = startSlackSocket({
    appToken: new Secret(slack.appToken),
    apiUrl: slack.apiUrl,
    clock,
    receive: async (envelope) => {
      received.push(envelope);
      return null;
    },
    onState(state) {
      states.push(state);
      const at = waiting.findIndex((one) => one.kind === state.kind);
      if (at < 0) unread.push(state);
      else waiting.splice(at, 1)[0]?.resolve(state);
    },
    ...more,
  });
  open.push(() => socket.stop());
  return {
    socket,
    clock,
    received,
    states,
    next(kind) {
      const at = unread.findIndex((one) => one.kind === kind);
      const [known] = at < 0 ? [] : unread.splice(at, 1);
      return known === undefined
        ? new Promise((resolve) => void waiting.push({ kind, resolve }))
        : Promise.resolve(known);
    },
  };
}

const event = (id: string) => ({
  to: 'socket',
  event: { type: 'app_home_opened', user: 'U0ADA', tab: 'home' },
  eventId: id,
});

describe('Socket Mode', () => {
  test('two connections, and an envelope of each kind is acknowledged as Slack wants it', async () => {
    const slack = await sandbox();
    const { received } = connect(slack);
    await slack.socketMode.connected(2);
    expect(await slack.people.event(event('Ev1'))).toEqual({ status: 200, body: '' });
    const command = { to: 'socket', user: 'U0ADA', channel: 'C0FINANCE', command: '/tillbell', text: 'status' };
    expect((await slack.people.command(command)).status).toBe(200);
    expect(received.map(({ type }) => type)).toEqual(['events_api', 'slash_commands']);
    expect(received[1]?.payload).toMatchObject({ user_id: 'U0ADA', text: 'status' });
    expect(slack.socketMode.violations).toEqual([]);
  });

  test('what is answered goes out with the acknowledgement of a submission, and never with that of an event', async () => {
    const slack = await sandbox();
    connect(slack, { receive: async () => ({ response_action: 'clear' }) });
    await slack.socketMode.connected(2);
    const command = { to: 'socket', user: 'U0ADA', channel: 'C0FINANCE', command: '/tillbell' };
    expect(await slack.people.command(command)).toEqual({ status: 200, body: '{"response_action":"clear"}' });
    expect(await slack.people.event(event('Ev1'))).toEqual({ status: 200, body: '' });
    expect(slack.socketMode.violations).toEqual([]);
  });

  test('what was not stored is not acknowledged, and Slack sends it again after its three seconds', async () => {
    const slack = await sandbox();
    let tries = 0;
    let failed: () => void = () => undefined;
    const refused = new Promise<void>((resolve) => {
      failed = resolve;
    });
    connect(slack, {
      receive: async () => {
        tries += 1;
        if (tries > 1) return null;
        failed();
        throw new Error('the disk is full');
      },
    });
    await slack.socketMode.connected(2);
    const delivered = slack.people.event(event('Ev1'));
    await refused;
    // Another envelope goes the whole way meanwhile, over the same connection too: an acknowledgement would be here by now.
    for (let round = 0; round < 2; round += 1) await slack.people.event(event(`Ev2${round}`));
    expect(slack.socketMode.envelopes.map(({ acked }) => acked)).toEqual([false, true, true]);
    slack.clock.advance(3_000);
    expect(await delivered).toEqual({ status: 200, body: '' });
    expect(slack.socketMode.envelopes.at(-1)).toMatchObject({ retry: 1, acked: true });
  });

  test('while Slack recycles one connection the other serves, and the first is back without a pause', async () => {
    const slack = await sandbox();
    const client = connect(slack);
    await slack.socketMode.connected(2);
    slack.socketMode.recycle('warning', 1);
    expect(await slack.people.event(event('Ev1'))).toEqual({ status: 200, body: '' });
    expect(await client.next('lost')).toMatchObject({ reason: { code: 'recycled' }, nextTryMs: 0 });
    await slack.socketMode.connected(2);
    for (const id of ['Ev2', 'Ev3', 'Ev4']) expect((await slack.people.event(event(id))).status).toBe(200);
    expect(client.received).toHaveLength(4);
    expect(slack.socketMode.violations).toEqual([]);
  });

  test('connections that break are tried again ever later, up to a minute, and Slack’s own word goes before', async () => {
    const slack = await sandbox();
    const client = connect(slack);
    await slack.socketMode.connected(2);
    slack.socketMode.refuse('internal_error');
    slack.socketMode.cut();
    const pauses: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const [one, other] = [await client.next('lost'), await client.next('lost')];
      if (one.kind !== 'lost' || other.kind !== 'lost') throw new Error('not lost');
      pauses.push(one.nextTryMs);
      client.clock.advance(60_000);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    slack.socketMode.refuse(null);
    client.clock.advance(60_000);
    await slack.socketMode.connected(2);
  });

  test('a token that Slack does not accept is said by its code, never shown, and harms nothing', async () => {
    const slack = await sandbox();
    const client = connect(slack, { appToken: new Secret('xapp-1-A0OTHER-1-wrong') });
    const state = await client.next('lost');
    expect(state).toMatchObject({ kind: 'lost', reason: { code: 'invalid_auth' } });
    expect(JSON.stringify(client.states)).not.toContain('xapp');
    expect(slack.socketMode.connections()).toBe(0);
  });

  test('Slack out of reach: no rejection is left alone, and it connects when it is back', async () => {
    const slack = await sandbox();
    slack.faults.add({ kind: 'outage', how: 'refuse' });
    await slack.settled();
    const client = connect(slack);
    await client.next('lost');
    await client.next('lost');
    slack.faults.clear();
    await slack.settled();
    client.clock.advance(1_000);
    await slack.socketMode.connected(2);
  });

  test('several processes: each envelope goes to one of them, and none is lost while one ends', async () => {
    const slack = await sandbox();
    const clients = [connect(slack), connect(slack), connect(slack)];
    await slack.socketMode.connected(6);
    const ids = Array.from({ length: 30 }, (_, index) => `Ev${index}`);
    const sent = ids.map((id) => slack.people.event(event(id)));
    await clients[0]?.socket.stop();
    expect((await Promise.all(sent)).every(({ status }) => status === 200)).toBe(true);
    expect(await slack.people.event(event('EvLast'))).toEqual({ status: 200, body: '' });
    const got = clients.flatMap(({ received }) => received.map(({ payload }) => payload['event_id']));
    expect(new Set(got)).toEqual(new Set([...ids, 'EvLast']));
    expect(slack.socketMode.connections()).toBe(4);
    expect(slack.socketMode.violations).toEqual([]);
  });

  test('stopping waits for what is in work, acknowledges it, and leaves no connection', async () => {
    const slack = await sandbox();
    let store: () => void = () => undefined;
    const stored = new Promise<void>((resolve) => {
      store = resolve;
    });
    let begun: () => void = () => undefined;
    const received = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { socket } = connect(slack, {
      receive: async () => {
        begun();
        await stored;
        return null;
      },
    });
    await slack.socketMode.connected(2);
    const delivered = slack.people.event(event('Ev1'));
    await received;
    const stopped = socket.stop();
    store();
    expect(await delivered).toEqual({ status: 200, body: '' });
    await stopped;
    await slack.socketMode.idle();
    expect(slack.socketMode.envelopes).toHaveLength(1);
    expect(slack.socketMode.violations).toEqual([]);
  });

  test('an eleventh connection is shown out by Slack, and tried again later', async () => {
    const slack = await sandbox();
    const clients = Array.from({ length: 5 }, () => connect(slack));
    await slack.socketMode.connected(10);
    const late = connect(slack);
    expect(await late.next('lost')).toMatchObject({ reason: { code: 'not_greeted' }, nextTryMs: 1_000 });
    expect(clients.map(({ socket }) => socket.connected())).toEqual([2, 2, 2, 2, 2]);
  });
});
