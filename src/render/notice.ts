import type { Block, SlackMessage } from '../domain/message.ts';
import { context, section } from './blocks.ts';
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

/** The weekly proposal with its button: what can be done now. `text` is mrkdwn that was made with `say`. */
export function proposalBlocks(text: string, week: string, button: 'accept' | 'undo'): Block[] {
  const label = button === 'accept' ? 'Digest once a day' : 'Undo';
  return [
    section(text),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'act_proposal',
          text: { type: 'plain_text', text: label, emoji: false },
          value: `${button}:${week}`,
        },
      ],
    },
  ];
}

/** As it is first told. */
export function renderProposal(text: string, week: string, view: ChannelView): SlackMessage {
  const said = escapeMrkdwn(maskCards(clean(text)));
  const asked = `Nobody touched what these routes posted for two weeks: ${said}. Shall they come in a digest once a day? What is critical stays as it is.`;
  const blocks = view.interactive === true ? proposalBlocks(asked, week, 'accept') : [section(asked)];
  return fitMessage({ text: breakAutoLinks(asked), blocks, color: null });
}
