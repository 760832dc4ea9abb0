import { type Build, list, timeZone } from './build.ts';
import { amountsByCurrency } from './build-amounts.ts';
import { durationOf } from './build-routes.ts';
import type { DisputesConfig } from './config.ts';
import { durationText } from './duration.ts';
import type { Path } from './fault.ts';
import { mentionOf } from './mention.ts';
import type { DisputesFile, ProgramFile } from './schema-disputes.ts';
import { weekdays } from './schema-parts.ts';
import { shown } from './shown.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The dispute desk's settings, only those that the file gives: the desk knows what is usual. */
export function buildDisputes(build: Build, file: DisputesFile): DisputesConfig {
  const path: Path = ['disputes'];
  const escalateTo = mentionIn(build, file.escalate_to, [...path, 'escalate_to']);
  const escalateAfterMs = durationOf(build, file.escalate_after, [...path, 'escalate_after'], 60_000, 30 * dayMs);
  return {
    ...(file.enabled === undefined ? {} : { enabled: file.enabled }),
    ...(file.ladder === undefined ? {} : { rungs: rungsOf(build, file.ladder, [...path, 'ladder']) }),
    ...(file.business_hours === undefined
      ? {}
      : { hours: hoursOf(build, file.business_hours, [...path, 'business_hours']) }),
    ...(escalateTo === null ? {} : { escalateTo }),
    ...(escalateAfterMs === null ? {} : { escalateAfterMs }),
    ...(file.fee === undefined ? {} : { fees: amountsByCurrency(build, file.fee, [...path, 'fee']) }),
    ...(file.counter_fee === undefined
      ? {}
      : { counterFees: amountsByCurrency(build, file.counter_fee, [...path, 'counter_fee']) }),
    ...(file.programs === undefined ? {} : { programs: programsOf(build, file.programs, [...path, 'programs']) }),
  };
}

function rungsOf(build: Build, ladder: readonly string[], path: Path): { name: string; beforeMs: number }[] {
  const seen = new Set<number>();
  return ladder.flatMap((text, index) => {
    const ms = durationOf(build, text, [...path, index], hourMs / 4, 60 * dayMs);
    if (ms === null) return [];
    if (seen.has(ms)) {
      build.fault({
        code: 'bad_value',
        path: [...path, index],
        message: `${shown(text)} is in the list twice`,
        suggestion: 'keep one of the two',
      });
      return [];
    }
    seen.add(ms);
    return [{ name: durationText(ms), beforeMs: ms }];
  });
}

function hoursOf(
  build: Build,
  file: NonNullable<DisputesFile['business_hours']>,
  path: Path,
): NonNullable<DisputesConfig['hours']> {
  const { from = '09:00', to = '17:00' } = file;
  if (from >= to) {
    build.fault({
      code: 'bad_value',
      path: [...path, 'to'],
      message: `${shown(to)} is not after ${shown(from)}`,
      suggestion: 'give hours of one day, such as from: "09:00" and to: "17:00"',
    });
  }
  return {
    days: daysOf(list(file.days ?? 'mon-fri')),
    from,
    to,
    timezone: file.timezone === undefined ? null : timeZone(build, file.timezone, [...path, 'timezone'], 'UTC'),
  };
}

/** Monday 1 … Sunday 7; `fri-mon` runs on through the week's end. */
function daysOf(spans: readonly string[]): number[] {
  const order: readonly string[] = weekdays;
  const days = new Set<number>();
  for (const span of spans) {
    const [first = '', last = first] = span.split('-');
    const [start, end] = [order.indexOf(first), order.indexOf(last)];
    if (start < 0 || end < 0) continue;
    for (let day = start; ; day = (day + 1) % 7) {
      days.add(day + 1);
      if (day === end) break;
    }
  }
  return [...days].toSorted((a, b) => a - b);
}

function mentionIn(build: Build, text: string | undefined, path: Path): string | null {
  if (text === undefined) return null;
  const mention = mentionOf(text);
  if (mention !== null && /^<(?:@|!subteam)/.test(mention)) return mention;
  build.fault({
    code: 'bad_id',
    path,
    message: `${shown(text)} is not the id of a person or a user group`,
    suggestion: 'write U… or S…: in Slack, the profile’s menu, Copy member ID',
  });
  return null;
}

function programsOf(build: Build, files: readonly ProgramFile[], path: Path): NonNullable<DisputesConfig['programs']> {
  return files.flatMap((file, index) => {
    const day = new Date(`${file.from}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(file.from)) {
      build.fault({
        code: 'bad_value',
        path: [...path, index, 'from'],
        message: `${shown(file.from)} is not a date`,
        suggestion: 'write 2026-04-01',
      });
      return [];
    }
    const { name, from, count, percent, per = 'same_month', fraud_reports: fraudReports = false } = file;
    return [{ name, network: file.network.toLowerCase(), from, count, percent, per, fraudReports }];
  });
}
