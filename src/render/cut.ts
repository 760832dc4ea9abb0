const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Plain text of at most `limit` UTF-16 units (and so code points), cut between characters as people see them, with "…". */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${take(clusters(text), Math.max(0, limit - 1)).trimEnd()}…`.slice(0, limit);
}

/**
 * mrkdwn of at most `limit` UTF-16 units (and so code points), cut with "…", never inside a `<…>` token, an entity, an
 * emoji or a surrogate pair (F60). A bold that would lose its end is closed; so is an isolate of right-to-left text.
 */
export function cutMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // "…", a closing asterisk and a closing isolate.
  const kept = take(atoms(text), Math.max(0, limit - 3)).trimEnd();
  const isolate = count(kept, '\u2068') > count(kept, '\u2069') ? '\u2069' : '';
  // Every asterisk outside a token is ours: foreign ones are look-alikes.
  const bold = count(kept.replace(/<[^<>]*>/g, ''), '*') % 2 === 1 ? '*' : '';
  return `${kept}${isolate}…${bold}`.slice(0, limit);
}

function* atoms(text: string): Generator<string> {
  for (const part of text.matchAll(/<[^<>]*>|&(?:amp|lt|gt);|[^<&]+|[<&]/g)) {
    if (/^[<&]./.test(part[0])) yield part[0];
    else yield* clusters(part[0]);
  }
}

function* clusters(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

function take(parts: Iterable<string>, limit: number): string {
  let kept = '';
  for (const part of parts) {
    if (kept.length + part.length > limit) break;
    kept += part;
  }
  return kept;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
