import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardContent } from '../../src/domain/card.ts';
import type { SlackMessage } from '../../src/domain/message.ts';
import { type Phrase, say, type Value } from '../../src/domain/phrase.ts';
import { severities, tones } from '../../src/domain/severity.ts';
import { subjectKinds } from '../../src/domain/subject.ts';
import { renderCard } from '../../src/render/card.ts';
import { renderDigest } from '../../src/render/digest.ts';
import { redactCard, redactPhrase } from '../../src/render/redact.ts';
import { renderReply } from '../../src/render/reply.ts';
import { simplify } from '../../src/render/simplify.ts';
import type { ChannelView } from '../../src/render/view.ts';

/** A piece of a person's data that would be known again wherever it appeared. */
interface Planted {
  readonly type: 'email' | 'name' | 'phone' | 'address' | 'ip' | 'last4' | 'free';
  readonly key: string;
  /** What must not be seen where the class may not be: never part of our own words, of an amount or a date. */
  readonly marks: readonly string[];
  readonly value: Value;
}

const letters = fc.array(fc.constantFrom(...'bcdfghjklmnpqrstvwxz'.split('')), { minLength: 7, maxLength: 11 });
const mark = letters.map((list) => `q${list.join('')}`);
const keys = ['metadata.order_id', 'metadata.note', 'description', 'metadata.salesperson'] as const;

/** A number with a right Luhn sum, of a scheme's length, written as people write it. */
const cardNumber = fc
  .record({
    start: fc.constantFrom('4', '51', '37', '6011', '3566'),
    digits: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 }),
    between: fc.constantFrom('', ' ', '-', '.'),
  })
  .map(({ start, digits, between }) => {
    const length = start.startsWith('37') ? 15 : 16;
    const body = `${start}${digits.join('')}`.slice(0, length - 1);
    const check = [...Array(10).keys()].find((digit) => luhn(`${body}${digit}`)) ?? 0;
    return (`${body}${check}`.match(/.{1,4}/g) ?? []).join(between);
  });

const planted: fc.Arbitrary<Planted> = fc
  .tuple(mark, mark, fc.nat({ max: 6 }), fc.constantFrom(...keys))
  .map(([a, b, which, key]): Planted => {
    const plain = { key, marks: [a, b] };
    switch (which) {
      case 0:
        return { ...plain, type: 'email', value: { type: 'email', text: `${a}@${b}.com` } };
      case 1:
        return { ...plain, type: 'name', value: { type: 'name', text: `${a} ${b}` } };
      case 2:
        return { ...plain, type: 'phone', value: { type: 'phone', text: `+49 ${a} ${b}` } };
      case 3:
        return { ...plain, type: 'address', value: { type: 'address', text: `${a} ${b}`, country: 'DE' } };
      case 4:
        return { ...plain, type: 'ip', value: { type: 'ip', text: `${a}:${b}` } };
      case 5:
        return { ...plain, type: 'last4', value: { type: 'last4', text: `${a}${b}` } };
      default:
        return { ...plain, type: 'free', value: { type: 'free', text: `${a} ${b}`, key } };
    }
  });

/** Values that anybody may see, some with a card number or an address that a person typed where it does not belong. */
const open: fc.Arbitrary<Value> = fc.oneof(
  fc.record({
    type: fc.constant('money'),
    money: fc.record({
      minor: fc.bigInt({ min: 0n, max: 10n ** 9n }).map((n): `${bigint}` => `${n}`),
      currency: fc.constantFrom('eur', 'jpy', 'kwd'),
    }),
  }) as fc.Arbitrary<Value>,
  fc.record({
    type: fc.constant('term'),
    text: fc.constantFrom('Visa', 'in_123', 'insufficient_funds'),
  }) as fc.Arbitrary<Value>,
  cardNumber.map((text): Value => ({ type: 'catalog', text: `Pro ${text}` })),
  cardNumber.map((text): Value => ({ type: 'term', text })),
  cardNumber.map((text): Value => ({ type: 'free', text: `card ${text} cvc 123`, key: 'metadata.note' })),
  cardNumber.map((text): Value => ({ type: 'name', text })),
);

interface Case {
  readonly content: CardContent;
  readonly people: readonly Planted[];
}

const phraseOf = (values: readonly Value[]): Phrase => values.flatMap((value) => say`of ${value} `);

