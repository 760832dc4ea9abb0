import type { Outcome } from './delivery.ts';
import type { Reason } from './event.ts';
import type { JsonObject } from './json.ts';

/** A Block Kit block as plain JSON: newer block types are not in @slack/types yet. */
export type Block = JsonObject & { readonly type: string };

/** A message as Slack takes it. `text` alone must tell the news: it is the notification and the screen reader's version. */
export interface SlackMessage {
  readonly text: string;
  /** Empty in the simplified form. */
  readonly blocks: readonly Block[];
  /** `#rrggbb` of the bar at the side; null for none. */
  readonly color: string | null;
}

export interface SendRequest {
  /** Slack channel id; null for an incoming webhook. */
  readonly channel: string | null;
  /** Configured name of the channel, by which a webhook sender finds its URL. */
  readonly channelName: string;
  readonly message: SlackMessage;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  /** Opaque key put into message metadata, so that an ambiguous send can be looked for. */
  readonly deliveryKey: string;
  /** The subject it tells of, for our own record; never sent. */
  readonly subjectId?: string | null;
}

/** The outward half of delivery; implemented in clients/, and by nothing else. Never throws for an expected failure. */
export interface SlackSender {
  /** False for incoming webhooks: what is posted stays as it is. */
  readonly canUpdate: boolean;
  post(request: SendRequest): Promise<Outcome>;
  update(request: SendRequest & { readonly ts: string }): Promise<Outcome>;
  remove(request: { readonly channel: string; readonly ts: string }): Promise<Outcome>;
  /**
   * Looks for a message that carries `deliveryKey` (conversations.history, or .replies under `threadTs`), newest first,
   * from `oldestSeconds` on. `unknown` where scopes or membership do not allow looking.
   */
  find(query: {
    readonly channel: string;
    readonly threadTs: string | null;
    readonly deliveryKey: string;
    readonly oldestSeconds: number;
  }): Promise<{ kind: 'found'; ts: string } | { kind: 'absent' } | { kind: 'unknown'; reason: Reason }>;
}
