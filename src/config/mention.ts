/**
 * A mention as Slack wants it: `<!subteam^S…>`, `<@U…>`, `<!here>`, `<!channel>`, `<!everyone>`; short forms (`@here`, `S…`,
 * `U…`) are completed; `none` gives the empty string. Null for anything else: free text here could mention anybody.
 */
export function mentionOf(text: string): string | null {
  const written = text.trim();
  if (written === 'none') return '';
  const broadcast = /^(?:<!|@)(here|channel|everyone)>?$/.exec(written)?.[1];
  if (broadcast !== undefined && written.startsWith('<') === written.endsWith('>')) return `<!${broadcast}>`;
  const group = /^(?:<!subteam\^(S[A-Z0-9]{2,20})>|(S[A-Z0-9]{2,20}))$/.exec(written);
  if (group !== null) return `<!subteam^${group[1] ?? group[2]}>`;
  const user = /^(?:<@([UW][A-Z0-9]{2,20})>|@?([UW][A-Z0-9]{2,20}))$/.exec(written);
  return user === null ? null : `<@${user[1] ?? user[2]}>`;
}
