import { formatDate } from './date-text.ts';
import { breakAutoLinks, escapeClean, linkToken, plainClean } from './escape.ts';
import { formatMoney, formatNumber } from './money-text.ts';
import type { Piece, RedactedPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

/** A sentence as mrkdwn for a `verbatim` text object. */
export function phraseMrkdwn(phrase: RedactedPhrase, view: ChannelView): string {
  return joined(phrase, view, (piece) => {
    if (piece.type === 'link') return linkToken(piece.url, piece.label);
    return piece.type === 'user' ? `<@${piece.id}>` : null;
  });
}

/** A sentence for a `plain_text` object. */
export function phrasePlain(phrase: RedactedPhrase, view: ChannelView): string {
  return plainClean(phrase.map((piece) => plainOf(piece, view)).join('')).trim();
}

/** Sentences for a message's `text`, joined by a dot; empty ones are left out, links are only named. */
export function fallbackText(phrases: readonly RedactedPhrase[], view: ChannelView): string {
  const parts = phrases.map((phrase) =>
    joined(phrase, view, (piece) => (piece.type === 'user' ? `<@${piece.id}>` : null)),
  );
  return breakAutoLinks(parts.filter((part) => part !== '').join(' · '));
}

/** Text between two tokens is escaped in one go, so that no mark-up can hide across the seam of two values. */
function joined(phrase: RedactedPhrase, view: ChannelView, tokenOf: (piece: Piece) => string | null): string {
  let mrkdwn = '';
  let text = '';
  for (const piece of phrase) {
    const token = tokenOf(piece);
    if (token === null) {
      text += plainOf(piece, view);
    } else {
      mrkdwn += escapeClean(text) + token;
      text = '';
    }
  }
  return (mrkdwn + escapeClean(text)).trim();
}

function plainOf(piece: Piece, view: ChannelView): string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'money':
      return formatMoney(piece.money, view.locale);
    case 'date':
      return formatDate(piece.at, piece.style, view);
    case 'number':
      return numberText(piece.value, piece.unit, view);
    case 'link':
      return piece.label;
    case 'user':
      return `@${piece.id}`;
  }
}

function numberText(value: number, unit: string, view: ChannelView): string {
  const number = formatNumber(value, view.locale);
  if (unit === '') return number;
  return unit === '%' ? `${number}%` : `${number} ${unit}`;
}
