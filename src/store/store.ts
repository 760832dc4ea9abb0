import type { Decision } from '../domain/decision.ts';
import type { DeliveryOp, DeliveryState, Outcome } from '../domain/delivery.ts';
import type { AcceptResult, EventOrigin, EventState, IncomingEvent, Reason } from '../domain/event.ts';
import type { LedgerFact } from '../domain/ledger.ts';
import type { Money } from '../domain/money.ts';
import type { Severity, Tone } from '../domain/severity.ts';
import type { Subject, SubjectKind, SubjectState } from '../domain/subject.ts';
import type { ActionStore, IncomingAction } from './action-store.ts';
import type { ConsoleStore } from './console-store.ts';
import type { DeskWrite, DisputeStore } from './dispute-store.ts';
import type { FieldStore } from './field-store.ts';
import type { FailureWrite, IncidentStore } from './incident-store.ts';
import type { InstallationStore } from './installation-store.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { ReconcileStore } from './reconcile-store.ts';
import type { RouteChangeStore } from './route-change-store.ts';
import type { SilenceStore } from './silence-store.ts';
import type { SummaryStore } from './summary-store.ts';
import type { UnfurlStore } from './unfurl-store.ts';
import type { UsageStore } from './usage-store.ts';

/**
 * Everything that outlives the process, in the words of the stages that need it. Two engines implement it and pass one
 * conformance suite (`test/conformance`). Every write is atomic and is on disk when its promise resolves; writes that are
 * asked for while a commit runs share the next one. All times are milliseconds since the epoch unless said otherwise, and
 * always passed in: a store never reads a clock.
 *
 * Errors: a write that could not be committed rejects with TillbellError `store_unavailable` (full disk, dead database,
 * closed); nothing of it is then visible. `lease_lost` where a lane's fencing token is not the newest.
 */
export interface Store
  extends EventStore,
    SubjectStore,
    LaneStore,
    InspectStore,
    StoreKeeping,
    ReconcileStore,
    ActionStore,
    FieldStore,
    InstallationStore,
    UnfurlStore,
    RouteChangeStore,
    SilenceStore,
    UsageStore,
    IncidentStore,
    ConsoleStore,
    LedgerStore,
    DisputeStore,
    SummaryStore {}

// ── receive ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly until: number;
  readonly limit: number;
  /**
   * Also what this owner holds already. For an owner that has nothing in work: a commit that was answered as failed may
   * have come through all the same (the disk failed after the write, the connection before the answer).
   */
  readonly regain?: boolean;
}

export interface EventStore {
  /** Commits the event; resolves only after fsync. De-duplicates by account and id (shared test ids: and body). */
  acceptEvent(event: IncomingEvent): Promise<AcceptResult>;
  /** Received events, oldest first, leased to `owner` until `until`; never one that another owner's running lease holds. */
  claimEvents(claim: Claim): Promise<ClaimedEvent[]>;
  /** Writes what became of one event: its state, its subjects, its deliveries, in one transaction. */
  commitEvent(commit: EventCommit): Promise<'committed' | 'conflict'>;
  /** Gives a claimed event back to be tried again at `retryAt`, or for good as `failed`. */
  deferEvent(defer: { seq: number; owner: string; retryAt: number | null; reason: Reason }): Promise<void>;
}

export interface ClaimedEvent extends EventRow {
  /** Null where the stored bytes do not decrypt or have another digest: the caller quarantines the row (F35). */
  readonly body: Uint8Array | null;
  /** How often it was claimed before. */
  readonly tries: number;
}

/** An event without its payload. */
export interface EventRow {
  readonly seq: number;
  readonly account: string;
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  readonly connectAccount: string | null;
  readonly kind: 'snapshot' | 'thin';
  readonly objectId: string | null;
  readonly receivedAt: number;
  readonly origin: EventOrigin;
  readonly state: EventState;
  readonly reason: Reason | null;
  /** Arrived after newer news of its subject: recorded, but it did not change the card. */
  readonly late: boolean;
  readonly subjectId: string | null;
}

