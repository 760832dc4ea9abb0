import type { EventState } from '../domain/event.ts';
import type { SlackMessage } from '../domain/message.ts';
import type { Money } from '../domain/money.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { AuditEntry } from './action-store.ts';
import type { EventRow } from './store.ts';

/** What the console remembers and searches. Times are milliseconds since the epoch. */
export interface ConsoleStore {
  /** Keeps messages as they stand in Slack now; of one place (channel, ts) the last counts. Returns the newest version. */
  putFeed(entries: readonly FeedEntry[]): Promise<number>;
  /** Messages of a channel (or all) that open no thread of another, newest posted first, each followed by its replies. */
  listFeed(query: { channel?: string; before?: number; limit: number }): Promise<FeedPage>;
  /** What changed after `version`, oldest change first. */
  feedAfter(query: { version: number; limit: number }): Promise<FeedRow[]>;
  /** The newest version; 0 where there is none. */
  feedVersion(): Promise<number>;
  /** The message at this place with its thread, oldest first. */
  feedThread(place: { channel: string; ts: string }): Promise<FeedRow[]>;

  /** `id` is the SHA-256 of the token, in hex: the token itself is nowhere. */
  putSession(session: SessionRow): Promise<void>;
  /** Null where unknown, of another kind, or past its end. */
  getSession(query: { id: string; kind: SessionRow['kind']; now: number }): Promise<SessionRow | null>;
  /** Takes it away and gives it: of two who come with one link one gets it. */
  takeSession(query: { id: string; kind: SessionRow['kind']; now: number }): Promise<SessionRow | null>;

  /** Id of the encryption key that new rows are under. */
  newestKey(): Promise<string>;

  putDialogue(dialogue: { id: string; now: number; json: string }): Promise<void>;
  /** Null where there is none. */
  getDialogue(id: string): Promise<string | null>;

  /** A record of something that no action stands for. */
  noteAudit(note: AuditEntry & { readonly at: number }): Promise<void>;

  /** One look at stored events, newest first; see EventQuery. */
  searchEvents(query: EventQuery): Promise<EventsFound>;
  getEvent(seq: number): Promise<EventFound | null>;
  /** What became of the newest `newest` events received since `since`, by state and reason. */
  tallyEvents(query: { since: number; newest: number }): Promise<EventTally>;
  /** Last changed first. */
  searchSubjects(query: SubjectQuery): Promise<SubjectFound[]>;
  /** Deliveries by id as lists show them, in the order of their ids. */
  describeDeliveries(ids: readonly number[]): Promise<DeliveryNote[]>;
  /** What is pending waits for a person from now on. Returns how many. */
  parkDeliveries(park: { ids: readonly number[]; by: string }): Promise<number>;
}

export interface FeedEntry {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly subjectId: string | null;
  /** Null: it was removed; what it said is forgotten. */
  readonly message: SlackMessage | null;
  readonly edited: boolean;
  readonly at: number;
}

export interface FeedRow {
  readonly version: number;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly message: SlackMessage;
  readonly edited: boolean;
  readonly removed: boolean;
  readonly subjectId: string | null;
  readonly postedAt: number;
  readonly at: number;
}

export interface FeedPage {
  readonly rows: readonly FeedRow[];
  /** For the next page; null at the end. */
  readonly before: number | null;
}

export interface SessionRow {
  readonly id: string;
  readonly kind: 'session' | 'link';
  readonly expiresAt: number;
  readonly role: string;
  readonly via: 'slack' | 'link';
  readonly name: string;
  readonly slackUser: string | null;
}

/** Any id that means something to people, and the accounts in which it may. */
export interface AnyId {
  readonly id: string;
  readonly accounts: readonly string[];
}

/** All that is given must match. */
export interface EventQuery {
  /** Only rows with a smaller seq. */
  readonly before: number | null;
  readonly limit: number;
  /** Where no index leads straight to what is asked: how many numbers of `seq` to look through, from the newest. */
  readonly span: number;
  /** Of an event, of one of its subject's objects, of a customer, of a subject. */
  readonly anyId?: AnyId;
  readonly type?: string;
  /** `charge.`: every type that begins so. */
  readonly typePrefix?: string;
  readonly state?: EventState;
  readonly account?: string;
  readonly livemode?: boolean;
  readonly subjectId?: string;
  readonly customer?: string;
  /** Minor units, inclusive. */
  readonly amount?: { readonly currency: string; readonly min: number; readonly max: number };
  readonly since?: number;
  readonly until?: number;
}

export interface EventFound extends EventRow {
  readonly customer: string | null;
  readonly amount: Money | null;
}

export interface EventsFound {
  readonly rows: readonly EventFound[];
  /** Everything from this seq on was looked at; null: everything there is. */
  readonly reached: number | null;
  /** When the row at `reached` came; null as above. */
  readonly reachedAt: number | null;
}

export interface EventTally {
  readonly groups: readonly {
    readonly state: EventState;
    readonly code: string;
    readonly text: string;
    readonly count: number;
  }[];
  /** True where older events of the time were left out. */
  readonly partial: boolean;
}

export interface SubjectQuery {
  readonly anyId?: AnyId;
  readonly kind?: SubjectKind;
  readonly customer?: string;
  /** Where the last page ended. */
  readonly before?: { readonly updatedAt: number; readonly id: string };
  readonly limit: number;
}

export interface SubjectFound {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly account: string;
  readonly livemode: boolean;
  readonly code: string | null;
  readonly customer: string | null;
  readonly amount: Money | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface DeliveryNote {
  readonly id: number;
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly sentAt: number | null;
  readonly ts: string | null;
}
