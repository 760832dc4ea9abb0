import type { CardContent } from '../domain/card.ts';
import type { Money } from '../domain/money.ts';
import type { Phrase, Value } from '../domain/phrase.ts';
import type { Severity, Tone } from '../domain/severity.ts';
import type { SubjectKind } from '../domain/subject.ts';
import { clean, isolate } from './clean.ts';
import { safeUrl } from './escape.ts';
import { hidden, initials, maskCards, maskEmail, maskEmails } from './mask.ts';
import type { ChannelView } from './view.ts';

declare const redacted: unique symbol;

/** One part of a sentence that this channel may read. Text is clean (see clean.ts) but not yet escaped. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'money'; readonly money: Money }
  | { readonly type: 'date'; readonly at: number; readonly style: 'date' | 'clock' | 'time' | 'left' }
  | { readonly type: 'number'; readonly value: number; readonly unit: string }
  | { readonly type: 'link'; readonly url: string; readonly label: string }
  | { readonly type: 'user'; readonly id: string };

/** A sentence as one channel may read it. Only this file makes them, and templates accept nothing else. */
export type RedactedPhrase = readonly Piece[] & { readonly [redacted]: true };

/** A card as one channel may read it. Only this file makes them, and templates accept nothing else. */
export interface RedactedCard {
  readonly kind: SubjectKind;
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly headline: RedactedPhrase;
  readonly who: RedactedPhrase;
  readonly what: RedactedPhrase;
  readonly facts: readonly { readonly label: string; readonly value: RedactedPhrase }[];
  readonly notes: readonly RedactedPhrase[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly livemode: boolean;
  readonly account: string;
  readonly connectAccount: string | null;
  /** Unix seconds. */
  readonly at: number;
  readonly [redacted]: true;
}

/** What of a card this channel may read. A fact, who and what are left out where none of their values may be shown. */
export function redactCard(content: CardContent, view: ChannelView): RedactedCard {
  const links = content.links.flatMap((link) => {
    const url = link.key === undefined || allows(link.key, view) ? linkUrl(link.url, view) : null;
    return url === null ? [] : [{ label: foreign(link.label, view), url }];
  });
  const card: Omit<RedactedCard, typeof redacted> = {
    kind: content.kind,
    code: content.code,
    tone: content.tone,
    severity: content.severity,
    headline: redactPhrase(content.headline, view),
    who: view.privacy === 'minimal' ? phraseOf([]) : shownOrNothing(content.who, view),
    what: shownOrNothing(content.what, view),
    facts: content.facts.flatMap((fact) => {
      const value = shownOrNothing(fact.value, view);
      return value.length === 0 ? [] : [{ label: foreign(fact.label, view), value }];
    }),
    notes: content.notes.map((note) => redactPhrase(note, view)).filter(saysSomething),
    links,
    livemode: content.livemode,
    account: foreign(content.account, view),
    connectAccount: content.connectAccount === null ? null : foreign(content.connectAccount, view),
    at: content.at,
  };
  return card as RedactedCard;
}

/** What of a sentence this channel may read; a hidden value leaves `•••`, so that the sentence still reads. */
export function redactPhrase(phrase: Phrase, view: ChannelView): RedactedPhrase {
  return phraseOf(phrase.map((part) => (part.type === 'words' ? words(part.text) : (redactValue(part, view) ?? mark))));
}

const mark: Piece = { type: 'text', text: hidden };

function shownOrNothing(phrase: Phrase, view: ChannelView): RedactedPhrase {
  const values = phrase.filter((part) => part.type !== 'words');
  const allHidden = values.length > 0 && values.every((value) => redactValue(value, view) === null);
  return allHidden ? phraseOf([]) : redactPhrase(phrase, view);
}

/** False for a sentence of which nothing but marks of the hidden is left. */
function saysSomething(phrase: RedactedPhrase): boolean {
  return phrase.some((piece) => piece.type !== 'text' || /[\p{L}\p{N}]/u.test(piece.text));
}

/** Null where the channel may see nothing of the value. Total over the union: a new class does not compile without a rule. */
function redactValue(value: Value, view: ChannelView): Piece | null {
  switch (value.type) {
    case 'money':
      return { type: 'money', money: value.money };
    case 'date':
      return { type: 'date', at: value.at, style: value.style };
    case 'number':
      return { type: 'number', value: value.value, unit: foreign(value.unit ?? '', view) };
    case 'term':
    case 'catalog':
      return text(foreign(value.text, view));
    case 'name':
      if (allowsClass('name', view)) return text(foreign(value.text, view));
      return view.privacy === 'minimal' ? null : text(isolate(initials(clean(value.text))));
    case 'email':
      if (allowsClass('email', view)) return text(foreign(value.text, view));
      return view.privacy === 'minimal' ? null : text(isolate(maskCards(maskEmail(clean(value.text)))));
    case 'phone':
    case 'ip':
    case 'last4':
      return allowsClass(value.type, view) ? text(foreign(value.text, view)) : null;
    case 'address':
      if (allowsClass('address', view)) return text(foreign(value.text, view));
      return view.privacy === 'minimal' || value.country === null ? null : text(foreign(value.country, view));
    case 'free':
      return allows(value.key, view) ? text(foreign(value.text, view)) : null;
    case 'link': {
      if (value.key !== undefined && !allows(value.key, view)) return null;
      const [url, label] = [linkUrl(value.url, view), foreign(value.label, view)];
      return url === null ? text(label) : { type: 'link', url, label };
    }
    case 'slack_user':
      if (view.privacy === 'minimal') return null;
      return /^[UW][A-Z0-9]{1,30}$/.test(value.id) ? { type: 'user', id: value.id } : text(foreign(value.id, view));
    default:
      return unknownClass(value);
  }
}

const classes: ReadonlySet<string> = new Set(['email', 'name', 'phone', 'address', 'ip', 'last4']);

function allowsClass(name: 'email' | 'name' | 'phone' | 'address' | 'ip' | 'last4', view: ChannelView): boolean {
  return view.privacy === 'full' || (view.privacy === 'redacted' && view.allow.includes(name));
}

/** A key of several paths (`metadata.a + metadata.b`) needs each of them. */
function allows(key: string, view: ChannelView): boolean {
  if (view.privacy !== 'redacted') return view.privacy === 'full';
  return key.split(' + ').every((path) => view.allow.some((entry) => covers(entry, path)));
}

function covers(entry: string, path: string): boolean {
  if (entry === path) return true;
  if (entry.endsWith('.*')) return path.startsWith(entry.slice(0, -1));
  // `order_id` stands for `metadata.order_id` of any object, but a class's name never opens metadata of that name.
  return !classes.has(entry) && (path === `metadata.${entry}` || path.endsWith(`.metadata.${entry}`));
}

function foreign(value: string, view: ChannelView): string {
  const safe = maskCards(clean(value));
  return isolate(allowsClass('email', view) ? safe : maskEmails(safe));
}

function linkUrl(url: string, view: ChannelView): string | null {
  return maskCards(url) === url ? safeUrl(url, view) : null;
}

function words(value: string): Piece {
  return { type: 'text', text: value };
}

function text(value: string): Piece {
  return { type: 'text', text: value };
}

/** Neighbouring texts become one, so that nothing (a card number, a mark-up pair) can hide across their seam. */
function phraseOf(pieces: readonly Piece[]): RedactedPhrase {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.type === 'text' && last?.type === 'text') merged[merged.length - 1] = text(last.text + piece.text);
    else if (piece.type !== 'text' || piece.text !== '') merged.push(piece);
  }
  const masked = merged.map((piece) => (piece.type === 'text' ? text(maskCards(piece.text)) : piece));
  return masked as readonly Piece[] as RedactedPhrase;
}

/** Does not compile while a class lacks its rule; a class stored by a newer version stays hidden. */
function unknownClass(_value: never): null {
  return null;
}
