import type { Block, SlackMessage } from '../domain/message.ts';
import type { Phrase } from '../domain/phrase.ts';
import type { SummaryContent } from '../domain/summary-content.ts';
import { context, fieldSections, section } from './blocks.ts';
import { fitMessage } from './fit.ts';
import { fallbackText, phraseMrkdwn } from './phrase-text.ts';
import { redactPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

/**
 * A summary: title and first line, a field for each currency, the chart, the lists, and the seal as context. The text alone
 * reads as a notification: period, amounts, number of payments.
 */
export function renderSummary(content: SummaryContent, view: ChannelView, chart: Block | null): SlackMessage {
  const words = (phrase: Phrase) => phraseMrkdwn(redactPhrase(phrase, view), view);
  const blocks: Block[] = [section(`📊  *${words(content.title)}*\n${words(content.headline)}`)];
  blocks.push(...fieldSections(content.currencies.map((lines) => field(lines.map(words)))));
  if (chart !== null) blocks.push(chart);
  for (const { heading, lines } of content.sections)
    blocks.push(section(`*${heading}*\n${lines.map(words).join('\n')}`));
  blocks.push(context(content.seal.map(words).join('  ·  ')));
  const text = fallbackText(
    [content.title, content.headline].map((phrase) => redactPhrase(phrase, view)),
    view,
  );
  return fitMessage({ text, blocks, color: null });
}

/** The currency's name, then its lines; the last figure of money is what is left. */
function field([name = '', ...lines]: readonly string[]): string {
  return [`*${name}*`, ...lines.map((line) => (line.startsWith('Net ') ? `*${line}*` : line))].join('\n');
}

/** What changed after a summary was told, for its thread. */
export function renderCorrection(lines: readonly Phrase[], view: ChannelView): SlackMessage {
  const redacted = lines.map((line) => redactPhrase(line, view));
  const text = redacted.map((line) => phraseMrkdwn(line, view)).join('\n');
  return fitMessage({ text: fallbackText(redacted, view), blocks: [section(`✏️  ${text}`)], color: null });
}
