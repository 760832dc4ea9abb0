import type { Chart } from './chart.ts';
import type { Phrase } from './phrase.ts';
import type { Severity, Tone } from './severity.ts';
import type { SubjectKind } from './subject.ts';

export interface Fact {
  readonly label: string;
  readonly value: Phrase;
}

/** A card's content before anybody decided who may read what: made by interpret from a subject's newest state. */
export interface CardContent {
  readonly kind: SubjectKind;
  /** Stable name of the state shown: `payment.succeeded`, `payment.refunded`, `dispute.needs_response`. */
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  /** The amount first, then what happened: "€42.00 paid", "Dispute lost". At most one line. */
  readonly headline: Phrase;
  /** Who: customer's name or e-mail; empty where unknown. */
  readonly who: Phrase;
  /** What: product, plan, order; empty where unknown. */
  readonly what: Phrase;
  /** Two columns at most ten facts. */
  readonly facts: readonly Fact[];
  /** Sentences below the facts: the decline in plain words and what to do. */
  readonly notes: readonly Phrase[];
  /** Shown below the notes; in words where it can be shown in no other way. */
  readonly chart?: Chart;
  /**
   * Stripe's dashboard first. Built by us, so never a foreign host. `key` is set where the configuration put text of others
   * into the URL: then the link is shown only where that text may be.
   */
  readonly links: readonly { readonly label: string; readonly url: string; readonly key?: string }[];
  readonly livemode: boolean;
  readonly account: string;
  readonly connectAccount: string | null;
  /** Unix seconds of the newest happening shown. */
  readonly at: number;
}
