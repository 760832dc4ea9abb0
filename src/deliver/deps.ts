import type { Clock } from '../domain/clock.ts';
import type { DeliveryOp, DeliveryState } from '../domain/delivery.ts';
import type { SlackSender } from '../domain/message.ts';
import type { Severity } from '../domain/severity.ts';
import type { Delivery, LaneStore, Store } from '../store/store.ts';
import type { Compose } from './compose.ts';
import type { RetryLimits } from './retry-policy.ts';

/** As pino has it; only ids, codes and durations are ever passed. */
export interface DeliverLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DeliverDeps {
  readonly store: Pick<Store, keyof LaneStore | 'onWork'>;
  readonly sender: SlackSender;
  readonly compose: Compose;
  readonly clock: Clock;
  readonly log: DeliverLog;
  /** Names this process among those that share the store; never used by two, nor again after a restart. */
  readonly owner: string;
  readonly options: DeliverOptions;
  /** Where to say that `lane` cannot be written to; null where there is no other channel. */
  readonly fallback?: (lane: string) => { readonly channel: string; readonly lane: string } | null;
  /** The event for which a delivery was planned; null where none was, as for a notice. What it throws counts as null. */
  readonly causeOf?: (delivery: Delivery) => Promise<DeliveryCause | null>;
  /** Called once for every attempt, for metrics; must not throw. */
  readonly onOutcome?: (attempt: AttemptReport) => void;
  /** In [0, 1); Math.random unless given. */
  readonly random?: () => number;
}

export interface DeliverOptions {
  /** Messages a second and channel; 0 = unpaced. */
  readonly channelRate: number;
  /** How long a lane stays ours without a sign of life; 30 s unless given. */
  readonly leaseMs?: number;
  /** Longest time between two looks at the store, should every hint be lost; 1 s unless given. */
  readonly pollMs?: number;
  /** Lanes served at once; 256 unless given. */
  readonly lanes?: number;
  readonly limits?: Partial<RetryLimits>;
}

export interface DeliveryCause {
  /** Stripe's id of the event. */
  readonly event: string;
  /** 32 hexadecimal digits, the same for everything that is done because of this event. */
  readonly traceId: string;
  /** Unix seconds, by Stripe's clock. */
  readonly created: number;
  /** Milliseconds since the epoch, by ours. */
  readonly receivedAt: number;
}

/** One try, as it is logged and counted. Holds neither payload nor secret. */
export interface AttemptReport {
  readonly delivery: number;
  readonly lane: string;
  readonly op: DeliveryOp;
  readonly severity: Severity;
  readonly route: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** What was called; `none` where nothing was. */
  readonly method: 'post' | 'update' | 'remove' | 'find' | 'none';
  readonly outcome: string;
  readonly code: string | null;
  readonly state: DeliveryState;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  /** Of the call to Slack, milliseconds. */
  readonly tookMs: number;
  /** Since the delivery was planned. */
  readonly ageMs: number;
  /** Since it fell due. */
  readonly waitedMs: number;
  /** Past the time by which people were to see it; 0 where in time. */
  readonly lateMs: number;
  /** The event that it tells of, its trace, and how long ago it was received and made; null where no event caused it. */
  readonly event: string | null;
  readonly trace: string | null;
  readonly sinceReceiptMs: number | null;
  readonly sinceCreatedMs: number | null;
  readonly degraded: boolean;
  readonly possibleDuplicate: boolean;
}
