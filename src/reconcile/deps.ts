import type { RouteConfig } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { IncomingEvent } from '../domain/event.ts';
import type { Severity } from '../domain/severity.ts';
import type { StripeLister } from '../domain/stripe-lister.ts';
import type { ReconcileStore } from '../store/reconcile-store.ts';
import type { Store } from '../store/store.ts';

/** As pino has it; only ids, codes and figures are ever passed. */
export interface ReconcileLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** One account that can be asked, because it has an API key. */
export interface ReconcileAccount {
  readonly name: string;
  /** Null where the configuration does not say: then the objects' own word counts. */
  readonly livemode: boolean | null;
  readonly lister: StripeLister;
  /** Paths of its doors: `/webhooks/stripe/main`, and `/webhooks/stripe` for the first account. */
  readonly doors: readonly string[];
}

/** What both the service and `tillbell verify` need to ask Stripe and to take in what is missing. */
export interface AskDeps {
  readonly store: Pick<Store, keyof ReconcileStore | 'acceptEvent' | 'findSubjects'>;
  readonly clock: Clock;
  /** The event as the door would hand it to the store, with origin `reconcile`; null where it is no event at all. */
  readonly toIncoming: (body: Uint8Array, account: string) => IncomingEvent | null;
}

export interface ReconcileDeps extends AskDeps {
  readonly store: Pick<
    Store,
    keyof ReconcileStore | 'acceptEvent' | 'findSubjects' | 'getSetting' | 'putSetting' | 'enqueueNotice' | 'counts'
  >;
  readonly log: ReconcileLog;
  /** Names this process among those that share the store. */
  readonly owner: string;
  readonly accounts: () => readonly ReconcileAccount[];
  /** Names of all accounts, also of those without an API key: their webhooks are watched for silence. */
  readonly streams: () => readonly string[];
  readonly routes: () => readonly RouteConfig[];
  /** Where alarms are told; null where no channel is configured. */
  readonly alarmsTo: () => { readonly channel: string; readonly lane: string } | null;
  /** Signatures too far in the future so far, in this process. */
  readonly clockAlarms: () => Promise<number>;
  /** What parts that are no stage find wrong with themselves, by the codes of `besideCodes`. */
  readonly beside: () => readonly Finding[];
  readonly figures: ReconcileFigures;
  readonly options?: Partial<ReconcileOptions>;
}

/** What is counted for /metrics. Labels never hold ids. */
export interface ReconcileFigures {
  gap(gap: { readonly account: string; readonly how: 'event' | 'object' }): void;
  round(round: { readonly account: string; readonly outcome: string }): void;
  /** Unix seconds up to which everything that Stripe lists was compared. */
  mark(mark: { readonly account: string; readonly at: number }): void;
  alarm(alarm: { readonly code: AlarmCode; readonly scope: string; readonly open: boolean }): void;
}

export interface ReconcileOptions {
  /** Time between two rounds of events, in milliseconds. */
  readonly everyMs: number;
  /** Time from the start to the first round: what was missed while Tillbell was down is of use at once. */
  readonly firstMs: number;
  /** Time between two comparisons of objects. */
  readonly objectsEveryMs: number;
  /** A change of an object counts as missed when no event showed it for so long. */
  readonly confirmMs: number;
  /** Time between two looks at the backlog. */
  readonly lagEveryMs: number;
  /** Calls to Stripe a second at most, by account. */
  readonly callsPerSecond: number;
}

export const alarmCodes = [
  'gaps',
  'stream_silent',
  'endpoint_disabled',
  'endpoint_types',
  'lag',
  'channel_parked',
  'event_conflict',
  'clock',
  'reconcile_refused',
  'certificate',
  'address_unlisted',
] as const;
export type AlarmCode = (typeof alarmCodes)[number];

/** What a watch found wrong. Built of names, ids and figures; nothing personal. */
export interface Finding {
  readonly code: AlarmCode;
  /** What it is about: an account, a lane; the same scope is told once while it lasts. */
  readonly scope: string;
  readonly severity: Severity;
  /** Null: told elsewhere already; only its end is told. */
  readonly text: string | null;
  /** Told when it is over; null: it ends without a word. */
  readonly over: string | null;
}
