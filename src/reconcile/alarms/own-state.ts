import type { Backlog } from '../../store/reconcile-store.ts';
import type { AlarmCode, Finding } from '../deps.ts';

/** Found by parts that are no stage, and told with the rest. */
export const besideCodes: readonly AlarmCode[] = ['certificate', 'address_unlisted'];
export const ownCodes: readonly AlarmCode[] = ['lag', 'channel_parked', 'event_conflict', 'clock', ...besideCodes];

/** Longest time from receipt to interpretation before it counts as lag, in milliseconds: the promise of DESIGN. */
export const mostLagMs = 5_000;
/** A conflict or a clock alarm is over when none came for so long. */
export const quietForMs = 3_600_000;

export interface OwnState {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly backlog: Backlog;
  /** True where the look before found lag too: a single late message is no alarm. */
  readonly laggedBefore: boolean;
  /** When the last conflict (F25) and the last signature from the future (F6) were seen; null: never. */
  readonly conflictAt: number | null;
  readonly clockAt: number | null;
}

/** Milliseconds by which the stages are behind: since receipt for what waits to be interpreted, past its deadline for the rest. */
export function lagOf(backlog: Backlog, now: number): number {
  const waiting = backlog.oldestReceivedAt === null ? 0 : now - backlog.oldestReceivedAt;
  const overdue = backlog.overdue.map((lane) => now - lane.deadlineAt + mostLagMs);
  return Math.max(0, waiting, ...overdue);
}

/** What is wrong with Tillbell itself. Pure. */
export function ownFindings(state: OwnState): readonly Finding[] {
  const { now, backlog } = state;
  const findings: Finding[] = [];
  const lag = lagOf(backlog, now);
  if (lag > mostLagMs && state.laggedBefore) {
    findings.push({
      code: 'lag',
      scope: 'all',
      severity: 'critical',
      text: `Tillbell is ${Math.round(lag / 1000)} s behind: news reaches Slack later than it should. Nothing is lost; see /metrics and docs/operations.md, "lag".`,
      over: 'Tillbell has caught up: news is in time again.',
    });
  }
  for (const { lane } of backlog.parked) {
    findings.push({
      code: 'channel_parked',
      scope: lane,
      severity: 'high',
      // Another channel was told of it when it happened, by delivery itself.
      text: null,
      over: `Nothing waits for ${lane} any more.`,
    });
  }
  if (recent(state.conflictAt, now)) {
    findings.push({
      code: 'event_conflict',
      scope: 'all',
      severity: 'high',
      text: 'An event id came again with another body. The first is kept as it was, the other is quarantined: tillbell why shows both. Stripe does not do this; check who knows the signing secret.',
      over: null,
    });
  }
  if (recent(state.clockAt, now)) {
    findings.push({
      code: 'clock',
      scope: 'all',
      severity: 'high',
      text: 'A webhook was signed more than 5 minutes in the future: the clock of this machine is wrong, and webhooks are refused. Check its time synchronisation.',
      over: null,
    });
  }
  return findings;
}

function recent(at: number | null, now: number): boolean {
  return at !== null && now - at < quietForMs;
}
