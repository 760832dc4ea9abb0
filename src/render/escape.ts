import { clean, isolate } from './clean.ts';

// The one door between text and Slack's mark-up. What cannot be escaped in mrkdwn (it knows only &amp; &lt; &gt;) is
// replaced by a look-alike that Slack gives no meaning: invisible breakers would depend on how a client treats them.
const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: 'ˍ' };
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Foreign text as literal mrkdwn of one line: no mention, link, date, emoji, quote, code or format. For a text object with
 * `verbatim: true`, without which Slack also links bare addresses. Ids keep their underscores (`order_12`): Slack formats
 * nothing inside a word.
 */
export function escapeMrkdwn(text: string): string {
  return escapeClean(isolate(clean(text)));
}

/** As `escapeMrkdwn`, for text that is clean already and may hold our own direction marks. */
export function escapeClean(text: string): string {
  return literalEmoji(text)
    .replace(/^(?:\s*>)+/, (quote) => quote.replaceAll('>', '›'))
    .replace(/[*~`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (sign) => lookAlikes[sign] ?? sign)
    .replace(/[&<>]/g, (sign) => entities[sign] ?? sign);
}

/** Foreign text for a `plain_text` object (with `emoji: false`), where Slack interprets nothing but emoji names. */
export function plainText(text: string): string {
  return literalEmoji(isolate(clean(text)));
}

/** As `plainText`, for text that is clean already. */
export function plainClean(text: string): string {
  return literalEmoji(text);
}

/**
 * Escaped mrkdwn for a message's `text`, which knows no `verbatim`: what Slack would link by itself (addresses with a
 * scheme, host names, e-mail addresses, @channel) is taken apart by look-alikes. Our own `<…>` tokens stay.
 */
export function breakAutoLinks(mrkdwn: string): string {
  return mrkdwn.replace(/<[^<>]*>|[^<>]+/g, (part) => (part.startsWith('<') ? part : breakBareLinks(part)));
}

function breakBareLinks(text: string): string {
  return text
    .replace(/:\/\//g, ':⁄⁄')
    .replace(/\b(mailto|tel|sms|slack|data|javascript):/gi, '$1∶')
    .replace(/(?<=\S)[.。．｡](?=\p{L}{2})/gu, '․')
    .replace(/@(?=here|channel|everyone|group)/gi, '＠');
}

/** `:name:` is an emoji to Slack, custom names in any script included; with another colon before the name it is text. */
function literalEmoji(text: string): string {
  return text.replace(/\S+/g, (word) => {
    const last = word.lastIndexOf(':');
    return last <= 0 ? word : word.slice(0, last).replaceAll(':', '∶') + word.slice(last);
  });
}

/**
 * The URL as Slack may be given it, or null: https to stripe.com (or below), to the console or to a host of the
 * configuration; http only to the latter two; no user part; at most 3,000 characters once encoded.
 */
export function safeUrl(
  url: string,
  view: { readonly consoleUrl: string | null; readonly linkHosts?: readonly string[] },
): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null;
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  const stripe = parsed.protocol === 'https:' && /^(?:[a-z0-9-]+\.)*stripe\.com$/.test(parsed.hostname);
  const console = view.consoleUrl !== null && URL.parse(view.consoleUrl)?.origin === parsed.origin;
  const configured = view.linkHosts?.includes(parsed.host) === true;
  if (!stripe && !console && !configured) return null;
  // The URL standard leaves these as they are in a query; in mrkdwn they end the link or begin another.
  const encoded = parsed.href.replace(/[|<>`'"\\^\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return encoded.length > 3_000 ? null : encoded;
}

/** A link token; `url` must come from `safeUrl`. The label loses what would end the token. */
export function linkToken(url: string, label: string): string {
  const shown = escapeClean(label).replaceAll('|', '❘');
  return `<${url.replaceAll('&', '&amp;')}|${shown === '' ? 'Open' : shown}>`;
}

/** A mention from the configuration if it is exactly one, else null: `<!here>`, `<!subteam^S…>`, `<@U…>`. */
export function mentionToken(mention: string | null): string | null {
  return mention !== null && /^<(?:!(?:here|channel|everyone|subteam\^S[A-Z0-9]+)|@[UW][A-Z0-9]+)>$/.test(mention)
    ? mention
    : null;
}
