/** One thing that Slack would not show as the bare text. Written from Slack's documentation, not from our escaping. */
export interface Mark {
  readonly kind:
    | 'user'
    | 'usergroup'
    | 'broadcast'
    | 'channel'
    | 'date'
    | 'link'
    | 'emoji'
    | 'bold'
    | 'italic'
    | 'strike'
    | 'code'
    | 'quote'
    | 'bare-link'
    | 'broken-token'
    | 'broken-entity'
    | 'hidden-character'
    | 'lone-surrogate';
  readonly text: string;
}

/** Everything that Slack would interpret in mrkdwn; `verbatim: false` adds what it links without being asked. */
export function scanMrkdwn(mrkdwn: string, options: { readonly verbatim: boolean }): Mark[] {
  const marks: Mark[] = [...characters(mrkdwn)];
  const bare = mrkdwn.replace(/<([^<>]*)>/g, (whole, inner: string) => {
    marks.push({ kind: tokenKind(inner), text: whole });
    const label = inner.includes('|') ? inner.slice(inner.indexOf('|') + 1) : '';
    marks.push(...formats(label));
    // Slack does not join what stands before and after a token.
    return '\ufffc';
  });
  for (const sign of bare.match(/[<>]/g) ?? []) marks.push({ kind: 'broken-token', text: sign });
  marks.push(...formats(bare));
  if (!options.verbatim) marks.push(...bareLinks(bare));
  return marks;
}

/** What Slack would interpret in a plain_text object: emoji names, unless `emoji: false`; nothing else. */
export function scanPlain(text: string): Mark[] {
  return [...characters(text), ...emoji(text)];
}

function tokenKind(inner: string): Mark['kind'] {
  if (inner.startsWith('@')) return 'user';
  if (inner.startsWith('#')) return 'channel';
  if (inner.startsWith('!subteam^')) return 'usergroup';
  if (inner.startsWith('!date^')) return 'date';
  return inner.startsWith('!') ? 'broadcast' : 'link';
}

function formats(text: string): Mark[] {
  const marks: Mark[] = [...emoji(text)];
  for (const match of text.matchAll(/&(?!amp;|lt;|gt;)/g)) marks.push({ kind: 'broken-entity', text: match[0] });
  for (const match of text.matchAll(/`[^`\n]+`|```[^`]+```/g)) marks.push({ kind: 'code', text: match[0] });
  for (const match of text.matchAll(/^(?:&gt;|>).*$/gm)) marks.push({ kind: 'quote', text: match[0] });
  const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
  for (const sign of ['*', '_', '~'] as const) {
    // Opens before a non-space at a word's edge, closes after a non-space at a word's edge, on one line.
    const span = new RegExp(`(?<![A-Za-z0-9])[${sign}](?=[^\\s${sign}])[^\\n${sign}]*[${sign}](?![A-Za-z0-9])`, 'g');
    for (const match of text.matchAll(span)) marks.push({ kind: styles[sign], text: match[0] });
  }
  return marks;
}

function emoji(text: string): Mark[] {
  return [...text.matchAll(/:[^\s:\ufffc]+:/gu)].map((match) => ({ kind: 'emoji', text: match[0] }));
}

function bareLinks(text: string): Mark[] {
  const found = text.matchAll(
    /[a-z][a-z0-9+.-]*:\/\/\S+|mailto:\S+|[\p{L}\p{N}-]+\.\p{L}{2,}|@(?:here|channel|everyone)/giu,
  );
  return [...found].map((match) => ({ kind: 'bare-link', text: match[0] }));
}

function characters(text: string): Mark[] {
  const marks: Mark[] = [];
  if (!text.isWellFormed()) marks.push({ kind: 'lone-surrogate', text });
  // Isolates are ours, if they come in pairs; joiners may stand in emoji and in scripts that need them.
  const isolates = text.replace(/\u2068[^\u2068\u2069]*\u2069/g, (whole) => whole.slice(1, -1));
  for (const match of isolates.matchAll(/[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0\u2800]/gu)) {
    const allowed =
      /\n|\u200c|\u200d|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]|[\u{110bd}\u{110cd}\u{13430}-\u{1343f}]/u;
    if (!allowed.test(match[0]))
      marks.push({ kind: 'hidden-character', text: `U+${match[0].codePointAt(0)?.toString(16)}` });
  }
  return marks;
}
