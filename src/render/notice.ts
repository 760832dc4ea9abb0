import type { SlackMessage } from '../domain/message.ts';
import { context } from './blocks.ts';
import { breakAutoLinks, escapeMrkdwn, mentionToken } from './escape.ts';
import { fitMessage } from './fit.ts';
import type { ChannelView } from './view.ts';

/** A sentence of Tillbell about itself (a parked channel, a paused workspace). The text is shown literally. */
export function renderNotice(text: string, view: ChannelView): SlackMessage {
  const mention = mentionToken(view.mention);
  const line = `⚙️  *Tillbell*  ${escapeMrkdwn(text)}`;
  return fitMessage({
    text: breakAutoLinks(`Tillbell: ${escapeMrkdwn(text)}`),
    blocks: [context(mention === null ? line : `${line} ${mention}`)],
    color: null,
  });
}
