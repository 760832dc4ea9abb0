/** How much of what each route says people touch. */
export interface UsageStore {
  /** Since `since` (milliseconds since the epoch), by route, sorted by name. */
  routeUsage(since: number): Promise<RouteUsage[]>;
}

export interface RouteUsage {
  readonly route: string;
  /** Cards posted. */
  readonly posts: number;
  /** Subjects told in a digest only. */
  readonly folded: number;
  readonly digests: number;
  readonly replies: number;
  /** Clicks of people on its cards. */
  readonly clicks: number;
  /** Cards that somebody acknowledged, and the time from the post to that, in milliseconds; null where nobody did. */
  readonly acknowledged: number;
  readonly medianAckMs: number | null;
}
