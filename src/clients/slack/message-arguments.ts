import type { JsonObject } from '../../domain/json.ts';
import type { SlackMessage } from '../../domain/message.ts';

export const deliveryEventType = 'tillbell_delivery';

/**
 * A message as arguments of the Web API and of webhooks. `blocks` and `attachments` are always named, because an edit
 * keeps those that it does not name. A bar of colour needs an attachment, and then the text goes into its fallback:
 * beside an attachment Slack would show it a second time.
 */
export function contentArguments(message: SlackMessage): JsonObject {
  const { text, color } = message;
  const blocks = [...message.blocks];
  if (color === null || blocks.length === 0) return { text, blocks, attachments: [] };
  return { text: '', blocks: [], attachments: [{ color, fallback: text, blocks }] };
}

/** Text that customers control must never be turned into links or mentions by Slack itself. */
export const literalText = { parse: 'none', link_names: false } as const;

/** No previews of the links that a card holds. */
export const noPreviews = { unfurl_links: false, unfurl_media: false } as const;
