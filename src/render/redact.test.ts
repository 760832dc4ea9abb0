import { describe, expect, test } from 'vitest';
import type { CardContent } from '../domain/card.ts';
import { nothing, say, type Value } from '../domain/phrase.ts';
import { phraseMrkdwn } from './phrase-text.ts';
import { redactCard, redactPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

const base: ChannelView = {
  privacy: 'redacted',
  allow: [],
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
  now: 1_763_903_100,
  consoleUrl: null,
  mention: null,
  severity: 'normal',
};
const values: Readonly<Record<Value['type'], Value>> = {
  money: { type: 'money', money: { minor: '4200', currency: 'eur' } },
  date: { type: 'date', at: 1_763_903_100, style: 'date' },
  number: { type: 'number', value: 1234.5, unit: '%' },
  term: { type: 'term', text: 'Visa' },
  catalog: { type: 'catalog', text: 'Pro plan' },
  name: { type: 'name', text: 'Jenny Rosen' },
  email: { type: 'email', text: 'jenny@example.com' },
  phone: { type: 'phone', text: '+49 30 901820' },
  address: { type: 'address', text: '510 Townsend St', country: 'US' },
  ip: { type: 'ip', text: '192.0.2.1' },
  last4: { type: 'last4', text: '4242' },
  free: { type: 'free', text: 'call jenny@example.com', key: 'metadata.note' },
  link: { type: 'link', url: 'https://dashboard.stripe.com/x', label: 'Stripe' },
  slack_user: { type: 'slack_user', id: 'U0ADA' },
};
const shown = (type: Value['type'], view: Partial<ChannelView> = {}) => {
  const channel = { ...base, ...view };
  return phraseMrkdwn(redactPhrase(say`${values[type]}`, channel), channel);
};

describe('who may read what', () => {
  const stripe = '<https://dashboard.stripe.com/x|Stripe>';
  test.each([
    ['money', '€42.00', '€42.00', '€42.00'],
    ['date', '23 Nov', '23 Nov', '23 Nov'],
    ['number', '1,234.5%', '1,234.5%', '1,234.5%'],
    ['term', 'Visa', 'Visa', 'Visa'],
    ['catalog', 'Pro plan', 'Pro plan', 'Pro plan'],
    ['name', 'Jenny Rosen', 'J. R.', '•••'],
    ['email', 'jenny@example.com', 'j•••@e•••.com', '•••'],
    ['phone', '+49 30 901820', '•••', '•••'],
    ['address', '510 Townsend St', 'US', '•••'],
    ['ip', '192.0.2.1', '•••', '•••'],
    ['last4', '4242', '•••', '•••'],
    ['free', 'call jenny@example.com', '•••', '•••'],
    ['link', stripe, stripe, stripe],
    ['slack_user', '<@U0ADA>', '<@U0ADA>', '•••'],
  ] as const)('%s: full %s, redacted %s, minimal %s', (type, full, redacted, minimal) => {
    expect([shown(type, { privacy: 'full' }), shown(type), shown(type, { privacy: 'minimal' })]).toEqual([
      full,
      redacted,
      minimal,
    ]);
  });

  test('the allow-list opens classes and keys in a redacted channel, and nothing in a minimal one', () => {
    expect(shown('last4', { allow: ['last4'] })).toBe('4242');
    expect(shown('name', { allow: ['name'] })).toBe('Jenny Rosen');
    for (const entry of ['metadata.note', 'note', 'metadata.*']) {
      expect(shown('free', { allow: [entry] })).toBe('call j•••@e•••.com');
      expect(shown('free', { allow: [entry], privacy: 'minimal' })).toBe('•••');
    }
    expect(shown('free', { allow: ['not', 'metadata.note.x', 'metadata'] })).toBe('•••');
  });

  test("a class's name does not open metadata of that name, and a key of two paths needs both", () => {
    const free = (key: string, allow: string[]) =>
      redactPhrase(say`${{ type: 'free', text: 'x', key }}`, { ...base, allow })[0];
    expect(free('metadata.email', ['email'])).toMatchObject({ text: '•••' });
    expect(free('metadata.a + metadata.b', ['a'])).toMatchObject({ text: '•••' });
    expect(free('metadata.a + metadata.b', ['a', 'b'])).toMatchObject({ text: 'x' });
  });

  test('F74: a card number is hidden in every mode, also across the seam of two values', () => {
    for (const privacy of ['full', 'redacted', 'minimal'] as const) {
      const halves = say`${{ type: 'catalog', text: '4242 4242' }} ${{ type: 'catalog', text: '4242 4242' }}`;
      expect(phraseMrkdwn(redactPhrase(halves, { ...base, privacy }), base)).toBe('[card number hidden]');
    }
  });

  test('a class that a newer version stored is hidden', () => {
    const stored = JSON.parse('[{"type":"passport","text":"C01X"}]') as Value[];
    expect(redactPhrase(stored, base)).toEqual([{ type: 'text', text: '•••' }]);
  });
});

test('a card loses what the channel may not read: facts, links with free text, who', () => {
  const content: CardContent = {
    kind: 'payment',
    code: 'payment.succeeded',
    tone: 'good',
    severity: 'normal',
    headline: say`${values.money} paid by ${values.name}`,
    who: say`${values.name}`,
    what: nothing,
    facts: [
      { label: 'Order', value: say`${values.free}` },
      { label: 'Card', value: say`${values.term} ${values.last4}` },
    ],
    notes: [say`“${values.free}”`, say`Why: ${values.free}`],
    links: [
      { label: 'Open in Stripe', url: 'https://dashboard.stripe.com/x' },
      { label: 'Order', url: 'https://dashboard.stripe.com/?q=secret', key: 'metadata.note' },
      { label: 'Evil', url: 'https://evil.example/' },
    ],
    livemode: true,
    account: 'main',
    connectAccount: null,
    at: 1,
  };
  const card = redactCard(content, { ...base, privacy: 'minimal' });
  expect(card.who).toEqual([]);
  expect(card.facts.map((fact) => fact.label)).toEqual(['Card']);
  expect(card.notes.map((note) => phraseMrkdwn(note, base))).toEqual(['Why: •••']);
  expect(card.links.map((link) => link.label)).toEqual(['Open in Stripe']);
  expect(redactCard(content, { ...base, allow: ['note'] }).links.map((link) => link.label)).toEqual([
    'Open in Stripe',
    'Order',
  ]);
});
