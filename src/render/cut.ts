const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Plain text of at most `limit` UTF-16 units (and so code points), cut between characters as people see them, with "…". */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // "…" and a closing isolate.
  const kept = take(clusters(text), Math.max(0, limit - 2)).trimEnd();
  return `${kept}${openIsolate(kept)}…`;
}

/**
 * mrkdwn of at most `limit` UTF-16 units (and so code points), cut with "…", never inside a `<…>` token, an entity, an
 * emoji or a surrogate pair (F60). A bold that would lose its end is closed; so is an isolate of right-to-left text.
 */
export function cutMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // "…", a closing asterisk and a closing isolate.
  const kept = take(atoms(text), Math.max(0, limit - 3)).trimEnd();
  // Every asterisk outside a token is ours: foreign ones are look-alikes.
  const bold = count(kept.replace(/<[^<>]*>/g, ''), '*') % 2 === 1 ? '*' : '';
  return `${kept}${openIsolate(kept)}…${bold}`;
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

/** What closes the isolate of right-to-left text that a cut left open. */
function openIsolate(text: string): string {
  return count(text, '\u2068') > count(text, '\u2069') ? '\u2069' : '';
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