export interface EventCommit {
  readonly seq: number;
  readonly owner: string;
  readonly now: number;
  readonly state: EventState;
  readonly reason: Reason;
  readonly late: boolean;
  readonly decision: Decision | null;
  /** First the subject the event is about, then those it also changes (a dispute changes its payment). */
  readonly subjects: readonly SubjectWrite[];
  readonly deliveries: readonly PlannedDelivery[];
  /** What the event says of money that did not come, or came after all: by it incidents are found. */
  readonly failure?: FailureWrite;
  /** What the event says of money and subscriptions, for the ledger. */
  readonly ledger?: readonly LedgerFact[];
  /** What the event says for the dispute desk's figures. */
  readonly desk?: DeskWrite;
  /** Mapped fields of its object are to be held against Stripe. */
  readonly check?: IncomingAction;
}

export interface SubjectWrite {
  /** The survivor's id: the oldest of `base`, or a new one. */
  readonly id: string;
  /** Each stored subject that this state was computed from, with the version read; those other than `id` are merged into it. */
  readonly base: readonly { readonly id: string; readonly version: number }[];
  readonly account: string;
  readonly livemode: boolean;
  readonly kind: SubjectKind;
  /** All keys known now. A key that meanwhile belongs to a subject outside `base` makes the commit a conflict. */
  readonly keys: readonly string[];
  readonly state: SubjectState;
  /** Plain columns to search by; ids and figures only, nothing personal. */
  readonly search: { readonly customer: string | null; readonly amount: Money | null; readonly code: string | null };
  /** Its cards, in whichever channel, are to be made true again. */
  readonly refreshCards: boolean;
}

/**
 * What shall be done for one subject in one channel. The store turns it into rows by these rules, in the transaction:
 * card: a pending card delivery of this subject and channel absorbs it (the more urgent of both wins) · a posted card →
 * an update after `settleMs` · a card that a digest told → a card of its own only if `news` · none → a post if
 * `opensCard`, else nothing. reply: once per subject, channel and change key; only where a card is posted or pending.
 */
export interface PlannedDelivery {
  readonly op: 'card' | 'reply';
  readonly subjectId: string;
  /** Name of the channel in the configuration; the lane is derived from the Slack id it has there. */
  readonly channel: string;
  readonly lane: string;
  readonly route: string;
  readonly changeKey: string | null;
  readonly severity: Severity;
  readonly mention: string | null;
  readonly opensCard: boolean;
  readonly news: boolean;
  /** When a new card may be posted: now, or at the end of a hold (incoming webhooks, quiet hours). */
  readonly notBefore: number;
  readonly settleMs: number;
  readonly deadlineAt: number;
  /** Coalescing class: deliveries of one lane and class may become one digest. Null: never folded. */
  readonly foldClass: string | null;
  /** Set for a scheduled digest: told only in the digest that goes out then. */
  readonly foldAt: number | null;
  readonly amount: Money | null;
  readonly tone: Tone;
}

// ── subjects ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface SubjectStore {
  /** The subjects that any of `keys` belongs to, oldest first; merged ones are followed to their survivor. */
  findSubjects(query: { account: string; livemode: boolean; keys: readonly string[] }): Promise<Subject[]>;
  /** By id; a merged one gives its survivor; null where unknown. */
  getSubject(id: string): Promise<Subject | null>;
  cardsOf(subjectId: string): Promise<CardRow[]>;
  /** Ids of invoices of this customer over this amount that no payment is joined to yet and that changed since `since`. */
  findInvoices(query: {
    account: string;
    livemode: boolean;
    customer: string;
    amount: Money;
    since: number;
  }): Promise<string[]>;
  /** Schedules an update (low priority, after `settleMs`) of every posted card of the subject: something beside its own
   * events became known, such as a product's name. Returns how many cards it concerns. */
  refreshCards(refresh: { subjectId: string; now: number; settleMs: number }): Promise<number>;
  /** Enrichment cache: a Stripe object fetched earlier, or null where absent or past `expiresAt`. */
  getCached(query: { account: string; id: string; now: number }): Promise<string | null>;
  putCached(entry: { account: string; id: string; json: string; expiresAt: number }): Promise<void>;
  dropCached(entry: { account: string; id: string }): Promise<void>;
}

export interface CardRow {
  readonly subjectId: string;
  readonly channel: string;
  readonly lane: string;
  /** The route that opened it, by its full name. */
  readonly route: string;
  /** posted: stands in Slack at `ts` · folded: told by a digest · gone: was deleted in Slack or retracted. */
  readonly state: 'posted' | 'folded' | 'gone';
  readonly ts: string | null;
  /** Hash of the message as last written: an update that would change nothing is skipped. */
  readonly contentHash: string | null;
  readonly postedAt: number;
}

