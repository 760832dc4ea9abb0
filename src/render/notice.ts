import type { SlackMessage } from '../domain/message.ts';
import { context } from './blocks.ts';
import { clean } from './clean.ts';
import { breakAutoLinks, escapeMrkdwn, mentionToken } from './escape.ts';
import { fitMessage } from './fit.ts';
import { maskCards } from './mask.ts';
import type { ChannelView } from './view.ts';

/** A sentence of Tillbell about itself (a parked channel, a paused workspace). The text is shown literally. */
export function renderNotice(text: string, view: ChannelView): SlackMessage {
  const mention = mentionToken(view.mention);
  // It may quote what Slack or Stripe answered.
  const said = escapeMrkdwn(maskCards(clean(text)));
  const line = `⚙️  *Tillbell*  ${said}`;
  return fitMessage({
    text: breakAutoLinks(`Tillbell: ${said}`),
    blocks: [context(mention === null ? line : `${line} ${mention}`)],
    color: null,
  });
}
