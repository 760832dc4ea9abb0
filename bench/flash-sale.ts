import { parseArgs } from 'node:util';
import { choose } from '../src/deliver/choose.ts';
import { priorityOf } from '../src/domain/severity.ts';
import type { Delivery } from '../src/store/store.ts';
import type { Part } from './figures.ts';

/**
 * A flash sale on one channel, as a discrete-event simulation of the lane's own decisions (`choose`): no clock, no random
 * numbers, the same figures everywhere. FIFO, one message an event, stands beside it.
 *
 *     node bench/flash-sale.ts [--json]
 */
export interface SaleOptions {
  readonly paymentsPerSecond: number;
  readonly minutes: number;
  /** One a minute, at odd moments. */
  readonly disputes: number;
  readonly gapMs: number;
  readonly deadlineMs: number;
  /** From the request's start until people see the message. */
  readonly slackMs: number;
}

export const flashSale: SaleOptions = {
  paymentsPerSecond: 50,
  minutes: 10,
  disputes: 10,
  gapMs: 1_000,
  deadlineMs: 5_000,
  slackMs: 120,
};

export interface SaleResult {
  readonly events: number;
  readonly messages: number;
  readonly digests: number;
  /** Milliseconds from receipt until people see it. */
  readonly dispute: Spread;
  readonly payment: Spread;
  /** Minor units: what was sold, and what the messages together tell. */
  readonly soldMinor: bigint;
  readonly toldMinor: bigint;
  /** The most messages that left within any second. */
  readonly mostInOneSecond: number;
}

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Arrival {
  readonly at: number;
  readonly dispute: boolean;
  readonly minor: bigint;
}

export function arrivals(options: SaleOptions): Arrival[] {
  const list: Arrival[] = [];
  const step = 1_000 / options.paymentsPerSecond;
  const payments = options.paymentsPerSecond * options.minutes * 60;
  for (let index = 0; index < payments; index++) {
    list.push({ at: index * step, dispute: false, minor: BigInt(499 + ((index * 7_919) % 25_000)) });
  }
  const minute = (options.minutes * 60_000) / options.disputes;
  for (let index = 0; index < options.disputes; index++) {
    // A step of 0.618 of a second spreads the disputes over the lane's slots.
    list.push({ at: index * minute + 7_000 + ((index * 618) % 1_000), dispute: true, minor: 4_200n });
  }
  return list.toSorted((a, b) => a.at - b.at);
}

function asDelivery(arrival: Arrival, id: number, deadlineMs: number): Delivery {
  const severity = arrival.dispute ? 'critical' : 'normal';
  return {
    id,
    op: 'card',
    state: 'pending',
    lane: 'T1/C1',
    channel: 'sales',
    route: 'sale',
    subjectId: `s${id}`,
    changeKey: null,
    severity,
    priority: priorityOf(severity),
    mention: null,
    foldClass: arrival.dispute ? null : 'payments',
    createdAt: arrival.at,
    notBefore: arrival.at,
    deadlineAt: arrival.at + deadlineMs,
    attempts: 0,
    degraded: 0,
    posted: false,
    note: null,
    deliveryKey: `k${id}`,
  };
}

/** The lane as `choose` runs it. */
export function runLane(options: SaleOptions): SaleResult {
  const coming = arrivals(options).map((arrival, id) => ({
    arrival,
    delivery: asDelivery(arrival, id, options.deadlineMs),
  }));
  const minorOf = new Map(coming.map(({ arrival, delivery }) => [delivery.id, arrival.minor]));
  const seen: { delivery: Delivery; at: number }[] = [];
  const sentAt: number[] = [];
  const foldedAt = new Map<string, number>();
  let waiting: Delivery[] = [];
  let digests = 0;
  let next = 0;
  let now = 0;
  while (next < coming.length || waiting.length > 0) {
    const upcoming = coming[next];
    if (waiting.length === 0 && upcoming !== undefined) now = Math.max(now, upcoming.arrival.at);
    for (let one = coming[next]; one !== undefined && one.arrival.at <= now; one = coming[++next])
      waiting.push(one.delivery);
    const told = chosen(waiting, now, options.gapMs, foldedAt);
    if (typeof told === 'number') {
      now = Math.min(told, coming[next]?.arrival.at ?? told);
      continue;
    }
    if (told.length > 1) {
      digests += 1;
      foldedAt.set('payments', now);
    }
    for (const delivery of told) seen.push({ delivery, at: now + options.slackMs });
    const gone = new Set(told);
    waiting = waiting.filter((delivery) => !gone.has(delivery));
    sentAt.push(now);
    now += options.gapMs;
  }
  return resultOf({ seen, sentAt, digests, minorOf, sold: coming.map(({ arrival }) => arrival.minor) });
}

/** What leaves now, or until when the lane rests. */
function chosen(
  waiting: readonly Delivery[],
  now: number,
  gapMs: number,
  foldedAt: ReadonlyMap<string, number>,
): readonly Delivery[] | number {
  const class_ = waiting.filter((delivery) => delivery.foldClass !== null);
  const deadlines = class_.map((delivery) => delivery.deadlineAt);
  const choice = choose({
    head: {
      due: waiting,
      folds:
        class_.length === 0
          ? []
          : [
              {
                foldClass: 'payments',
                count: class_.length,
                oldestDeadlineAt: Math.min(...deadlines),
                newestDeadlineAt: Math.max(...deadlines),
                scheduled: false,
              },
            ],
    },
    now,
    gapMs,
    free: 1,
    busySubjects: new Set(),
    probeAt: new Map(),
    foldedAt,
    methodAt: { find: 0, update: 0, remove: 0 },
  });
  if (choice.kind === 'fold') return class_;
  if (choice.kind === 'send') return choice.deliveries;
  if (choice.kind === 'wait' && choice.until !== null && choice.until > now) return choice.until;
  throw new Error(`the lane has nothing to do with ${waiting.length} waiting`);
}

