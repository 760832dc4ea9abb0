import type { Topic } from './severity.ts';

/** What people changed in the route tree from Slack, beside the configuration. It holds until somebody ends it. */
export type RouteChange = {
  /** `rc_…`: follows from what it says, so that the same asked for twice is one. */
  readonly id: string;
  /** Slack user id. */
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
} & (
  | {
      readonly kind: 'subscription';
      /** A channel's name in the configuration. */
      readonly channel: string;
      readonly topics: readonly (Topic | '*')[];
      /** CEL, type-checked when it was made; null: every alert of the topics. */
      readonly when: string | null;
    }
  | {
      readonly kind: 'digest';
      /** Full name of the route: `sales / europe`. */
      readonly route: string;
      readonly digestMs: number;
    }
);

/** Of each week one proposal at most, whatever it holds. */
export interface DigestProposal {
  /** ISO week: `2026-W48`. */
  readonly week: string;
  readonly channel: string;
  readonly lane: string;
  /** Full names of the routes that nobody touched. */
  readonly routes: readonly string[];
}
