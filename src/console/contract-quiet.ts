import type { SilenceMatcher } from '../domain/silence.ts';

export interface SilenceLine {
  readonly id: string;
  readonly matcher: SilenceMatcher;
  readonly createdAt: number;
  readonly until: number;
  readonly author: string;
  readonly reason: string;
  readonly effect: 'digest' | 'drop';
  readonly critical: boolean;
  readonly digestMs: number | null;
  readonly active: boolean;
  readonly endedBy: string | null;
  readonly held: readonly { readonly channel: string; readonly count: number }[];
}

export interface SilenceCreate {
  /** At least one; all that are given must match. */
  readonly matcher: SilenceMatcher;
  /** Milliseconds since the epoch; at most 90 days ahead. */
  readonly until: number;
  readonly reason: string;
  readonly effect?: 'digest' | 'drop';
  readonly critical?: boolean;
  /** At least a minute, at most a day. */
  readonly digestMs?: number;
}

export interface Quiet {
  /** Those that hold, then those that ended within 30 days. */
  readonly silences: readonly SilenceLine[];
  readonly intervals: readonly {
    readonly name: string;
    readonly days: readonly string[];
    readonly from: string;
    readonly to: string;
    readonly timezone: string;
    readonly channels: readonly string[];
    readonly except: readonly string[];
    readonly then: 'digest' | 'drop';
    readonly now: boolean;
  }[];
  /** Quiet hours and silences as spans within the asked `from`–`to` (at most 62 days; a week from today unless told). */
  readonly calendar: readonly {
    readonly kind: 'interval' | 'silence';
    /** Name of the interval, id of the silence. */
    readonly id: string;
    readonly label: string;
    readonly from: number;
    readonly to: number;
    /** Empty: all. */
    readonly channels: readonly string[];
  }[];
  /** What nobody saw of the last seven days. */
  readonly blindness: {
    readonly since: number;
    /** Events with a meaning: shown, held or hidden. */
    readonly alerts: number;
    readonly shown: number;
    /** By silences and quiet hours, to be told later. */
    readonly held: number;
    /** By silences and quiet hours, kept on record only. */
    readonly dropped: number;
    /** By routes that name no channel, or none that matched. */
    readonly unrouted: number;
    /** Parked and dead deliveries: wanted, and not there. */
    readonly stuck: number;
    /** Share of `alerts` that nobody has seen so far, 0–1. */
    readonly share: number;
    /** True where only the newest part of the time was counted. */
    readonly partial: boolean;
    readonly reasons: readonly { readonly code: string; readonly text: string; readonly count: number }[];
  };
}
