// Joiners are needed between letters without case (Arabic, Indic scripts) and inside emoji; elsewhere they only hide.
const joiners =
  /((?<=[\p{Lo}\p{M}])[\u200c\u200d](?=\p{Lo})|(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=\p{Extended_Pictographic}))|[\u200c\u200d]/gu;
// What renders as nothing: bidi controls, zero width, soft hyphens, tags, fillers, annotation marks, private use. Joiners
// are judged apart; variation selectors stay where they pick an emoji's look.
const invisible =
  /(?![\u200c\u200d]|(?<=\p{Extended_Pictographic}|[0-9#*])\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Co}\u2800\ufff9-\ufffb]/gu;
const breaks = /[\p{Cc}\s]+/gu;
const stacked = /(\p{M}{4})\p{M}+/gu;
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Longest foreign text that is looked at: more than any field can show, and a bound for every pattern after it. */
const longest = 4_000;

/**
 * Foreign text as one harmless line: well formed, without control and bidi characters, zero width characters (kept where
 * they join an emoji or letters of scripts that need them) and stacked marks; every run of white space, and so every
 * newline that could forge a field, is one space. Says nothing about markup: `escape.ts` does.
 */
export function clean(text: string): string {
  const bounded = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return bounded
    .toWellFormed()
    .replace(invisible, '')
    .replace(breaks, ' ')
    .replace(joiners, '$1')
    .replace(stacked, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Clean text, isolated where it is written right to left, so that it cannot reorder the amounts beside it. */
export function isolate(line: string): string {
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}