// ── deliver ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface LaneStore {
  /**
   * Leases lanes that have something due. A lane that another owner holds is given only after its lease ended. Deliveries
   * that an earlier lease left `sending` become `ambiguous` here: nobody knows whether they arrived.
   */
  leaseLanes(lease: { owner: string; now: number; until: number; limit: number }): Promise<LaneLease[]>;
  renewLanes(renew: { owner: string; now: number; until: number; lanes: readonly string[] }): Promise<string[]>;
  releaseLanes(release: { owner: string; lanes: readonly string[] }): Promise<void>;
  /** When the next delivery of any lane falls due; null where none is pending. */
  nextDueAt(): Promise<number | null>;
  /** Due deliveries of the lane: ambiguous ones first, then by priority, then by age; with the size of each fold class. */
  laneHead(query: { lane: string; fence: number; now: number; limit: number }): Promise<LaneHead>;
  /** Marks deliveries as `sending`, before the request leaves, and paces the lane: nothing more before `nextSendAt`. */
  takeDeliveries(take: {
    lane: string;
    fence: number;
    now: number;
    ids: readonly number[];
    nextSendAt: number;
  }): Promise<Delivery[]>;
  /** Folds every due delivery of the class into one new digest, already `sending`; null where nothing is left to fold. */
  foldDeliveries(fold: {
    lane: string;
    fence: number;
    now: number;
    foldClass: string;
    nextSendAt: number;
  }): Promise<Delivery | null>;
  /** What a digest holds: exact sums, and its largest lines. */
  digestContents(digestId: number, largest: number): Promise<DigestContents>;
  /** Writes one attempt and what follows from it, in one transaction. */
  finishDelivery(finish: DeliveryFinish): Promise<void>;
  /** A request left under a lease that was another's by the time of its answer: what may stand twice is flagged and tidied. */
  noteStray(stray: Stray): Promise<void>;
  /** Stops or (reason null) resumes every lane of a workspace. */
  pauseWorkspace(pause: { workspace: string; reason: Reason | null; now: number }): Promise<void>;
  /** A sentence about Tillbell itself, at most one pending per lane and code. */
  enqueueNotice(notice: {
    channel: string;
    lane: string;
    code: string;
    text: string;
    now: number;
    severity: Severity;
  }): Promise<void>;
}

export interface Stray {
  readonly id: number;
  readonly now: number;
  /** Of the message that it posted; null where that is not known. */
  readonly ts: string | null;
  /** It changed a card that stood already, perhaps back to what was true before. */
  readonly changed: boolean;
}

export interface LaneLease {
  readonly lane: string;
  readonly fence: number;
  readonly nextSendAt: number;
}

export interface LaneHead {
  readonly due: readonly Delivery[];
  readonly folds: readonly {
    readonly foldClass: string;
    readonly count: number;
    readonly oldestDeadlineAt: number;
    readonly newestDeadlineAt: number;
    /** True where the class is scheduled and its time has come. */
    readonly scheduled: boolean;
  }[];
}

export interface Delivery {
  readonly id: number;
  readonly op: DeliveryOp;
  readonly state: DeliveryState;
  readonly lane: string;
  readonly channel: string;
  readonly route: string;
  readonly subjectId: string | null;
  readonly changeKey: string | null;
  readonly severity: Severity;
  readonly priority: number;
  readonly mention: string | null;
  readonly foldClass: string | null;
  readonly createdAt: number;
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly attempts: number;
  /** The same news in a simpler form, after Slack refused the first: 0 as designed, 1 text only. */
  readonly degraded: number;
  /** True where the subject's card stands in this channel already: a `card` is then an update, which may wait behind news. */
  readonly posted: boolean;
  /** Notice: its text. Retract: the ts to delete. */
  readonly note: string | null;
  /** Opaque key carried in the message's metadata, by which an ambiguous send is looked for. */
  readonly deliveryKey: string;
}

export interface DigestContents {
  readonly count: number;
  /** Sums per currency and tone, of the newest amount of each folded subject; exact. */
  readonly totals: readonly {
    readonly currency: string;
    readonly tone: Tone;
    readonly count: number;
    readonly minor: `${bigint}`;
  }[];
  /** Folded deliveries without an amount, by tone. */
  readonly withoutAmount: readonly { readonly tone: Tone; readonly count: number }[];
  readonly largestSubjects: readonly string[];
  readonly since: number;
}

