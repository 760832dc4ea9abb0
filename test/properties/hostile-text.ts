import fc from 'fast-check';
import type { CardContent } from '../../src/domain/card.ts';
import { isObject, type JsonValue } from '../../src/domain/json.ts';
import type { SlackMessage } from '../../src/domain/message.ts';
import { type Phrase, say, type Value } from '../../src/domain/phrase.ts';
import { renderCard } from '../../src/render/card.ts';
import { renderDigest } from '../../src/render/digest.ts';
import { compileCardFields } from '../../src/render/fields.ts';
import { limits } from '../../src/render/limits.ts';
import { renderNotice } from '../../src/render/notice.ts';
import { redactCard, redactPhrase } from '../../src/render/redact.ts';
import { renderReply } from '../../src/render/reply.ts';
import { simplify } from '../../src/render/simplify.ts';
import type { ChannelView } from '../../src/render/view.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate-blocks.ts';
import { type Mark, scanMrkdwn, scanPlain } from './mrkdwn-scanner.ts';

// biome-ignore format: one fragment a line is three screens of list
const fragments = [
  '<!channel>', '<!here|here>', '<@U123ABC>', '<!subteam^S123|x>', '<#C123>', '<https://evil.example|stripe.com>', '<mailto:a@b.example>',
  '<!date^1^{date}^https://evil.example|now>', 'https://evil.example', 'http://evil.example/a?b=c&d', 'evil.example', 'www.evil.example', 'a@evil.example',
  '&lt;!channel&gt;', '&amp;', '&', '<', '>', '|', '^', '`', '```', '*', '_', '~', '*bold*', '_it_', '~gone~', '> quote', '>>> all',
  ':white_check_mark:', ':', 'a:b:c', ':日本:', '\n', '\r\n', '\u2028', '\t', '\0', '\u001b[2J', '\n*Paid with*  Mastercard', '@channel', '@everyone',
  '\u202e', '\u202d', '\u2066', '\u2068', '\u2069', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u3164', '\u{e0041}', '\ud83d', '\udc4d', '👍🏽',
  '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', 'é', 'z̴̡̢̛̗̘̙̜̝̞̟', 'שלום', 'مرحبا', '%3E', '%', '\\', '{{ object.id }}', '{% raw %}', '=cmd()', '__proto__', ' ', '•••', '…', 'x',
  '4242 4242 4242 4242', '5555-5555-5555-4444', '４２４２４２４２４２４２４２４２', 'CVC 737',
];

/** Text as an attacker would write it: mark-up, control characters and broken Unicode, long or short. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...fragments) },
        { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
        {
          weight: 1,
          arbitrary: fc
            .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
            .map((units) => String.fromCharCode(...units)),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      ),
      { minLength: 1, maxLength: 12 },
    ),
    fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 900 }) }),
  )
  .map(([parts, times]) => parts.join('').repeat(times).slice(0, 5_000));

const view: ChannelView = {
  privacy: 'full',
  allow: ['note', 'name', 'email', 'phone', 'address', 'ip', 'last4', 'metadata.*'],
  locale: 'en-US',
  timezone: 'Europe/Berlin',
  now: 1_763_903_100,
  consoleUrl: 'https://console.example/',
  mention: '<!subteam^S0FINANCE>',
  severity: 'critical',
};
const fields = compileCardFields({
  payment: {
    headline: '{{ amount | money }} {{ object.description }}',
    fields: [
      { label: 'Note', value: '{{ object.description }} ({{ metadata.note }})' },
      { label: 'Any', value: '{% if metadata.note %}{{ metadata.note | upcase }}{% endif %}' },
      { label: 'Link', value: '{{ "https://crm.example/" | append: metadata.note | link: "CRM" }}' },
    ],
    buttons: [{ label: 'CRM', url: 'https://crm.example/?q={{ metadata.note }}' }],
    lookups: {},
  },
});

function valuesOf(text: string): Value[] {
  return [
    { type: 'term', text },
    { type: 'catalog', text },
    { type: 'name', text },
    { type: 'email', text },
    { type: 'phone', text },
    { type: 'address', text, country: text },
    { type: 'ip', text },
    { type: 'last4', text },
    { type: 'free', text, key: 'note' },
    { type: 'number', value: 7, unit: text },
    { type: 'link', url: `https://dashboard.stripe.com/search?query=${text}`, label: text },
    { type: 'link', url: text, label: text },
    { type: 'link', url: `https://evil.example/${text}`, label: 'Open in Stripe' },
    { type: 'slack_user', id: text },
    { type: 'slack_user', id: 'U0ACTOR' },
  ];
}

function contentOf(text: string): CardContent {
  const values = valuesOf(text);
  const all = values.reduce<Phrase>((phrase, value) => say`${phrase} ${value}`, []);
  return {
    kind: 'payment',
    code: 'payment.failed',
    tone: 'bad',
    severity: 'critical',
    headline: say`${{ type: 'money', money: { minor: '4200', currency: 'eur' } }} paid ${{ type: 'catalog', text }}`,
    who: say`${{ type: 'name', text }} · ${{ type: 'email', text }}`,
    what: say`${{ type: 'catalog', text }}`,
    facts: values.map((value) => ({ label: text, value: say`${value}` })),
    notes: [all, say`${{ type: 'free', text, key: 'note' }}`],
    links: [
      { label: text, url: `https://dashboard.stripe.com/payments/${encodeURIComponent(text.toWellFormed())}` },
      { label: 'evil', url: `https://evil.example/?${text}` },
      { label: 'evil', url: text },
    ],
    livemode: false,
    account: text,
    connectAccount: text,
    at: 1_763_903_000,
  };
}

/** Every message that Tillbell can make, with `text` in every place that others can write. */
export function messagesWith(text: string, privacy: ChannelView['privacy'], interactive: boolean): SlackMessage[] {
  const channel: ChannelView = { ...view, privacy, interactive, linkHosts: fields.linkHosts };
  const content = contentOf(text);
  const object = { object: 'payment_intent', id: 'pi_1', description: text, metadata: { note: text } };
  const snapshot = { object, at: 1, event: 'evt_1', type: 'payment_intent.created', previous: null };
  const mapped = fields.apply(content, { state: { objects: { pi_1: [snapshot] }, story: {} } }, { known: {} });
  const card = redactCard(content, channel);
  const digest = {
    count: 40,
    totals: [{ currency: text, tone: 'good' as const, count: 3, minor: '4200' as const }],
    withoutAmount: [{ tone: 'bad' as const, count: 1 }],
    largest: Array.from({ length: 12 }, () => card),
    since: 1_763_903_000_000,
    route: text,
  };
  const phrase = say`Refunded: ${valuesOf(text).reduce<Phrase>((sum, value) => say`${sum}${value}`, [])}`;
  const made = [
    renderCard(card, channel),
    renderCard(redactCard(mapped, channel), channel),
    renderReply(redactPhrase(phrase, channel), channel),
    renderDigest(digest, channel),
    renderNotice(text, channel),
  ];
  return [...made, ...made.map(simplify)];
}

