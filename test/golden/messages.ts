import type { SlackMessage } from '../../src/domain/message.ts';
import { renderCard } from '../../src/render/card.ts';
import { renderDigest } from '../../src/render/digest.ts';
import { renderNotice } from '../../src/render/notice.ts';
import { redactCard, redactPhrase } from '../../src/render/redact.ts';
import { renderReply } from '../../src/render/reply.ts';
import { simplify } from '../../src/render/simplify.ts';
import type { ChannelView } from '../../src/render/view.ts';
import { cards, financeView, now, replies, salesView } from './samples.ts';
import { summaryMessages } from './summaries.ts';

const paged: ChannelView = { ...financeView, mention: '<!subteam^S0FINANCE>' };

function sampleCard(name: string, view: ChannelView): SlackMessage {
  const content = cards[name];
  if (content === undefined) throw new RangeError(`no sample card ${name}`);
  return renderCard(redactCard(content, view), view);
}

function flashSale(view: ChannelView): SlackMessage {
  const largest = ['fraud-warning', 'checkout-completed', 'payment-paid', 'payment-failed'].flatMap(
    (name) => cards[name] ?? [],
  );
  return renderDigest(
    {
      count: 250,
      totals: [
        { currency: 'eur', tone: 'good', count: 201, minor: '844200' },
        { currency: 'usd', tone: 'good', count: 31, minor: '189950' },
        { currency: 'jpy', tone: 'good', count: 5, minor: '61500' },
        { currency: 'eur', tone: 'bad', count: 11, minor: '46200' },
      ],
      withoutAmount: [{ tone: 'neutral', count: 2 }],
      largest: largest.map((content) => redactCard(content, view)),
      since: (now - 5) * 1000,
      route: 'everything else',
    },
    view,
  );
}

/** Every sample as each channel would get it; the golden files and the gallery show the same. */
export function sampleMessages(): Readonly<Record<string, SlackMessage>> {
  const messages: Record<string, SlackMessage> = {};
  for (const name of Object.keys(cards)) messages[name] = sampleCard(name, salesView);
  messages['payment-paid-full'] = sampleCard('payment-paid', financeView);
  messages['payment-paid-minimal'] = sampleCard('payment-paid', { ...salesView, privacy: 'minimal' });
  messages['payment-paid-buttons'] = sampleCard('payment-paid', { ...salesView, interactive: true });
  messages['payment-paid-text-only'] = simplify(sampleCard('payment-paid', salesView));
  messages['dispute-needs-response-full'] = sampleCard('dispute-needs-response', paged);
  messages['digest'] = flashSale(salesView);
  for (const [name, phrase] of Object.entries(replies))
    messages[name] = renderReply(redactPhrase(phrase, salesView), salesView);
  messages['notice'] = renderNotice(
    'This channel was archived and is open again; 14 messages were kept and follow now.',
    salesView,
  );
  return { ...messages, ...summaryMessages() };
}
