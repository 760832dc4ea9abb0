const secretLike = /(?:whsec_|sk_|rk_|xox[a-z]?[-.]|xapp-|xoxe|hooks\.slack\.com|:\/\/[^/\s]*:[^/\s]*@|-----BEGIN)/i;

/** True for what is, or looks like, a secret: it must not stand in a message. */
export function looksSecret(text: string): boolean {
  // Long unbroken words are keys and tokens more often than they are names.
  return secretLike.test(text) || /[A-Za-z0-9+/_=-]{40,}/.test(text);
}

/** A value from a configuration as it may stand in a message: quoted, short, and never what looks like a secret. */
export function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (looksSecret(text)) return 'a value that looks like a secret';
  const printable = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
  const cut = printable.length > 60 ? `${Array.from(printable).slice(0, 59).join('')}…` : printable;
  return typeof value === 'string' ? `"${cut}"` : cut;
}