const cases: fc.Arbitrary<Case> = fc
  .record({
    people: fc.array(planted, { minLength: 1, maxLength: 12 }),
    values: fc.array(open, { minLength: 0, maxLength: 8 }),
    kind: fc.constantFrom(...subjectKinds),
    tone: fc.constantFrom(...tones),
    severity: fc.constantFrom(...severities),
    slots: fc.array(fc.nat({ max: 5 }), { minLength: 20, maxLength: 20 }),
  })
  .map(({ people, values, kind, tone, severity, slots }) => {
    const all = [...people.map(({ value }) => value), ...values];
    const slot = (index: number) => phraseOf(all.filter((_, place) => slots[place] === index));
    const linked = people.find(({ type }) => type === 'free');
    return {
      people,
      content: {
        kind,
        code: 'payment.succeeded',
        tone,
        severity,
        headline: slot(0),
        who: slot(1),
        what: slot(2),
        facts: all.filter((_, place) => slots[place] === 3).map((value) => ({ label: 'Fact', value: say`${value}` })),
        notes: [slot(4), slot(5)],
        links:
          linked === undefined
            ? []
            : [{ label: 'Order', url: `https://dashboard.stripe.com/${linked.marks[0]}`, key: linked.key }],
        livemode: true,
        account: 'main',
        connectAccount: null,
        at: 1_763_903_100,
      },
    };
  });

const classes = ['email', 'name', 'phone', 'address', 'ip', 'last4'] as const;
const views: fc.Arbitrary<ChannelView> = fc
  .record({
    privacy: fc.constantFrom('full' as const, 'redacted' as const, 'minimal' as const),
    allow: fc.subarray([...classes, ...keys, 'metadata.*', 'order_id']),
  })
  .map(({ privacy, allow }) => ({
    privacy,
    allow,
    locale: 'en-GB',
    timezone: 'Europe/Berlin',
    now: 1_763_903_100,
    consoleUrl: null,
    mention: null,
    severity: 'normal',
  }));

/** The rule in words of the documentation, not of the code: what may be seen of a planted value. */
function maySee(one: Planted, view: ChannelView): boolean {
  if (view.privacy === 'full') return true;
  if (view.privacy === 'minimal') return false;
  if (one.type !== 'free') return view.allow.includes(one.type);
  if (view.allow.includes(one.key)) return true;
  return (
    one.key.startsWith('metadata.') && (view.allow.includes('metadata.*') || view.allow.includes(one.key.slice(9)))
  );
}

function messagesOf({ content }: Case, view: ChannelView): SlackMessage[] {
  const card = redactCard(content, view);
  const digest = { count: 1, totals: [], withoutAmount: [], largest: [card], since: 1_763_903_100_000, route: 'all' };
  const shown = [
    renderCard(card, view),
    renderReply(redactPhrase(content.headline, view), view),
    renderDigest(digest, view),
  ];
  return [...shown, ...shown.map(simplify)];
}

function luhn(digits: string): boolean {
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Every run of digits, with what people put between them, that could be charged. */
function cardNumbersIn(text: string): string[] {
  return [...text.matchAll(/\d(?:[ .-]?\d){12,18}/g)].map(([run]) => run.replace(/\D/g, '')).filter(luhn);
}

describe('redaction', () => {
  it('lets nothing of a person out that the channel may not see, and a card number never', () => {
    let [cards, looked, numbers, visible] = [0, 0, 0, 0];
    fc.assert(
      fc.property(cases, views, (one, view) => {
        cards += 1;
        for (const message of messagesOf(one, view)) {
          const text = JSON.stringify(message);
          for (const person of one.people) {
            for (const token of person.marks) {
              looked += 1;
              if (maySee(person, view)) visible += text.includes(token) ? 1 : 0;
              else expect(text.includes(token), `${person.type} in ${view.privacy}: ${token}`).toBe(false);
            }
          }
          numbers += 1;
          expect(cardNumbersIn(text)).toEqual([]);
        }
      }),
      { numRuns: 1_500 },
    );
    // What may be seen is seen: an empty message would pass the rest.
    expect(visible).toBeGreaterThan(1_000);
    process.stdout.write(
      `redaction: ${cards} cards, ${numbers} messages without a card number, ${looked} looks for personal data, ${visible} of them allowed and there\n`,
    );
  });

  it('is judged by a look that finds what is there', () => {
    expect(cardNumbersIn('"x 4242 4242 4242 4242 y"')).toEqual(['4242424242424242']);
    expect(cardNumbersIn('4242-4242-4242-4241')).toEqual([]);
  });
});