export interface DeliveryFinish {
  readonly id: number;
  readonly lane: string;
  readonly fence: number;
  readonly now: number;
  /** Milliseconds from the request's start to its end. */
  readonly tookMs: number;
  readonly outcome: Outcome | { readonly kind: 'skipped'; readonly reason: Reason };
  readonly state: DeliveryState;
  /** For a delivery that goes on pending (retry, degrade, gone): when next. */
  readonly nextTryAt: number | null;
  readonly degraded: number;
  readonly contentHash: string | null;
  /** Slack asked to wait with this lane (429). */
  readonly laneNotBefore: number | null;
  /** Counted and shown: perhaps a second copy of the same message. */
  readonly possibleDuplicate: boolean;
}

// ── what people ask ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface InspectStore {
  /** All that is known of an event id, newest row last; empty where unknown. */
  explainEvent(query: { id: string; account?: string }): Promise<EventExplained[]>;
  eventBody(seq: number): Promise<Uint8Array | null>;
  listEvents(query: {
    before?: number;
    limit: number;
    type?: string;
    state?: EventState;
    subjectId?: string;
    since?: number;
  }): Promise<EventRow[]>;
  listDeliveries(query: { state?: DeliveryState; lane?: string; limit: number; before?: number }): Promise<Delivery[]>;
  /** Sends parked and dead deliveries, or interprets events, once more. Returns how many rows were set free. */
  replay(query: ReplayQuery & { now: number }): Promise<{ events: number; deliveries: number }>;
  counts(): Promise<StoreCounts>;
  /**
   * Lanes that nobody serves though something in them was due by `dueBy`, the longest first. Not those of a paused workspace,
   * nor those in which anything was let out after `dueBy`.
   */
  idleLanes(query: { now: number; dueBy: number }): Promise<IdleLane[]>;
}

export interface ReplayQuery {
  readonly eventIds?: readonly string[];
  readonly deliveryIds?: readonly number[];
  readonly states?: readonly (DeliveryState | EventState)[];
  readonly route?: string;
  readonly since?: number;
  readonly until?: number;
}

export interface EventExplained extends EventRow {
  readonly decision: Decision | null;
  readonly subject: { readonly id: string; readonly kind: SubjectKind; readonly keys: readonly string[] } | null;
  readonly deliveries: readonly (Delivery & {
    readonly reason: Reason | null;
    readonly ts: string | null;
    readonly sentAt: number | null;
    readonly tries: readonly {
      readonly at: number;
      readonly outcome: string;
      readonly detail: string;
      readonly tookMs: number;
    }[];
  })[];
}

export interface IdleLane {
  readonly lane: string;
  /** Since when its longest due delivery could have gone out. */
  readonly dueAt: number;
}

export interface StoreCounts {
  readonly events: Readonly<Record<EventState, number>>;
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly possibleDuplicateMessages: number;
  readonly lanes: readonly {
    readonly lane: string;
    readonly pending: number;
    readonly oldestPendingAt: number | null;
    readonly paused: Reason | null;
    readonly nextSendAt: number;
  }[];
}

// ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StoreKeeping {
  /** Resolves if a transaction can commit now; rejects with `store_unavailable` otherwise. */
  ping(): Promise<void>;
  /** Deletes what is past its time and not pending; returns what went. Call again while `more`. */
  retain(limits: { eventsBefore: number; batch: number }): Promise<{ events: number; subjects: number; more: boolean }>;
  /** Re-encrypts one batch with the newest key; call again while `more`. The old key can go when it is false. */
  rotateKeys(batch: number): Promise<{ rows: number; more: boolean }>;
  /** Key ids in use with the number of rows under each. */
  keysInUse(): Promise<{ keyId: string; rows: number }[]>;
  /** A small value of Tillbell's own (cursors, counters); null where absent. */
  getSetting(name: string): Promise<string | null>;
  putSetting(name: string, value: string): Promise<void>;
  /** Called after commits that may have made work for a stage; only ever a hint that something is due now. */
  onWork(listener: (stage: 'interpret' | 'deliver') => void): () => void;
  close(): Promise<void>;
}
