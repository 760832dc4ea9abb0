import type { Topic } from '../domain/severity.ts';
import { matchesType } from './match.ts';

/**
 * Which topics an event of a family can have at all. Only what is sure: a sale's events may be payments, renewals, failures
 * or more, so they are not listed. Longer prefixes go first.
 */
const sure: readonly (readonly [string, readonly Topic[]])[] = [
  ['charge.dispute.', ['disputes']],
  ['charge.refund.', ['refunds', 'payments']],
  ['radar.early_fraud_warning.', ['fraud']],
  ['review.', ['reviews', 'fraud']],
  ['refund.', ['refunds', 'failures']],
  ['payout.', ['payouts', 'failures']],
  ['balance.', ['balance']],
  ['product.', ['catalog']],
  ['price.', ['catalog']],
  ['coupon.', ['catalog']],
  ['quote.', ['quotes']],
  ['issuing_', ['issuing']],
  ['treasury.', ['treasury']],
  ['terminal.', ['terminal']],
];

/** True where no event that `pattern` means can have any of `topics`. */
export function contradicts(pattern: string, topics: readonly (Topic | '*')[]): boolean {
  if (topics.length === 0 || topics.includes('*')) return false;
  const family = pattern.endsWith('.*') ? pattern.slice(0, -1) : pattern;
  const known = sure.find(([prefix]) => family.startsWith(prefix));
  return known !== undefined && !known[1].some((topic) => topics.includes(topic));
}

/** True where events of this topic can be of a type that `patterns` mean. */
export function mayHaveTopic(patterns: readonly string[], topic: Topic): boolean {
  return patterns.length === 0 || patterns.some((pattern) => !contradicts(pattern, [topic]));
}

export function coversTypes(outer: readonly string[], inner: readonly string[]): boolean {
  if (outer.length === 0) return true;
  return (
    inner.length > 0 && inner.every((type) => outer.some((pattern) => pattern === type || matchesType(pattern, type)))
  );
}
