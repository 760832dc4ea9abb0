/** Stands where a value is hidden. */
export const hidden = '•••';

// What may stand between the digits of a card number as people type it.
const separated = /\d(?:[\s\p{Pd}._/·]{0,2}\d){12,}/gu;
// Lengths and first digits by scheme (ISO/IEC 7812, the schemes' published ranges), for a number inside a longer run.
const schemes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [16, 19, 13]],
  [/^(?:5[1-5]|2[2-7])/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6|5018|50[23]|35|8[16])/, [16, 19, 18, 17]],
  [/^3(?:0|6|8|9)/, [14, 16]],
];
const securityCode =
  /(?<![a-z])((?:cvc|cvv|csc|cvn|cid)2?|security ?code|card (?:verification )?code|verification (?:code|value)|pr[uü]fziffer|kartenpr[uü]fnummer|sicherheitscode|code de s[ée]curit[ée]|c[oó]digo de seguridad)(?![a-z])([^\d]{0,12}?)(?<!\d)(\d{3,4})(?!\d)/gu;
const email = /[^\s@<>()"',;:]{1,64}@[^\s@<>()"',;:]{1,255}\.\p{L}[^\s@<>()"',;:.]{1,62}/gu;

/**
 * Text without anything that looks like a card number (13 to 19 digits with a right Luhn sum, however separated, in any
 * script's digits) or a card's security code. Applied in every privacy mode to every text that others can write.
 */
export function maskCards(text: string): string {
  if (!/\p{N}/u.test(text)) return text;
  const folded = fold(text);
  const numbers = [...folded.plain.matchAll(separated)]
    .filter((match) => holdsCardNumber(match[0].replace(/\D/g, '')))
    .map((match) => ({ from: match.index, to: match.index + match[0].length, by: '[card number hidden]' }));
  const codes = [...folded.plain.matchAll(securityCode)].map((match) => {
    const to = match.index + match[0].length;
    return { from: to - (match[3]?.length ?? 0), to, by: hidden };
  });
  return cover(folded.points, [...numbers, ...codes]);
}

/** Text with every e-mail address in it masked as `maskEmail` does. */
export function maskEmails(text: string): string {
  if (!/[@＠﹫]/u.test(text)) return text;
  const folded = fold(text);
  const found = [...folded.plain.matchAll(email)].map((match) => {
    const to = match.index + match[0].length;
    return { from: match.index, to, by: maskEmail(folded.points.slice(match.index, to).join('')) };
  });
  return cover(folded.points, found);
}

/** `jane.doe@example.com` → `j•••@e•••.com`; what is no address is hidden altogether. */
export function maskEmail(address: string): string {
  const parts = /^(.+)[@＠﹫]([^@＠﹫]+)\.([^.@]+)$/u.exec(address.trim());
  const [local, domain] = [firstLetter(parts?.[1]), firstLetter(parts?.[2])];
  if (parts === null || local === null || domain === null) return hidden;
  return `${local}${hidden}@${domain}${hidden}.${parts[3]}`;
}

/** `Jenny Rosen` → `J. R.`; at most three; what has no letters is hidden altogether. */
export function initials(name: string): string {
  const letters = name.split(/[\s,]+/u).flatMap((word) => /\p{L}\p{M}*/u.exec(word)?.[0] ?? []);
  return letters.length === 0
    ? hidden
    : letters
        .slice(0, 3)
        .map((letter) => `${letter}.`)
        .join(' ');
}

function firstLetter(text: string | undefined): string | null {
  return text === undefined ? null : (/[\p{L}\p{N}]\p{M}*/u.exec(text)?.[0] ?? null);
}

function holdsCardNumber(digits: string): boolean {
  if (digits.length <= 19 && luhn(digits)) return true;
  for (let start = 0; start + 13 <= digits.length; start++) {
    const rest = digits.slice(start, start + 19);
    for (const [prefix, lengths] of schemes) {
      if (prefix.test(rest) && lengths.some((length) => rest.length >= length && luhn(rest.slice(0, length))))
        return true;
    }
  }
  return false;
}

function luhn(digits: string): boolean {
  if (/^0+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

interface Folded {
  /** One UTF-16 unit for each code point: digits of any script as ASCII, letters in lower case and normal width. */
  readonly plain: string;
  readonly points: readonly string[];
}

function fold(text: string): Folded {
  const points = Array.from(text);
  return { plain: points.map(foldPoint).join(''), points };
}

function foldPoint(point: string): string {
  if (point >= ' ' && point <= '~') return point.toLowerCase();
  const normal = point.normalize('NFKC').toLowerCase();
  if (normal.length === 1 && /[^\p{Nd}]|[0-9]/u.test(normal)) return normal;
  if (/^\p{Nd}$/u.test(point)) return String(digitValue(point.codePointAt(0) ?? 0));
  return point.length === 1 ? point : '\uffff';
}

/** Decimal digits stand in runs of ten, zero first (Unicode, section 4.6), and two runs never touch but in NFKC's reach. */
function digitValue(codePoint: number): number {
  let before = 0;
  while (before < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before++;
  return before;
}

function cover(points: readonly string[], spans: readonly { from: number; to: number; by: string }[]): string {
  if (spans.length === 0) return points.join('');
  let text = '';
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from < position) continue;
    text += points.slice(position, span.from).join('') + span.by;
    position = span.to;
  }
  return text + points.slice(position).join('');
}
