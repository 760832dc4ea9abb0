import { createHash } from 'node:crypto';
import { type DeliveryState, deliveryStates } from '../../src/domain/delivery.ts';
import { eventStates, type IncomingEvent, type Reason } from '../../src/domain/event.ts';
import type { Secret } from '../../src/domain/secret.ts';
import { emptyState } from '../../src/domain/subject.ts';
import type {
  Delivery,
  DeliveryFinish,
  EventCommit,
  LaneLease,
  PlannedDelivery,
  Store,
  SubjectWrite,
} from '../../src/store/store.ts';

/** One database of an engine under test. It outlives the stores that are opened on it. */
export interface Database {
  /** Several processes use it at once: what a dead one held is free only when its lease ends. */
  readonly shared: boolean;
  open(options?: { exclusive?: boolean; encryptionKey?: Secret | null }): Promise<Store>;
  /** Changes one stored byte of the payload that holds the event, `position` bytes into the event's own body. */
  damageBody(seq: number, position: number): void | Promise<void>;
  /** Changes the sealed state of a subject. */
  damageSubject(id: string): void | Promise<void>;
  drop(): void | Promise<void>;
}

export type MakeDatabase = () => Database | Promise<Database>;

export const lane = 'T1/C1';
export const owner = 'process-a';
export const fine: Reason = { code: 'matched', text: 'the first route matched' };
export const far = 9_000_000_000_000;

let made = 0;

/** An event of its own unless its id is given. */
export function incoming(given: Partial<Omit<IncomingEvent, 'digest'>> = {}): IncomingEvent {
  made += 1;
  const id = given.id ?? `evt_${made}`;
  const body = given.body ?? Buffer.from(JSON.stringify({ id, type: 'charge.succeeded', created: 1_000, made }));
  return {
    account: 'main',
    type: 'charge.succeeded',
    created: 1_000,
    livemode: true,
    apiVersion: '2026-10-28.endive',
    connectAccount: null,
    kind: 'snapshot',
    objectId: 'ch_1',
    receivedAt: 1_000,
    origin: 'webhook',
    quarantine: null,
    ...given,
    id,
    body,
    digest: createHash('sha256').update(body).digest(),
  };
}

export function plan(given: Partial<PlannedDelivery> = {}): PlannedDelivery {
  return {
    op: 'card',
    subjectId: 's1',
    channel: 'finance',
    lane,
    route: 'everything',
    changeKey: null,
    severity: 'normal',
    mention: null,
    opensCard: true,
    news: true,
    notBefore: 1_000,
    settleMs: 2_000,
    deadlineAt: 6_000,
    foldClass: 'late',
    foldAt: null,
    amount: { minor: '1000', currency: 'eur' },
    tone: 'good',
    ...given,
  };
}

export function reply(changeKey: string, given: Partial<PlannedDelivery> = {}): PlannedDelivery {
  return plan({ op: 'reply', changeKey, foldClass: null, ...given });
}

export function subject(given: Partial<SubjectWrite> = {}): SubjectWrite {
  return {
    id: 's1',
    base: [],
    account: 'main',
    livemode: true,
    kind: 'payment',
    keys: ['pi_1'],
    state: emptyState,
    search: { customer: null, amount: null, code: null },
    refreshCards: false,
    ...given,
  };
}

export interface Happening {
  readonly now?: number;
  readonly event?: Partial<IncomingEvent>;
  readonly subjects?: readonly SubjectWrite[];
  readonly deliveries?: readonly PlannedDelivery[];
  readonly late?: boolean;
  readonly state?: EventCommit['state'];
  readonly check?: EventCommit['check'];
}

/** A store with the steps that most tests take on their way. */
export class Scene {
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** Accepts and claims one event; nothing else may be waiting. */
  async claimed(event: Partial<IncomingEvent> = {}, now = 1_000): Promise<{ seq: number; id: string }> {
    const given = incoming(event);
    const { seq } = await this.store.acceptEvent(given);
    const claimed = await this.store.claimEvents({ owner, now, until: far, limit: 100 });
    if (!claimed.some((one) => one.seq === seq)) throw new Error(`event ${given.id} could not be claimed`);
    return { seq, id: given.id };
  }

