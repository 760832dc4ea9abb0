import type { Severity } from '../domain/severity.ts';

/** Everything about one channel that decides how a message looks there. Times are passed in: rendering reads no clock. */
export interface ChannelView {
  /** full: all is shown · redacted: people are masked, free text only by `allow` · minimal: amounts and states only. */
  readonly privacy: 'full' | 'redacted' | 'minimal';
  /**
   * What a redacted channel may show all the same: keys of metadata and free text (`metadata.order_id`, or `order_id` for
   * short; `metadata.*`), and the classes `email`, `name`, `phone`, `address`, `ip`, `last4`. Of no effect in `minimal`.
   */
  readonly allow: readonly string[];
  /** BCP 47 tag for money and dates. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
  /** Unix seconds. */
  readonly now: number;
  /** Where the console answers, for "see all"; null where people cannot reach it. */
  readonly consoleUrl: string | null;
  /** From the configuration only; anything that is not exactly a Slack mention is left out. */
  readonly mention: string | null;
  readonly severity: Severity;
  /**
   * True where Slack can reach our interactivity door. Even a pure link button sends a click to the app, and Slack shows a
   * warning beside it when nobody answers, so links are buttons only then; otherwise they stand in the context line.
   */
  readonly interactive?: boolean;
  /** Hosts besides stripe.com and the console that links may lead to; `compileCardFields` names those in the configuration. */
  readonly linkHosts?: readonly string[];
}