/** What is usual: one message an event, in order of arrival, at the pace that Slack allows. */
export function runFifo(options: SaleOptions): SaleResult {
  const minorOf = new Map<number, bigint>();
  const seen: { delivery: Delivery; at: number }[] = [];
  const sentAt: number[] = [];
  let free = 0;
  const all = arrivals(options);
  all.forEach((arrival, id) => {
    minorOf.set(id, arrival.minor);
    const at = Math.max(free, arrival.at);
    free = at + options.gapMs;
    sentAt.push(at);
    seen.push({ delivery: asDelivery(arrival, id, options.deadlineMs), at: at + options.slackMs });
  });
  return resultOf({ seen, sentAt, digests: 0, minorOf, sold: all.map(({ minor }) => minor) });
}

function resultOf(run: {
  seen: readonly { delivery: Delivery; at: number }[];
  sentAt: readonly number[];
  digests: number;
  minorOf: ReadonlyMap<number, bigint>;
  sold: readonly bigint[];
}): SaleResult {
  const waits = (dispute: boolean) =>
    run.seen
      .filter(({ delivery }) => (delivery.severity === 'critical') === dispute)
      .map(({ delivery, at }) => at - delivery.createdAt);
  let mostInOneSecond = 0;
  for (let from = 0, to = 0; to < run.sentAt.length; to++) {
    while ((run.sentAt[to] ?? 0) - (run.sentAt[from] ?? 0) >= 1_000) from += 1;
    mostInOneSecond = Math.max(mostInOneSecond, to - from + 1);
  }
  return {
    events: run.sold.length,
    messages: run.sentAt.length,
    digests: run.digests,
    dispute: spreadOf(waits(true)),
    payment: spreadOf(waits(false)),
    soldMinor: run.sold.reduce((sum, minor) => sum + minor, 0n),
    toldMinor: run.seen.reduce((sum, { delivery }) => sum + (run.minorOf.get(delivery.id) ?? 0n), 0n),
    mostInOneSecond,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function duration(ms: number): string {
  return ms < 100_000 ? `${(ms / 1_000).toFixed(2)} s` : `${(ms / 3_600_000).toFixed(2)} h`;
}

function table(lane: SaleResult, fifo: SaleResult): string {
  const rows: [string, (result: SaleResult) => string][] = [
    ['messages', (result) => String(result.messages)],
    ['  of them digests', (result) => String(result.digests)],
    ['dispute p50', (result) => duration(result.dispute.p50)],
    ['dispute p99', (result) => duration(result.dispute.p99)],
    ['dispute max', (result) => duration(result.dispute.max)],
    ['payment seen p50', (result) => duration(result.payment.p50)],
    ['payment seen p99', (result) => duration(result.payment.p99)],
    ['payment seen max', (result) => duration(result.payment.max)],
    ['told of sold', (result) => (result.toldMinor === result.soldMinor ? 'exact' : 'WRONG')],
    ['most in one second', (result) => String(result.mostInOneSecond)],
  ];
  const head = `${''.padEnd(20)}${'Tillbell'.padStart(12)}${'FIFO'.padStart(12)}`;
  return [head, ...rows.map(([name, of]) => `${name.padEnd(20)}${of(lane).padStart(12)}${of(fifo).padStart(12)}`)].join(
    '\n',
  );
}

/** The same as a part of `npm run bench`. */
export const flashSalePart: Part = {
  name: 'flash-sale',
  minutes: 1,
  async run() {
    const lane = runLane(flashSale);
    const fifo = runFifo(flashSale);
    const share = lane.messages / fifo.messages;
    const row = (label: string, value: string, aim: string, reached: boolean) => ({
      part: 'flash-sale',
      label,
      value,
      aim,
      reached,
    });
    return {
      rows: [
        row('dispute seen, p99 (FIFO)', both(lane.dispute.p99, fifo.dispute.p99), '≤ 1.5 s', lane.dispute.p99 <= 1_500),
        row('payment seen, p99 (FIFO)', both(lane.payment.p99, fifo.payment.p99), '≤ 2.5 s', lane.payment.p99 <= 2_500),
        row('messages, of FIFO’s', `${(share * 100).toFixed(1)} % (${lane.messages})`, '≤ 2 %', share <= 0.02),
        row(
          'told of what was sold',
          lane.toldMinor === lane.soldMinor ? 'exact' : 'WRONG',
          'exact',
          lane.toldMinor === lane.soldMinor,
        ),
      ],
      raw: { lane: plain(lane), fifo: plain(fifo) },
    };
  },
};

function both(lane: number, fifo: number): string {
  return `${duration(lane)} (${duration(fifo)})`;
}

function plain(result: SaleResult): object {
  return { ...result, soldMinor: String(result.soldMinor), toldMinor: String(result.toldMinor) };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const lane = runLane(flashSale);
  const fifo = runFifo(flashSale);
  if (values.json) {
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
    console.log(JSON.stringify({ options: flashSale, tillbell: lane, fifo }, plain));
  } else {
    console.log(`${lane.events} events on one channel at one message a second`);
    console.log(table(lane, fifo));
  }
}
