import { decimalsOf } from '../../domain/money.ts';
import { type Tone, tones } from '../../domain/severity.ts';
import type { DigestContents } from '../store.ts';
import { first, rows, type Steps } from './query.ts';

/** Of several deliveries of one subject in a digest (its card, replies to it) the newest counts. */
const newest = `SELECT id, subject_id, amount_minor, amount_currency, tone,
    row_number() OVER (PARTITION BY coalesce(subject_id, '') || CASE WHEN subject_id IS NULL THEN delivery_key ELSE '' END
      ORDER BY CASE WHEN op = 'card' THEN 0 ELSE 1 END, id DESC) AS place
  FROM deliveries WHERE digest_id = ?`;

/**
 * Exact whatever the amounts: equal amounts are counted by the database and added up as bigint here, where SQLite would
 * overflow at 64 bits and JavaScript's numbers round from 53.
 */
export function* digestContents(query: { digestId: number; largest: number }): Steps<DigestContents> {
  const groups = yield* rows<{
    amount_minor: string | null;
    amount_currency: string | null;
    tone: Tone;
    count: number;
  }>(
    `SELECT amount_minor, amount_currency, tone, count(*) AS count FROM (${newest}) AS lines WHERE place = 1
     GROUP BY amount_minor, amount_currency, tone`,
    query.digestId,
  );
  const span = yield* first<{ since: number | null }>(
    'SELECT min(created_at) AS since FROM deliveries WHERE digest_id = ?',
    query.digestId,
  );
  const sums = new Map<string, { currency: string; tone: Tone; count: number; minor: bigint }>();
  const without = new Map<Tone, number>();
  for (const { amount_minor: minor, amount_currency: currency, tone, count } of groups) {
    if (minor === null || currency === null) {
      without.set(tone, (without.get(tone) ?? 0) + count);
      continue;
    }
    const sum = sums.get(`${currency} ${tone}`) ?? { currency, tone, count: 0, minor: 0n };
    sums.set(`${currency} ${tone}`, {
      ...sum,
      count: sum.count + count,
      minor: sum.minor + BigInt(minor) * BigInt(count),
    });
  }
  const currencies = [...new Set([...sums.values()].map((sum) => sum.currency))];
  return {
    count: groups.reduce((sum, group) => sum + group.count, 0),
    totals: [...sums.values()]
      .toSorted((a, b) => a.currency.localeCompare(b.currency) || tones.indexOf(a.tone) - tones.indexOf(b.tone))
      .map((sum) => ({ ...sum, minor: `${sum.minor}` as const })),
    withoutAmount: tones.flatMap((tone) => {
      const count = without.get(tone);
      return count === undefined ? [] : [{ tone, count }];
    }),
    largestSubjects: yield* largestSubjects(query, currencies),
    since: span?.since ?? 0,
  };
}

interface Line {
  readonly subject_id: string;
  readonly amount_minor: string;
  readonly amount_currency: string;
}

/**
 * The largest of each currency, then the largest of those by their decimal value: two currencies cannot truly be compared
 * without a rate, but a list must begin somewhere. Subjects without an amount fill what is left, newest first.
 */
function* largestSubjects(
  query: { digestId: number; largest: number },
  currencies: readonly string[],
): Steps<string[]> {
  const lines: Line[] = [];
  for (const currency of currencies) {
    lines.push(
      ...(yield* rows<Line>(
        `SELECT subject_id, amount_minor, amount_currency FROM (${newest}) AS lines
         WHERE place = 1 AND amount_currency = ? AND subject_id IS NOT NULL
         ORDER BY length(ltrim(amount_minor, '-')) DESC, ltrim(amount_minor, '-') DESC, id LIMIT ?`,
        query.digestId,
        currency,
        query.largest,
      )),
    );
  }
  const largest = lines.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, query.largest);
  if (largest.length === query.largest) return largest.map((line) => line.subject_id);
  const rest = yield* rows<{ subject_id: string }>(
    `SELECT subject_id FROM (${newest}) AS lines
     WHERE place = 1 AND amount_currency IS NULL AND subject_id IS NOT NULL ORDER BY id DESC LIMIT ?`,
    query.digestId,
    query.largest - largest.length,
  );
  return [...largest, ...rest].map((line) => line.subject_id);
}

/** Only to sort by: rounding does no harm. */
function sizeOf(line: Line): number {
  return Math.abs(Number(line.amount_minor)) / 10 ** decimalsOf(line.amount_currency);
}
