import type { DeskSignal, DisputeRecord } from '../domain/dispute.ts';
import type { Severity } from '../domain/severity.ts';
import type { SubjectState } from '../domain/subject.ts';

/** The dispute desk: which disputes wait, what was reminded of, how they ended, and how many there are beside payments. */
export interface DisputeStore {
  /** Those that wait for an answer and are not past due at `now` (milliseconds), soonest first, at most 5,000. */
  openDisputes(now: number): Promise<OpenDisputeRow[]>;
  remindersOf(dispute: DisputeName): Promise<ReminderRow[]>;
  /**
   * Tells a rung in the thread of the dispute's card in one channel, once for ever: its row, the subject's story and the
   * reply are one transaction. `already`: it was told before · `no_card`: no card stands there · `conflict`: the subject was
   * changed meanwhile. Only `told` writes anything.
   */
  tellReminder(tell: ReminderTell): Promise<'told' | 'already' | 'no_card' | 'conflict'>;
  /** Writes down that rungs are not told, because a later one, or the card itself, says it all. */
  passOverReminders(
    pass: DisputeName & { dueBy: number; channel: string; rungs: readonly string[]; now: number },
  ): Promise<void>;
  /** How disputes ended that were opened since then (Unix seconds). */
  disputeOutcomes(since: number): Promise<DisputeOutcome[]>;
  /** Counts of these months (`2026-11`, UTC). */
  networkMonths(months: readonly string[]): Promise<NetworkMonth[]>;
}

export interface DisputeName {
  readonly account: string;
  readonly livemode: boolean;
  readonly id: string;
}

export interface OpenDisputeRow extends DisputeRecord {
  readonly account: string;
  readonly livemode: boolean;
  readonly dueBy: number;
  /** Slack user to whom it was last assigned. */
  readonly assignee: string | null;
}

export interface ReminderRow {
  readonly dueBy: number;
  readonly rung: string;
  readonly channel: string;
  readonly state: 'told' | 'passed';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ReminderTell extends DisputeName {
  readonly dueBy: number;
  readonly rung: string;
  readonly channel: string;
  readonly subjectId: string;
  /** The version that `state` was computed from. */
  readonly version: number;
  readonly state: SubjectState;
  readonly changeKey: string;
  readonly severity: Severity;
  /** `<@U…>` or `<!subteam^S…>`. */
  readonly mention: string | null;
  readonly now: number;
}

export interface DisputeOutcome {
  readonly account: string;
  readonly livemode: boolean;
  readonly reason: string;
  readonly status: 'won' | 'lost';
  /** Evidence was submitted. */
  readonly fought: boolean;
  readonly count: number;
}

export interface NetworkMonth {
  readonly account: string;
  readonly livemode: boolean;
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly network: string;
  /** Opened in this month; inquiries and what was prevented are not counted. */
  readonly disputes: number;
  readonly payments: number;
  readonly fraudReports: number;
}

/** Part of an event's commit. */
export interface DeskWrite {
  readonly account: string;
  readonly livemode: boolean;
  readonly signal: DeskSignal;
}
