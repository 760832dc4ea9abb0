import type { DeliveryState } from '../domain/delivery.ts';
import type { EventOrigin, EventState, Reason } from '../domain/event.ts';

/** What reconciling and the alarms about silence and lag ask of the store. Times are milliseconds since the epoch. */
export interface ReconcileStore {
  /** What became of those of `ids` that the account holds; ids it never received are absent. At most 500 at once. */
  eventFates(query: { account: string; ids: readonly string[] }): Promise<EventFate[]>;
  /** Connected accounts (`acct_…`) that events named since `since`, sorted; with `created` (Unix seconds) of the first. */
  connectAccounts(query: { account: string; since: number }): Promise<{ id: string; firstAt: number }[]>;
  /** How many webhooks of the account were received in [from, to); what reconciling brought does not count. */
  countArrivals(query: { account: string; from: number; to: number }): Promise<number>;
  /** When the newest webhook of the account was received; null where none ever was. */
  lastArrival(account: string): Promise<number | null>;
  /** Webhooks of each full hour since `sinceHour` as they were noted; hours are whole hours since the epoch. */
  streamHours(query: { account: string; sinceHour: number }): Promise<{ hour: number; arrivals: number }[]>;
  /** Notes the webhooks of one full hour, once for all; forgets hours before `keepFromHour`. */
  noteStreamHour(note: { account: string; hour: number; arrivals: number; keepFromHour: number }): Promise<void>;
  /** How far the stages are behind at `now`; lanes of a paused workspace do not count. */
  backlog(now: number): Promise<Backlog>;
  /**
   * True where `owner` may do `name` until `until`: nobody else holds it at `now`. One answer for a group of processes, so
   * that what recurs is done once; a turn that its owner does not renew goes to whoever asks next.
   */
  holdTurn(turn: { name: string; owner: string; now: number; until: number }): Promise<boolean>;
}

export interface EventFate {
  readonly id: string;
  readonly state: EventState;
  readonly reason: Reason | null;
  readonly origin: EventOrigin;
  /** How many deliveries of each state the event has; what a digest told counts as `folded`. */
  readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
}

export interface Backlog {
  /** Receipt of the oldest event that could be interpreted and is not; null where there is none. */
  readonly oldestReceivedAt: number | null;
  /** The earliest deadline of what is due and not sent, by lane. */
  readonly overdue: readonly { readonly lane: string; readonly deadlineAt: number }[];
  /** Lanes with parked deliveries, and how many. */
  readonly parked: readonly { readonly lane: string; readonly count: number }[];
}
