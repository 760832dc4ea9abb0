import type { Failure, FailureHour, IncidentKind } from '../../domain/incident.ts';
import { decimalsOf } from '../../domain/money.ts';
import { baselineOf, median, thresholdOf } from './baseline.ts';

export interface IncidentLimits {
  /** Weeks of history without which a decline spike is not looked for. */
  readonly weeks: number;
  /** Failures within an hour that are a spike whatever is usual; null: the baseline decides. */
  readonly failures: number | null;
  /** Distinct cards within ten minutes that are card testing, where most tries fail and are small. */
  readonly cards: number;
}

export const usualLimits: IncidentLimits = { weeks: 4, failures: null, cards: 15 };

/** What is known of one account and mode. Failures are oldest first; those of an open incident are in it, too. */
export interface IncidentScene {
  /** Unix seconds. */
  readonly now: number;
  readonly failures: readonly Failure[];
  readonly hours: readonly FailureHour[];
  /** The first hour in which anything was counted; null: nothing ever was. */
  readonly firstHour: number | null;
  readonly open: readonly IncidentKind[];
}

export interface Opening {
  readonly kind: IncidentKind;
  readonly codes: readonly string[] | null;
  readonly since: number;
  readonly threshold: number;
  readonly usual: number | null;
}

const hourSeconds = 3_600;
const testingSeconds = 600;
/** A second failed payout or restricted account within so long is no single mishap any more. */
const daysSeconds = 7 * 86_400;
const leastSpike = 10;
/** A tester tries amounts that nobody notices. */
const smallMajorUnits = 10;
const failingShare = 0.7;
/** One code that makes up so much of a spike names it. */
const namingShare = 0.6;

/** Which incidents begin now. Pure: the same scene gives the same answer. At most one of each kind is open at a time. */
export function detect(scene: IncidentScene, limits: IncidentLimits): Opening[] {
  const openings: Opening[] = [];
  const testing = scene.open.includes('card_testing') ? null : cardTesting(scene, limits);
  if (testing !== null) openings.push(testing);
  const payments = scene.open.includes('card_testing') || scene.open.includes('decline_spike') || testing !== null;
  const spike = payments ? null : declineSpike(scene, limits);
  if (spike !== null) openings.push(spike);
  for (const [kind, of] of [
    ['payout_failure', 'payout'],
    ['account_restriction', 'account'],
  ] as const) {
    if (scene.open.includes(kind)) continue;
    const recent = scene.failures.filter((one) => one.kind === of && one.at > scene.now - daysSeconds);
    const first = recent[0];
    if (first === undefined || new Set(recent.map(({ subjectId }) => subjectId)).size < 2) continue;
    openings.push({ kind, codes: null, since: first.at, threshold: 2, usual: null });
  }
  return openings;
}

/** Payments of one code, or of all, that fail more often within the last hour than is usual in this hour of the week. */
export function declineSpike(scene: IncidentScene, limits: IncidentLimits): Opening | null {
  const recent = paymentsSince(scene, hourSeconds);
  const [all, byCode] = [subjectsOf(recent), countBy(recent)];
  const largest = [...byCode].sort(([, a], [, b]) => b - a)[0];
  const named = largest !== undefined && largest[1] >= namingShare * all ? largest[0] : null;
  for (const code of named === null ? [null] : [named, null]) {
    const level = levelOf(scene, limits, code);
    const count = code === null ? all : (byCode.get(code) ?? 0);
    if (level === null || count < level.threshold) continue;
    const since = recent.find((one) => code === null || one.code === code)?.at ?? scene.now;
    return { kind: 'decline_spike', codes: code === null ? null : [code], since, ...level };
  }
  return null;
}

/** From how many failures an hour on it is a spike; null while nobody can say what is usual. */
export function levelOf(
  scene: IncidentScene,
  limits: IncidentLimits,
  code: string | null,
): { threshold: number; usual: number | null } | null {
  if (limits.failures !== null) return { threshold: limits.failures, usual: null };
  if (scene.firstHour === null) return null;
  const hour = Math.floor(scene.now / hourSeconds);
  // The last sixty minutes reach into two hours of the week: the busier one counts.
  const [now, before] = [hour, hour - 1].map((one) => baselineOf(scene.hours, code, one, scene.firstHour ?? one));
  const baseline = [now, before].reduce((a, b) => ((a?.median ?? 0) >= (b?.median ?? 0) ? a : b));
  if (baseline === undefined || Math.min(now?.weeks ?? 0, before?.weeks ?? 0) < limits.weeks) return null;
  return { threshold: thresholdOf(baseline, leastSpike), usual: baseline.median };
}

/** Many cards, small amounts, and most tries fail: somebody tries out stolen numbers. Needs no history. */
function cardTesting(scene: IncidentScene, limits: IncidentLimits): Opening | null {
  const recent = paymentsSince(scene, testingSeconds);
  const cards = new Set(recent.flatMap(({ card }) => card ?? [])).size;
  if (cards < limits.cards) return null;
  const sizes = recent.flatMap(({ amount }) =>
    amount === null
      ? []
      : [Number(amount.minor) / 10 ** decimalsOf(amount.currency) / (decimalsOf(amount.currency) === 0 ? 100 : 1)],
  );
  if (median(sizes) > smallMajorUnits) return null;
  const hour = Math.floor(scene.now / hourSeconds);
  const paid = scene.hours.reduce(
    (sum, one) =>
      one.code === 'paid' && one.hour >= hour - (scene.now % hourSeconds < testingSeconds ? 1 : 0)
        ? sum + one.count
        : sum,
    0,
  );
  if (recent.length < failingShare * (recent.length + paid)) return null;
  return { kind: 'card_testing', codes: null, since: recent[0]?.at ?? scene.now, threshold: limits.cards, usual: null };
}

/** Whether an open incident is over: what failed works again, or failing is no longer more than half of what opened it. */
export function isOver(
  incident: {
    kind: IncidentKind;
    codes: readonly string[] | null;
    threshold: number;
    figures: { failed: number; recovered: number; lastAt: number };
  },
  scene: IncidentScene,
): boolean {
  const { figures, kind, codes, threshold } = incident;
  if (kind === 'payout_failure' || kind === 'account_restriction') {
    return figures.failed === figures.recovered || figures.lastAt <= scene.now - daysSeconds;
  }
  const seconds = kind === 'card_testing' ? testingSeconds : hourSeconds;
  const recent = paymentsSince(scene, seconds).filter(({ code }) => codes === null || codes.includes(code));
  return subjectsOf(recent) < threshold / 2;
}

function paymentsSince(scene: IncidentScene, seconds: number): Failure[] {
  return scene.failures.filter((one) => one.kind === 'payment' && one.at > scene.now - seconds);
}

/** A payment that one customer tries again and again is one failure. */
function subjectsOf(failures: readonly Failure[]): number {
  return new Set(failures.map(({ subjectId }) => subjectId)).size;
}

function countBy(failures: readonly Failure[]): Map<string, number> {
  const subjects = new Map<string, Set<string>>();
  for (const { code, subjectId } of failures) subjects.set(code, (subjects.get(code) ?? new Set()).add(subjectId));
  return new Map([...subjects].map(([code, ids]) => [code, ids.size]));
}
