import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseForm } from './form.ts';

test.each([
  ['amount=5', { amount: '5' }],
  ['expand[]=a&expand[]=b', { expand: ['a', 'b'] }],
  ['expand[0]=a&expand[1]=b', { expand: ['a', 'b'] }],
  ['created[gt]=5&created[lte]=9', { created: { gt: '5', lte: '9' } }],
  ['items[0][id]=x&items[1][id]=y', { items: [{ id: 'x' }, { id: 'y' }] }],
  ['metadata[a b]=%C3%BC%20%26', { metadata: { 'a b': 'ü &' } }],
  ['discounts=', { discounts: '' }],
  ['', {}],
])('%s', (text, expected) => {
  expect(JSON.parse(JSON.stringify(parseForm(text)))).toEqual(expected);
});

test('no text can reach a prototype or make it throw', () => {
  const name = fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', '', '[', ']', '0', 'toString');
  const pair = fc.tuple(fc.array(name, { minLength: 1, maxLength: 5 }), fc.string()).map(([names, value]) => {
    const [head = '', ...rest] = names;
    return `${head}${rest.map((one) => `[${one}]`).join('')}=${encodeURIComponent(value)}`;
  });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
      JSON.stringify(parseForm(pairs.join('&')));
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect({}).not.toHaveProperty('polluted');
    }),
    { numRuns: 500 },
  );
});
