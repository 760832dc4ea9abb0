import type { CardAction } from '../domain/action.ts';
import type { Block, SlackMessage } from '../domain/message.ts';
import { actionRow } from './actions.ts';
import { context, fieldSections, section } from './blocks.ts';
import { cutMrkdwn, cutText } from './cut.ts';
import { formatDate } from './date-text.ts';
import { escapeClean, linkToken, mentionToken } from './escape.ts';
import { fitMessage } from './fit.ts';
import { fallbackText, phraseMrkdwn } from './phrase-text.ts';
import type { RedactedCard } from './redact.ts';
import { symbolOf } from './symbol.ts';
import type { ChannelView } from './view.ts';

/** A headline is one line, whatever a template of the configuration yields. */
const headlineLimit = 300;
const labelLimit = 75;

/**
 * A card: headline with the amount first and the mention where one is configured, who and what below it, facts in two
 * columns, notes, the chart where one is given, and a context line with links, account and time. Always within Slack's limits.
 */
export function renderCard(
  card: RedactedCard,
  view: ChannelView,
  actions: readonly CardAction[] = [],
  chart: Block | null = null,
): SlackMessage {
  const blocks: Block[] = [section(headlineLines(card, view).join('\n'))];
  blocks.push(...fieldSections(card.facts.map((fact) => factText(fact, view))));
  const notes = card.notes.map((note) => phraseMrkdwn(note, view)).filter((note) => note !== '');
  if (notes.length > 0) blocks.push(section(notes.join('\n')));
  if (chart !== null) blocks.push(chart);
  blocks.push(context(contextLine(card, view)));
  if (view.interactive === true) blocks.push(...actionRow(actions, card.links));
  return fitMessage({ text: notificationText(card, view), blocks, color: null });
}

function headlineLines(card: RedactedCard, view: ChannelView): string[] {
  const headline = cutMrkdwn(phraseMrkdwn(card.headline, view), headlineLimit);
  const test = card.livemode ? '' : '  `TEST`';
  const about = [card.who, card.what].map((phrase) => phraseMrkdwn(phrase, view)).filter((part) => part !== '');
  const mention = mentionToken(view.mention);
  const first = `${symbolOf(card.tone, card.severity)}  *${headline}*${test}${mention === null ? '' : `  ${mention}`}`;
  return about.length === 0 ? [first] : [first, about.join(' · ')];
}

function factText(fact: RedactedCard['facts'][number], view: ChannelView): string {
  const label = escapeClean(cutText(fact.label, labelLimit));
  const value = phraseMrkdwn(fact.value, view);
  return label === '' ? value : `*${label}*  ${value}`;
}

function contextLine(card: RedactedCard, view: ChannelView): string {
  const links = view.interactive === true ? [] : card.links.map((link) => linkToken(link.url, link.label));
  const account = [card.account, card.connectAccount].filter((name) => name !== null && name !== '').join(' / ');
  const parts = [
    ...links,
    ...(card.livemode ? [] : ['*Test mode*']),
    escapeClean(account),
    escapeClean(formatDate(card.at, 'time', view)),
  ];
  return parts.filter((part) => part !== '').join('  ·  ');
}

/** What a phone shows: "€42.00 paid · Pro plan · J. R.". */
function notificationText(card: RedactedCard, view: ChannelView): string {
  const news = fallbackText([card.headline, card.what, card.who], view);
  const urgent = card.severity === 'critical' && card.tone !== 'good' ? `${symbolOf(card.tone, card.severity)} ` : '';
  return `${urgent}${card.livemode ? '' : 'TEST: '}${news}`;
}