  async tryCommit(happening: Happening): Promise<{ seq: number; id: string; outcome: 'committed' | 'conflict' }> {
    const event = await this.claimed(happening.event, happening.now);
    const outcome = await this.store.commitEvent({
      seq: event.seq,
      owner,
      now: happening.now ?? 1_000,
      state: happening.state ?? 'routed',
      reason: fine,
      late: happening.late ?? false,
      ...(happening.check === undefined ? {} : { check: happening.check }),
      decision: null,
      subjects: happening.subjects ?? [],
      deliveries: happening.deliveries ?? [],
    });
    return { ...event, outcome };
  }

  /** An event of subject `s1` (or those given), from its newest version. */
  async happen(happening: Happening = {}): Promise<{ seq: number; id: string }> {
    const subjects: SubjectWrite[] = [];
    for (const write of happening.subjects ?? [subject()]) {
      const known = await this.store.getSubject(write.id);
      const base = write.base.length > 0 || known === null ? write.base : [{ id: known.id, version: known.version }];
      subjects.push({ ...write, base });
    }
    const { outcome, ...event } = await this.tryCommit({ ...happening, subjects });
    if (outcome !== 'committed') throw new Error(`event ${event.id} met a conflict`);
    return event;
  }

  async versionOf(id: string): Promise<{ id: string; version: number }> {
    const found = await this.store.getSubject(id);
    if (found === null) throw new Error(`no subject ${id}`);
    return { id: found.id, version: found.version };
  }

  async lease(now = 1_000, by = owner): Promise<LaneLease> {
    const [lease] = await this.store.leaseLanes({ owner: by, now, until: now + 10_000, limit: 10 });
    if (lease === undefined) throw new Error('no lane has anything due');
    return lease;
  }

  /** Every delivery, oldest first. */
  async all(state?: DeliveryState): Promise<Delivery[]> {
    const found = await this.store.listDeliveries({ limit: 10_000, ...(state === undefined ? {} : { state }) });
    return found.toReversed();
  }

  async take(lease: LaneLease, ids: readonly number[], now = 1_000): Promise<Delivery[]> {
    return this.store.takeDeliveries({ lane: lease.lane, fence: lease.fence, now, ids, nextSendAt: now + 1_000 });
  }

  async finish(lease: LaneLease, id: number, given: Partial<DeliveryFinish> = {}): Promise<void> {
    await this.store.finishDelivery({
      id,
      lane: lease.lane,
      fence: lease.fence,
      now: 1_500,
      tookMs: 12,
      outcome: { kind: 'sent', ts: '1.000' },
      state: 'sent',
      nextTryAt: null,
      degraded: 0,
      contentHash: 'hash',
      laneNotBefore: null,
      possibleDuplicate: false,
      ...given,
    });
  }

  /** Sends what is due in the lane and has not been sent, each with a ts of its own. */
  async sendDue(now: number, ts = `${now}.000`): Promise<Delivery[]> {
    const lease = await this.lease(now);
    const head = await this.store.laneHead({ lane: lease.lane, fence: lease.fence, now, limit: 10 });
    const taken = await this.take(lease, [head.due[0]?.id ?? 0], now);
    for (const delivery of taken) await this.finish(lease, delivery.id, { now, outcome: { kind: 'sent', ts } });
    return taken;
  }
}

/** What is counted as it changes must equal what is there. */
export async function countedRight(store: Store): Promise<{ counted: unknown; stored: unknown }> {
  const { events, deliveries } = await store.counts();
  const stored: Record<string, number> = {};
  for (const state of eventStates) {
    stored[`event ${state}`] = (await store.listEvents({ limit: 100_000, state })).length;
  }
  for (const state of deliveryStates) {
    stored[`delivery ${state}`] = (await store.listDeliveries({ limit: 100_000, state })).length;
  }
  const counted = Object.fromEntries([
    ...Object.entries(events).map(([state, count]) => [`event ${state}`, count]),
    ...Object.entries(deliveries).map(([state, count]) => [`delivery ${state}`, count]),
  ]);
  return { counted, stored };
}
