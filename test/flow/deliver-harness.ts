import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackSender } from '../../src/clients/slack/sender.ts';
import type { Compose } from '../../src/deliver/compose.ts';
import type { AttemptReport, DeliverDeps } from '../../src/deliver/deps.ts';
import { type Delivering, startDelivering } from '../../src/deliver/start.ts';
import type { SlackMessage, SlackSender } from '../../src/domain/message.ts';
import { Secret } from '../../src/domain/secret.ts';
import { emptyState } from '../../src/domain/subject.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { PlannedDelivery, Store } from '../../src/store/store.ts';
import { type TestClock, testClock } from '../clock.ts';
import { type Quiet, quiet, runUntil } from '../quiet.ts';

export const channels = { finance: 'C0FINANCE', sales: 'C0SALES', ops: 'C0OPS' } as const;
export type ChannelName = keyof typeof channels;
export const laneOf = (channel: ChannelName) => `T0SANDBOX/${channels[channel]}`;

export interface News extends Partial<PlannedDelivery> {
  readonly subject: string;
  readonly to?: ChannelName;
}

export interface Harness {
  readonly clock: TestClock;
  readonly calm: Quiet;
  readonly store: Store;
  readonly slack: SlackSandbox;
  readonly sender: SlackSender;
  readonly delivering: Delivering;
  readonly attempts: AttemptReport[];
  readonly logged: { level: string; fields: object; message: string }[];
  /** Commits one event with one delivery for its subject, as interpret and route would. */
  tell(news: News): Promise<void>;
  /** Lets time pass, step by step, until `reached`. */
  until(reached: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>;
  /** Texts of the messages in a channel that people can see, in order, thread replies marked with `> `. */
  shown(channel: ChannelName): string[];
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly deliver?: Partial<Pick<DeliverDeps, 'options' | 'compose' | 'fallback' | 'random'>>;
  readonly wrapSender?: (sender: SlackSender) => SlackSender;
  readonly scopes?: readonly string[];
  readonly channelRate?: number;
  /** `webhook`: the sender has one incoming webhook and nothing else. */
  readonly mode?: 'bot' | 'webhook';
}

/** The real store, the real client and the Slack stand-in over HTTP, on one clock that the test moves. */
export async function deliverHarness(options: HarnessOptions = {}): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-deliver-'));
  const clock = testClock();
  const calm = quiet();
  const channelRate = options.channelRate ?? 1;
  const store = calm.watch(
    await openStore({ databaseUrl: null, dataFolder: folder, encryptionKey: null, exclusive: true, clock }),
  );
  const slack = await startSlackSandbox({
    clock,
    channelRate,
    channels: Object.entries(channels).map(([name, id]) => ({ id, name })),
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
  });
  const client = createSlackSender(
    {
      mode: options.mode ?? 'bot',
      botToken: new Secret(slack.botToken),
      signingSecret: null,
      appToken: null,
      oauth: null,
      webhookUrl: new Secret(slack.webhookUrl),
      apiUrl: slack.apiUrl,
      channelRate,
    },
    { channels: () => ({}) },
  );
  const sender = calm.watch((options.wrapSender ?? ((same) => same))(client));
  const attempts: AttemptReport[] = [];
  const logged: Harness['logged'] = [];
  const line = (level: string) => (fields: object, message: string) => logged.push({ level, fields, message });
  const delivering = startDelivering({
    store,
    sender,
    compose: options.deliver?.compose ?? composer(store),
    clock,
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    owner: 'test-1',
    options: options.deliver?.options ?? { channelRate },
    onOutcome: (attempt) => attempts.push(attempt),
    random: options.deliver?.random ?? (() => 0.5),
    ...(options.deliver?.fallback === undefined ? {} : { fallback: options.deliver.fallback }),
  });
  return {
    clock,
    calm,
    store,
    slack,
    sender,
    delivering,
    attempts,
    logged,
    tell: teller(store, clock),
    until: (reached, limitMs) => runUntil(clock, calm, reached, limitMs),
    shown: (channel) =>
      slack
        .messages(channels[channel])
        .filter((message) => !message.deleted)
        .map((message) => (message.thread_ts === null ? message.text : `> ${message.text}`)),
    async close() {
      const stopped = delivering.stop(1_000);
      clock.advance(1_000);
      await stopped;
      await store.close();
      await slack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function plainMessage(text: string): SlackMessage {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], color: null };
}

/** Says each delivery in the fewest words: the subject and how often it changed, the change, the digest's count. */
export function composer(store: Store): Compose {
  return async (delivery, digest) => {
    const subject = delivery.subjectId === null ? null : await store.getSubject(delivery.subjectId);
    const cards = delivery.subjectId === null ? [] : await store.cardsOf(delivery.subjectId);
    const card = cards.find((one) => one.channel === delivery.channel && one.state === 'posted') ?? null;
    const text =
      delivery.op === 'digest'
        ? `digest of ${digest?.count}`
        : delivery.op === 'notice'
          ? (delivery.note ?? '')
          : delivery.op === 'reply'
            ? `${delivery.subjectId}: ${delivery.changeKey}`
            : `${delivery.subjectId} v${subject?.version}`;
    const contentHash = createHash('sha256').update(text).digest('hex');
    if (delivery.op === 'card' && delivery.attempts === 1 && card?.contentHash === contentHash) {
      return { skip: { code: 'unchanged', text: 'The card says so already.' } };
    }
    return {
      message: delivery.degraded > 0 ? { text, blocks: [], color: null } : plainMessage(text),
      contentHash,
      threadTs: delivery.op === 'reply' ? (card?.ts ?? null) : null,
      broadcast: false,
      cardTs: delivery.op === 'card' ? (card?.ts ?? null) : null,
    };
  };
}

function teller(store: Store, clock: TestClock): Harness['tell'] {
  let events = 0;
  return async ({ subject, to = 'finance', ...over }) => {
    events += 1;
    const now = clock.now();
    const body = Buffer.from(JSON.stringify({ event: events }));
    const accepted = await store.acceptEvent({
      account: 'main',
      id: `evt_${events}`,
      type: 'charge.succeeded',
      created: Math.floor(now / 1_000),
      livemode: false,
      apiVersion: null,
      connectAccount: null,
      kind: 'snapshot',
      objectId: subject,
      body,
      digest: createHash('sha256').update(body).digest(),
      receivedAt: now,
      origin: 'webhook',
      quarantine: null,
    });
    await store.claimEvents({ owner: 'test', now, until: now + 1_000, limit: 1_000 });
    const known = await store.getSubject(subject);
    const done = await store.commitEvent({
      seq: accepted.seq,
      owner: 'test',
      now,
      state: 'routed',
      reason: { code: 'routed', text: 'routed' },
      late: false,
      decision: null,
      subjects: [
        {
          id: subject,
          base: known === null ? [] : [{ id: known.id, version: known.version }],
          account: 'main',
          livemode: false,
          kind: 'payment',
          keys: [`key_${subject}`],
          state: emptyState,
          search: { customer: null, amount: null, code: null },
          refreshCards: false,
        },
      ],
      deliveries: [
        {
          op: 'card',
          subjectId: subject,
          channel: to,
          lane: laneOf(to),
          route: 'all',
          changeKey: null,
          severity: 'normal',
          mention: null,
          opensCard: true,
          news: true,
          notBefore: now,
          settleMs: 0,
          deadlineAt: now + 5_000,
          foldClass: null,
          foldAt: null,
          amount: { minor: '1000', currency: 'eur' },
          tone: 'good',
          ...over,
        },
      ],
    });
    if (done !== 'committed') throw new Error(`event ${events} was not committed: ${done}`);
  };
}
