import { expect, test } from 'vitest';
import type { SyncFieldConfig } from '../config/config.ts';
import { inputText, parseInput } from './parse.ts';

const field = (given: Partial<SyncFieldConfig>): SyncFieldConfig => ({
  stripe: 'metadata.x',
  label: 'Field',
  input: 'text',
  options: [],
  show: null,
  required: false,
  longest: 500,
  min: null,
  max: null,
  decimals: 0,
  store: 'iso',
  systemOfRecord: null,
  ...given,
});

const said = (given: Partial<SyncFieldConfig>, text: string): string | null => {
  const parsed = parseInput(field(given), text);
  if ('value' in parsed) return parsed.value;
  return `! ${parsed.problem.map((part) => ('text' in part ? part.text : 'value' in part ? part.value : '')).join('')}`;
};

test.each([
  [{}, '  two words ', 'two words'],
  [{}, ' ', null],
  [{ required: true }, ' ', '! Field: cannot be empty.'],
  [{ longest: 3 }, 'äöü', 'äöü'],
  [{ longest: 3 }, '👍👍👍', '👍👍👍'],
  [{ longest: 3 }, 'äöüß', '! Field: has 4 characters; at most 3 fit.'],
  [{ input: 'number', decimals: 2 }, '01,50', '1.5'],
  [{ input: 'number', decimals: 2 }, '-0.00', '0'],
  [{ input: 'number', decimals: 2 }, '1.505', '! Field: has at most 2 decimal places.'],
  [{ input: 'number' }, '1.0', '1'],
  [{ input: 'number' }, '1e3', '! Field: must be a number.'],
  [{ input: 'number', min: '-5', max: '5' }, '-6', '! Field: must be at least -5.'],
  [{ input: 'number', min: '-5', max: '5' }, '900719925474099', '! Field: must be at most 5.'],
  [{ input: 'date' }, '2028-02-29', '2028-02-29'],
  [{ input: 'date' }, '2027-02-29', '! Field: must be a date such as 2026-12-31.'],
  [{ input: 'date', store: 'unix' }, '2026-12-31', '1798675200'],
  [{ input: 'user' }, 'U0ADA', 'U0ADA'],
  [{ input: 'user' }, 'ada', '! Field: must be a person.'],
  [{ input: 'select', options: [{ value: 'a', label: 'A' }] }, 'b', '! Field: must be one of the options.'],
] as const)('%j takes %j as %j', (given, text, value) => {
  expect(said(given, text)).toBe(value);
});

test.each([
  [{ input: 'select', options: [{ value: 'a', label: 'A' }] }, 'gone', null],
  [{ longest: 3 }, 'longer', null],
  [{ input: 'date', store: 'unix' }, '1798675200', '2026-12-31'],
  [{ input: 'date', store: 'unix' }, '1798675201', null],
  [{ input: 'number', max: '5' }, '9', '9'],
] as const)('%j shows %j as %j: null where the input would lose some of it', (given, value, shown) => {
  expect(inputText(field(given), value)).toBe(shown);
});
