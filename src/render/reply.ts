import type { SlackMessage } from '../domain/message.ts';
import { section } from './blocks.ts';
import { mentionToken } from './escape.ts';
import { fitMessage } from './fit.ts';
import { fallbackText, phraseMrkdwn } from './phrase-text.ts';
import type { RedactedPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

/** One change told in a card's thread: a sentence, marked where it is critical, with the mention where one is configured. */
export function renderReply(phrase: RedactedPhrase, view: ChannelView): SlackMessage {
  const urgent = view.severity === 'critical' ? '🚨 ' : '';
  const mention = mentionToken(view.mention);
  const line = `${urgent}${phraseMrkdwn(phrase, view)}${mention === null ? '' : ` ${mention}`}`;
  return fitMessage({ text: `${urgent}${fallbackText([phrase], view)}`, blocks: [section(line)], color: null });
}
