import type { Block, SlackMessage } from '../domain/message.ts';
import type { Money } from '../domain/money.ts';
import { type Severity, type Tone, tones } from '../domain/severity.ts';
import type { DigestContents } from '../store/store.ts';
import { context, fieldSections, section } from './blocks.ts';
import { clean } from './clean.ts';
import { cutMrkdwn, cutText } from './cut.ts';
import { formatDate } from './date-text.ts';
import { breakAutoLinks, escapeClean, escapeMrkdwn, linkToken, mentionToken, safeUrl } from './escape.ts';
import { fitMessage } from './fit.ts';
import { limits } from './limits.ts';
import { maskCards } from './mask.ts';
import { formatMoney, formatNumber } from './money-text.ts';
import { phraseMrkdwn, phrasePlain } from './phrase-text.ts';
import type { RedactedCard } from './redact.ts';
import { symbolOf } from './symbol.ts';
import type { ChannelView } from './view.ts';

/** What the store says of a digest, with its largest subjects as cards of this channel. */
export interface DigestInput extends Pick<DigestContents, 'count' | 'totals' | 'withoutAmount'> {
  readonly largest: readonly RedactedCard[];
  /** Milliseconds since the epoch, as in `DigestContents`. */
  readonly since: number;
  /** What held them back (`quiet hours`, `a silence`), where something did. */
  readonly heldBy?: string;
  /** Name of the route that folded; null where several did. */
  readonly route: string | null;
}

const headings: Readonly<Record<Tone, string>> = {
  good: 'Succeeded',
  bad: 'Failed',
  warning: 'Needs attention',
  neutral: 'Other',
};
/** A digest is read at a glance; the rest is behind the console's link. */
const largestShown = 10;
const lineLimit = 250;

/** Many alerts in one message: count and exact total per currency, failures apart from successes, the largest lines. */
export function renderDigest(input: DigestInput, view: ChannelView): SlackMessage {
  const since = formatDate(Math.floor(input.since / 1000), 'time', view);
  const alerts = `${formatNumber(input.count, view.locale)} ${input.count === 1 ? 'alert' : 'alerts'}`;
  const mention = mentionToken(view.mention);
  const first = `📋  *${escapeClean(alerts)}* since ${escapeClean(since)}${mention === null ? '' : `  ${mention}`}`;
  const blocks: Block[] = [section(first)];
  blocks.push(...fieldSections(tones.flatMap((tone) => toneFields(tone, input, view))));
  const lines = input.largest.slice(0, largestShown).map((card) => line(card, view));
  if (lines.length > 0) blocks.push(section(`*Largest*\n${lines.join('\n')}`));
  const rest = restText(input, lines.length, view);
  if (rest !== '') blocks.push(context(rest));
  const news = tones.flatMap((tone) => notificationPart(tone, input, view));
  return fitMessage({
    text: breakAutoLinks(escapeClean([`${alerts} since ${since}`, ...news].join(' · '))),
    blocks,
    color: null,
  });
}

/** The sums of one tone: one line a currency, never added up; as many fields as a field's limit makes them. */
function toneFields(tone: Tone, input: DigestInput, view: ChannelView): string[] {
  const lines = toneLines(tone, input, view).map(escapeClean);
  if (lines.length === 0) return [];
  const heading = `${symbolOf(tone, 'normal')} *${headings[tone]}* (${formatNumber(toneCount(tone, input), view.locale)})`;
  const fields: string[] = [];
  let field = heading;
  for (const next of lines) {
    if (field.length + next.length + 1 > limits.fieldText) {
      fields.push(field);
      field = heading;
    }
    field += `\n${next}`;
  }
  return [...fields, field];
}

function toneLines(tone: Tone, input: DigestInput, view: ChannelView): string[] {
  const sums = input.totals.filter((total) => total.tone === tone);
  const bare = input.withoutAmount.filter((part) => part.tone === tone).reduce((sum, part) => sum + part.count, 0);
  const lines = sums.map((total) => {
    const sum: Money = { minor: total.minor, currency: maskCards(clean(total.currency)) };
    return `${formatMoney(sum, view.locale)} (${formatNumber(total.count, view.locale)})`;
  });
  return bare === 0 ? lines : [...lines, `${formatNumber(bare, view.locale)} without an amount`];
}

function toneCount(tone: Tone, input: DigestInput): number {
  const parts = [...input.totals, ...input.withoutAmount].filter((part) => part.tone === tone);
  return parts.reduce((sum, part) => sum + part.count, 0);
}

function notificationPart(tone: Tone, input: DigestInput, view: ChannelView): string[] {
  const lines = toneLines(tone, input, view);
  return lines.length === 0 ? [] : [`${headings[tone]}: ${lines.join(', ')}`];
}

function line(card: RedactedCard, view: ChannelView): string {
  const severity: Severity = card.severity;
  const [link] = card.links;
  const headline = cutText(phrasePlain(card.headline, view), lineLimit);
  const shown = link === undefined ? escapeClean(headline) : linkToken(link.url, headline);
  const about = [card.who, card.what].map((phrase) => phraseMrkdwn(phrase, view)).filter((part) => part !== '');
  const test = card.livemode ? '' : '  `TEST`';
  return `${symbolOf(card.tone, severity)}  ${[shown, ...about.map((part) => cutMrkdwn(part, lineLimit))].join(' · ')}${test}`;
}

function restText(input: DigestInput, shown: number, view: ChannelView): string {
  const rest = Math.max(0, input.count - shown);
  const consoleUrl = view.consoleUrl === null ? null : safeUrl(view.consoleUrl, view);
  const parts = [
    rest === 0 ? '' : `${formatNumber(rest, view.locale)} more`,
    consoleUrl === null ? '' : linkToken(consoleUrl, 'See all in the console'),
    input.heldBy === undefined ? '' : `held back by ${escapeMrkdwn(clean(input.heldBy))}`,
    input.route === null ? '' : `route ${escapeMrkdwn(maskCards(clean(input.route)))}`,
  ];
  return parts.filter((part) => part !== '').join('  ·  ');
}
