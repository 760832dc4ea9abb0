import { describe, expect, test } from 'vitest';
import { routing } from '../../test/routing-config.ts';
import type { CardConfig } from '../config/config.ts';
import type { CardContent } from '../domain/card.ts';
import type { JsonObject } from '../domain/json.ts';
import { nothing, say } from '../domain/phrase.ts';
import { compileCardFields, type FieldProblem } from './fields.ts';
import { phraseMrkdwn } from './phrase-text.ts';
import { redactCard } from './redact.ts';
import { checkTemplate } from './template-engine.ts';
import type { ChannelView } from './view.ts';

const view: ChannelView = {
  privacy: 'full',
  allow: [],
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
  now: 1_763_903_100,
  consoleUrl: null,
  mention: null,
  severity: 'normal',
  linkHosts: ['crm.example.com'],
};
const content: CardContent = {
  kind: 'payment',
  code: 'payment.succeeded',
  tone: 'good',
  severity: 'normal',
  headline: say`${{ type: 'money', money: { minor: '4200', currency: 'eur' } }} paid`,
  who: nothing,
  what: nothing,
  facts: [],
  notes: [],
  links: [],
  livemode: true,
  account: 'main',
  connectAccount: null,
  at: 1,
};
const payment: JsonObject = {
  object: 'payment_intent',
  id: 'pi_1',
  amount: 4200,
  currency: 'eur',
  created: 1_763_903_100,
  customer: 'cus_1',
  subscription: 'sub_1',
  description: 'Sold to Jenny',
  metadata: { order_id: 'A/1', 'x y': 'spaced', pan: '4242424242424242', digits: '123456' },
};
const subject = {
  state: { objects: { pi_1: [{ object: payment, at: 1, event: 'evt_1', type: 't', previous: null }] }, story: {} },
};
const known = {
  known: {
    cus_1: { object: 'customer', email: 'jenny@example.com', name: 'Jenny Rosen', metadata: { vip: 'yes' } },
    sub_1: { object: 'subscription', items: { data: [{ price: { id: 'price_1', product: 'prod_1' } }] } },
    prod_1: { object: 'product', name: 'Pro' },
  },
};
const card = (parts: Partial<CardConfig>): CardConfig => ({
  headline: null,
  fields: [],
  buttons: [],
  lookups: {},
  ...parts,
});

function field(value: string, channel: Partial<ChannelView> = {}): string | null {
  const seen = { ...view, ...channel };
  const compiled = compileCardFields({ payment: card({ fields: [{ label: 'F', value }] }) });
  const [fact] = redactCard(compiled.apply(content, subject, known), seen).facts;
  return fact === undefined ? null : phraseMrkdwn(fact.value, seen);
}

