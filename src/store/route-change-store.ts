import type { DigestProposal, RouteChange } from '../domain/route-change.ts';

/** What people changed in the route tree from Slack. Times are milliseconds since the epoch. */
export interface RouteChangeStore {
  /** Those that hold, oldest first. */
  routeChanges(): Promise<RouteChange[]>;
  /** Makes it hold, also where it was ended before; false where it holds already. */
  putRouteChange(change: RouteChange): Promise<boolean>;
  /** False where no such change holds. */
  endRouteChange(end: { readonly id: string; readonly by: string; readonly now: number }): Promise<boolean>;
  /** Full names of routes whose digest was ended by somebody: nobody is asked about them again. */
  declinedRoutes(): Promise<string[]>;
  /**
   * The proposal of a week, told in its lane by `text`; once for ever, whoever asks. Without routes nothing is told. False
   * where the week has one.
   */
  proposeDigest(proposal: DigestProposal & { readonly text: string; readonly now: number }): Promise<boolean>;
  getProposal(week: string): Promise<DigestProposal | null>;
}
