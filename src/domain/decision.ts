import type { Reason } from './event.ts';
import type { Severity } from './severity.ts';

/** One channel that shall see an alert, and how. */
export interface Target {
  /** Name of the channel in the configuration (`finance`). */
  readonly channel: string;
  readonly route: string;
  readonly severity: Severity;
  /** Slack mention from the configuration, already checked; only the first post of a card carries it. */
  readonly mention: string | null;
  /** Milliseconds after receipt by which people must have seen it. */
  readonly deadlineMs: number;
  /** `when_late`: folded only where it would miss its deadline · `scheduled`: always told in a digest · `never`. */
  readonly fold: 'when_late' | 'scheduled' | 'never';
  /** Milliseconds since the epoch when a scheduled digest goes out; null otherwise. */
  readonly foldAt: number | null;
  /** What holds it back (`silence:…`, `quiet:…`): all that one hold keeps from a channel is told in one digest. */
  readonly heldBy?: string;
}

/** What kept an alert from a channel for a while. */
export interface Held {
  readonly hold: string;
  /** In words for people: `quiet hours "nights"`. Holds no personal data. */
  readonly name: string;
  readonly channel: string;
  readonly effect: 'digest' | 'drop';
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Where an alert goes and why; stored with the event, printed by `tillbell why`. Holds no personal data. */
export interface Decision {
  readonly targets: readonly Target[];
  /** Each route that was looked at, in order, with what it said. */
  readonly path: readonly { readonly route: string; readonly matched: boolean; readonly reason: Reason }[];
  readonly reason: Reason;
  /** Set where silences or quiet hours keep it back: counted by the store, told when they end. */
  readonly held?: readonly Held[];
}