describe('field mapping', () => {
  test.each([
    ['{{ subscription.plan.name }} ({{ metadata.order_id }})', 'Pro (A/1)', 'Pro (•••)'],
    ['{{ amount | money }}', '€42.00', '€42.00'],
    ['{{ amount }}', '€42.00', '€42.00'],
    [
      '{{ object.amount | money }} on {{ object.created | date: "time" }}',
      '€42.00 on 23 Nov, 14:05 CET',
      '€42.00 on 23 Nov, 14:05 CET',
    ],
    ['{{ object.created | date: "left" }}', '23 Nov, 14:05 CET (in 0 minutes)', '23 Nov, 14:05 CET (in 0 minutes)'],
    ['{{ customer.email }}, {{ customer.name | upcase }}', 'jenny@example.com, JENNY ROSEN', 'j•••@e•••.com, J. R.'],
    ['{{ object.description }}', 'Sold to Jenny', null],
    ['{{ object.id }}', 'pi_1', 'pi_1'],
    ["{{ metadata['x y'] }}", 'spaced', null],
    ['{{ metadata.vip }}', 'yes', null],
    ['Order: {{ metadata.nope }}', null, null],
    ['Support: second line', 'Support: second line', 'Support: second line'],
    ['{{ object.constructor.name }}{{ object.__proto__ }}', null, null],
  ])('%s', (template, full, redacted) => {
    expect(field(template)).toBe(full);
    expect(field(template, { privacy: 'redacted' })).toBe(redacted);
  });

  test.each([
    '{% assign id = metadata.order_id %}{{ id }}',
    '{{ id }}{% assign id = metadata.order_id %}{{ id }}',
    '{% capture id %}{{ metadata.order_id }}{% endcapture %}{{ id }}',
    '{% if metadata.order_id %}yes{% endif %}',
    '{% for pair in object.metadata %}{{ pair[1] }}{% endfor %}',
    '{{ metadata.digits | money: "eur" }}',
    '{{ metadata.digits | date }}',
    '{{ metadata.digits | plus: 1 }}',
    '{{ object.id | append: metadata.order_id }}',
    '{{ "https://crm.example.com/" | append: metadata.order_id | link: "CRM" }}',
  ])('metadata reaches no redacted channel by a detour: %s', (template) => {
    expect(field(template)).not.toBeNull();
    expect(field(template, { privacy: 'redacted' }) ?? '').not.toMatch(/A\/1|yes|1234|crm/);
  });

  test('F74: a card number in metadata is hidden even where metadata is shown', () => {
    expect(field('{{ metadata.pan }}')).toBe('[card number hidden]');
  });

  test('F70: a value cannot choose where a link or a button leads', () => {
    expect(field('{{ "https://crm.example.com/" | append: metadata.order_id | link: "CRM" }}')).toBe(
      '<https://crm.example.com/A/1|CRM>',
    );
    expect(field('{{ "https://crm.example.com" | append: ".evil.example/" | link: "CRM" }}')).toBe('CRM');
    const compiled = compileCardFields({
      payment: card({ buttons: [{ label: 'CRM', url: 'https://crm.example.com/o/{{ metadata.order_id }}' }] }),
    });
    expect(compiled.linkHosts).toEqual(['crm.example.com']);
    expect(compiled.apply(content, subject, known).links).toEqual([
      { label: 'CRM', url: 'https://crm.example.com/o/A%2F1', key: 'metadata.order_id' },
    ]);
    for (const url of ['https://{{ metadata.host }}/', 'https://crm.example.com{{ metadata.x }}', '{{ metadata.url }}'])
      expect(() => compileCardFields({ payment: card({ buttons: [{ label: 'x', url }] }) })).toThrow(
        'must name its host',
      );
  });

  test('a headline of one’s own, and ours where it comes out empty', () => {
    const mapped = (headline: string) =>
      compileCardFields({ payment: card({ headline }) }).apply(content, subject, known).headline;
    expect(
      phraseMrkdwn(redactCard({ ...content, headline: mapped('Sale of {{ amount | money }}!') }, view).headline, view),
    ).toBe('Sale of €42.00!');
    expect(mapped('{{ metadata.nope }}')).toBe(content.headline);
  });

  test('a template that fails or runs away costs its own field, and is reported without values', () => {
    const problems: FieldProblem[] = [];
    const fields = [
      { label: 'Loop', value: '{% for i in (1..100000000) %}x{% endfor %}' },
      { label: 'Date', value: '{{ object.created | date: "%Y" }}' },
      { label: 'Good', value: '{{ object.id }}' },
    ];
    const compiled = compileCardFields({ payment: card({ fields }) }, (problem) => problems.push(problem));
    expect(compiled.apply(content, subject, known).facts.map((fact) => fact.label)).toEqual(['Good']);
    expect(problems).toEqual([
      { kind: 'payment', field: 'Loop', message: 'memory alloc limit exceeded' },
      { kind: 'payment', field: 'Date', message: 'date takes "date", "time" or "left"' },
    ]);
  });
});

describe('checkTemplate', () => {
  test('names the paths, or the fault with its column', () => {
    expect(checkTemplate('{{ a.b }} {% assign q = z %}{{ q }}')).toEqual({ ok: true, paths: ['a.b', 'z'] });
    expect(checkTemplate('ab {{ a.b | nope }}')).toEqual({ ok: false, message: 'undefined filter: nope', column: 4 });
    expect(checkTemplate('x {% include "y" %}')).toMatchObject({
      ok: false,
      message: 'tag "include" not found',
      column: 3,
    });
    expect(checkTemplate('{% if a %}')).toMatchObject({ ok: false });
  });
});

describe('fields of a route', () => {
  const { routes } = routing(`
routes:
  - name: sales
    to: [sales]
    fields: [{ label: Order, value: "{{ metadata.order_id }}" }]
    routes:
      - { name: big, amount: { min: "1000.00 EUR" } }
      - { name: plain, currencies: [usd], fields: [] }
  - { name: rest, to: [finance] }
`);
  const compiled = compileCardFields(
    { payment: card({ fields: [{ label: 'Plan', value: '{{ plan.name }}' }] }) },
    undefined,
    routes,
  );
  const labels = (route: string | null) =>
    compiled.apply(content, subject, known, route).facts.map(({ label }) => label);

  test('stand after those of the kind of card, on the cards that the route shows and nowhere else', () => {
    expect(labels('sales')).toEqual(['Plan', 'Order']);
    expect(labels('rest')).toEqual(['Plan']);
    expect(labels(null)).toEqual(['Plan']);
  });

  test('are inherited, unless a route inside has its own or says none', () => {
    expect(labels('sales / big')).toEqual(['Plan', 'Order']);
    expect(labels('sales / plain')).toEqual(['Plan']);
  });

  test('are redacted like all else', () => {
    const shown = redactCard(compiled.apply(content, subject, known, 'sales'), { ...view, privacy: 'redacted' });
    expect(shown.facts.map(({ label }) => label)).toEqual(['Plan']);
  });
});
