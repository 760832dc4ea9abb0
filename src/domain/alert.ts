import type { JsonObject } from './json.ts';
import type { Money } from './money.ts';
import type { Severity, Tone, Topic } from './severity.ts';
import type { Change, SubjectKind } from './subject.ts';

/** What one event means to people, with all that routes can match on. Made by interpret, read by route. */
export interface Alert {
  readonly eventId: string;
  readonly eventType: string;
  readonly account: string;
  readonly connectAccount: string | null;
  readonly livemode: boolean;
  /** Unix seconds. */
  readonly at: number;
  readonly subjectKind: SubjectKind;
  /** Stable name of the meaning: `payment.succeeded`, `dispute.created`, `subscription.cancel_scheduled`. */
  readonly code: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly tone: Tone;
  /** True where a card is posted if the subject has none yet in the channel; false where the event only changes one. */
  readonly opensCard: boolean;
  /** The reply for the thread of a card that already exists; null where the event is no news by itself. */
  readonly change: Change | null;
  readonly amount: Money | null;
  /** The same amount in the currency in which Stripe settles it, by its balance transaction; absent where it is not known. */
  readonly settled?: Money;
  readonly customer: string | null;
  readonly products: readonly string[];
  readonly prices: readonly string[];
  readonly plans: readonly string[];
  readonly country: string | null;
  readonly paymentMethod: string | null;
  readonly declineCode: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly object: JsonObject;
}
