import { parseAmountText } from '../domain/amount-text.ts';
import { type Build, currencyCode, list, orNull } from './build.ts';
import type { ActionConfig, CardConfig, RatesConfig } from './config.ts';
import type { Path } from './fault.ts';
import type { ActionFile, CardFile, RatesFile } from './schema-later.ts';
import { shown } from './shown.ts';

export function buildCard(file: CardFile): CardConfig {
  return {
    headline: orNull(file.headline),
    fields: file.fields ?? [],
    buttons: file.buttons ?? [],
    lookups: { ...file.lookups },
  };
}

export function buildAction(build: Build, file: ActionFile, path: Path): ActionConfig {
  list(file.who).forEach((id, index) => {
    if (/^[UWS][A-Z0-9]{2,20}$/.test(id)) return;
    build.fault({
      code: 'bad_id',
      path: Array.isArray(file.who) ? [...path, 'who', index] : [...path, 'who'],
      message: `${shown(id)} is not the id of a person or a user group`,
      suggestion: 'write U… or S…: in Slack, the profile’s menu, Copy member ID',
    });
  });
  if (file.up_to !== undefined && parseAmountText(file.up_to) === null) {
    build.fault({
      code: 'bad_value',
      path: [...path, 'up_to'],
      message: `${shown(file.up_to)} has more decimal places than its currency`,
      suggestion: 'write "500.00 EUR"',
    });
  }
  return { who: list(file.who), upTo: orNull(file.up_to), above: file.above ?? 'deny' };
}

export function buildRates(build: Build, file: RatesFile): RatesConfig {
  const { settlement = false } = file;
  if (file.base === undefined || file.table === undefined) {
    if (!settlement || file.base !== file.table) {
      build.fault({
        code: 'missing_key',
        path: ['rates'],
        message: 'needs base and table, or settlement: true',
        suggestion: 'write { base: EUR, table: { 2026-01-01: { USD: "0.92" } } }, or { settlement: true }',
      });
    }
    return { settlement, base: '', table: {} };
  }
  const base = currencyCode(build, file.base, ['rates', 'base']);
  const table: Record<string, Record<string, string>> = {};
  for (const [date, rates] of Object.entries(file.table)) {
    const path = ['rates', 'table', date];
    if (!isDate(date)) {
      build.fault({ code: 'bad_value', path, message: `${shown(date)} is not a date`, suggestion: 'write 2026-01-31' });
      continue;
    }
    const values: Record<string, string> = {};
    for (const [code, rate] of Object.entries(rates)) {
      const text = typeof rate === 'number' ? decimalOf(rate) : rate;
      if (text === null || Number(text) <= 0) {
        const message = `${shown(rate)} is not a positive decimal number`;
        build.fault({ code: 'bad_value', path: [...path, code], message, suggestion: 'write "0.92"' });
        continue;
      }
      values[currencyCode(build, code, [...path, code])] = text;
    }
    table[date] = values;
  }
  return { settlement, base, table };
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** Without an exponent: such figures are better given as text. */
function decimalOf(rate: number): string | null {
  const text = String(rate);
  return /^\d+(?:\.\d+)?$/.test(text) ? text : null;
}
