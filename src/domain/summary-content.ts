import type { Chart } from './chart.ts';
import type { Phrase } from './phrase.ts';

/** A summary in words and figures, before anybody decided who may read what of it. */
export interface SummaryContent {
  /** "Daily summary · Nov 28". */
  readonly title: Phrase;
  /** The first line: what matters most of it; with the title the notification. */
  readonly headline: Phrase;
  /** One block of lines for each currency, side by side. */
  readonly currencies: readonly (readonly Phrase[])[];
  /** Headed lists below the chart: subscriptions, payments, customers, disputes. */
  readonly sections: readonly { readonly heading: string; readonly lines: readonly Phrase[] }[];
  /** How it stands against Stripe's own balance, and what else must be said of the figures. */
  readonly seal: readonly Phrase[];
  readonly chart: Chart | null;
}