/** What is wrong with a message, in words; empty for a message that Slack takes and that shows nothing foreign alive. */
export function faultsOf(message: SlackMessage): string[] {
  const faults: string[] = [];
  if (message.blocks.length > 0) {
    faults.push(...validateBlocks(message.blocks, 'message').map((fault) => JSON.stringify(fault)));
    if (JSON.stringify(message.blocks).length > limits.blocksJson) faults.push('blocks too long together');
  }
  if (message.text.length > limits.text || message.text === '') faults.push(`text of ${message.text.length}`);
  const simplified = message.blocks.length === 0;
  for (const mark of scanMrkdwn(message.text, { verbatim: false })) {
    if (!isOurs(mark) || (mark.kind === 'bold' && !simplified)) faults.push(`text: ${mark.kind} ${mark.text}`);
  }
  if (/4242424242424242|5555555555554444/.test(digitsOf(message.text))) faults.push('a card number in the text');
  for (const object of textObjects([...message.blocks])) {
    const mrkdwn = object.type === 'mrkdwn';
    if (mrkdwn ? object.verbatim !== true : object.emoji !== false)
      faults.push(`a ${object.type} object that interprets`);
    const marks = mrkdwn ? scanMrkdwn(object.text, { verbatim: true }) : scanPlain(object.text);
    for (const mark of marks)
      if (!isOurs(mark)) faults.push(`${mark.kind} ${mark.text} in ${object.text.slice(0, 200)}`);
    if (/4242424242424242|5555555555554444/.test(digitsOf(object.text))) faults.push('a card number in a block');
  }
  return faults;
}

function isOurs(mark: Mark): boolean {
  if (mark.kind === 'bold') return !/[\n<]/.test(mark.text);
  if (mark.kind === 'code') return mark.text === '`TEST`';
  if (mark.kind === 'user') return mark.text === '<@U0ACTOR>';
  if (mark.kind === 'usergroup') return mark.text === view.mention;
  return (
    mark.kind === 'link' &&
    /^<https:\/\/(?:dashboard\.stripe\.com|console\.example|crm\.example)\/[^\s|<>]*\|[^|<>]+>$/.test(mark.text)
  );
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Pd}._·/]/gu, '');
}

interface TextObject {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
  readonly verbatim: JsonValue | undefined;
  readonly emoji: JsonValue | undefined;
}

function textObjects(value: JsonValue): TextObject[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => textObjects(item));
  if (!isObject(value)) return [];
  const { type, text, verbatim, emoji } = value;
  if ((type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string')
    return [{ type, text, verbatim, emoji }];
  return Object.values(value).flatMap((item) => (item === undefined ? [] : textObjects(item)));
}

/** Puts `runs` hostile strings through every template. Throws with the smallest string found that does harm. */
export function runHostileText(options: { readonly runs: number; readonly seed?: number }): void {
  const privacy = fc.constantFrom('full' as const, 'redacted' as const, 'minimal' as const);
  const property = fc.property(hostile, privacy, fc.boolean(), (text, mode, interactive) => {
    for (const message of messagesWith(text, mode, interactive)) {
      const faults = faultsOf(message);
      if (faults.length > 0) throw new Error(faults.slice(0, 5).join('\n'));
    }
  });
  fc.assert(property, { numRuns: options.runs, ...(options.seed === undefined ? {} : { seed: options.seed }) });
}
