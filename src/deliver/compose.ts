import type { Reason } from '../domain/event.ts';
import type { SlackMessage } from '../domain/message.ts';
import type { Delivery, DigestContents } from '../store/store.ts';

/**
 * Says a delivery in words, at send time, from the subject's newest state; given by the app, because it needs interpret
 * and render. Called for card, reply, digest (with its contents, which may count one) and notice; never for retract.
 *
 * `delivery.degraded` asks for that simpler a form: the last of them (`simpler`) is text alone. A delivery with `attempts` above 1 (this try is counted) or in doubt
 * (`ambiguous`) must not be skipped as unchanged: an earlier try may have left anything in Slack. Throws for a fault of ours or of the data: after three throws the delivery
 * is a dead letter (F64). A thrown `store_unavailable` is not held against the delivery.
 */
export type Compose = (delivery: Delivery, digest: DigestContents | null) => Promise<Composed>;

export type Composed =
  | {
      readonly message: SlackMessage;
      /** Hash of the message, kept with the card; an update that would change nothing is then skipped. */
      readonly contentHash: string;
      /** How many simpler forms there are, should Slack refuse this one; 1 (text alone) where not given. */
      readonly simpler?: number;
      /** The card's ts for a reply; null posts at top level (F62). */
      readonly threadTs: string | null;
      readonly broadcast: boolean;
      /** Where the card stands: the message is an update. Null posts it. */
      readonly cardTs: string | null;
    }
  /** Nothing left to say. */
  | { readonly skip: Reason }
  /** Not yet: the card that this reply belongs to is still to be posted. Asked again after `afterMs`. */
  | { readonly wait: Reason; readonly afterMs: number };
