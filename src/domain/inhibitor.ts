import type { FailureKind } from './incident.ts';

/** An open incident, as decisions know it: what belongs to it is told on its card, in the channels where that stands. */
export interface Inhibitor {
  readonly incident: string;
  readonly account: string;
  readonly livemode: boolean;
  readonly kind: FailureKind;
  /** Null: whatever fails of its kind. */
  readonly codes: readonly string[] | null;
  /** Names of channels in the configuration. */
  readonly channels: readonly string[];
}
