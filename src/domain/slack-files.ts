import type { Reason } from './event.ts';

/** What came of an upload. Nobody sees a file before a message names it, so that repeating one does no harm. */
export type Uploaded =
  /** `F…`, for the `slack_file` of an image block. Slack makes it ready a moment later. */
  | { readonly kind: 'uploaded'; readonly fileId: string }
  /** `afterMs` is Slack's Retry-After, else null. */
  | { readonly kind: 'retry'; readonly reason: Reason; readonly afterMs: number | null }
  /** No picture can be uploaded until a person acts: scope missing, token revoked, files not allowed. */
  | { readonly kind: 'refused'; readonly reason: Reason };

/** Files in Slack; implemented in clients/slack. Expected failures are outcomes, never thrown. */
export interface SlackFiles {
  upload(file: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly title: string;
    /** For those who do not see it. */
    readonly alt: string;
  }): Promise<Uploaded>;
}
