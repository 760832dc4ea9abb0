import type { Silence } from '../domain/silence.ts';

/** Silences, and what they and quiet hours kept from a channel. Times are milliseconds since the epoch. */
export interface SilenceStore {
  putSilence(silence: Silence & { readonly now: number }): Promise<void>;
  /**
   * Ends it now: what it held is due at once. `unknown`: there is no such silence · `over`: it had ended before.
   */
  endSilence(end: { id: string; by: string; now: number }): Promise<'ended' | 'over' | 'unknown'>;
  /** Those that hold at `now`. */
  activeSilences(now: number): Promise<Silence[]>;
  /** Newest first, with those that ended since `since`. */
  listSilences(query: { since: number; limit: number }): Promise<SilenceRow[]>;
  /** What was dropped by holds that ended before `before` and is not told yet. */
  untoldHolds(before: number): Promise<UntoldHold[]>;
  /** Puts the sentence into the lane, once for all; false where it was told before. */
  tellHold(tell: {
    readonly hold: string;
    readonly channel: string;
    readonly lane: string;
    readonly text: string;
    readonly now: number;
  }): Promise<boolean>;
}

export interface SilenceRow extends Silence {
  readonly createdAt: number;
  /** Who ended it before its time; null where nobody did. */
  readonly endedBy: string | null;
  /** Subjects that it kept from each channel so far. */
  readonly held: readonly { readonly channel: string; readonly count: number }[];
}

export interface UntoldHold {
  readonly hold: string;
  readonly channel: string;
  /** In words for people: `quiet hours "nights"`. */
  readonly name: string;
  readonly until: number;
  /** Subjects, each counted once. */
  readonly count: number;
}
