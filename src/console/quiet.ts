import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { SilenceRow } from '../store/silence-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { blindnessOf } from './blindness.ts';
import type { Quiet, SilenceLine } from './contract-quiet.ts';
import { timeText } from './cursor.ts';
import { parsed, Refusal } from './refusal.ts';

export interface QuietDeps {
  readonly clock: Clock;
  readonly store: Pick<Store, 'counts'> & Pick<ConsoleStore, 'tallyEvents'>;
  readonly silences: () => Promise<readonly SilenceRow[]>;
  readonly intervals: () => Quiet['intervals'];
  /** When quiet hours hold within the time asked about. */
  readonly spans: (from: number, to: number) => readonly { name: string; from: number; to: number }[];
}

const dayMs = 86_400_000;
const longestMs = 62 * dayMs;
const query = z.object({ from: timeText.optional(), to: timeText.optional() });

/** Silences, quiet hours and what nobody saw. */
export function quiet(deps: QuietDeps): Handler<'GET /api/quiet'> {
  return async (request) => {
    const asked = parsed(query, request.query);
    const now = deps.clock.now();
    const from = asked.from ?? now;
    const to = asked.to ?? from + 7 * dayMs;
    if (to <= from || to - from > longestMs) {
      throw new Refusal(400, 'bad_input', 'the time asked about ends after it begins, and is at most 62 days', {
        field: 'to',
      });
    }
    const silences = await deps.silences();
    const lines = silences.map((row) => silenceLine(row, now));
    const intervals = deps.intervals();
    const channelsOf = new Map(intervals.map(({ name, channels }) => [name, channels]));
    return {
      silences: [...lines.filter(({ active }) => active), ...lines.filter(({ active }) => !active)],
      intervals,
      calendar: [
        ...deps.spans(from, to).map((span) => ({
          kind: 'interval' as const,
          id: span.name,
          label: span.name,
          from: span.from,
          to: span.to,
          channels: channelsOf.get(span.name) ?? [],
        })),
        ...lines
          .filter((line) => line.createdAt < to && line.until > from && line.endedBy === null)
          .map((line) => ({
            kind: 'silence' as const,
            id: line.id,
            label: line.reason,
            from: Math.max(from, line.createdAt),
            to: Math.min(to, line.until),
            channels: line.matcher.channel === undefined ? [] : [line.matcher.channel],
          })),
      ],
      blindness: await blindnessOf(deps.store, now),
    };
  };
}

export function silenceLine(row: SilenceRow, now: number): SilenceLine {
  const { id, matcher, createdAt, until, author, reason, effect, critical, digestMs = null, endedBy, held } = row;
  return {
    id,
    matcher,
    createdAt,
    until,
    author,
    reason,
    effect,
    critical,
    digestMs,
    endedBy,
    held,
    active: until > now && endedBy === null,
  };
}
