import { type Context, Liquid, LiquidError } from 'liquidjs';
import { isObject } from '../domain/json.ts';
import { decimalText, money } from '../domain/money.ts';
import type { Value } from '../domain/phrase.ts';
import { clean } from './clean.ts';

/** What a filter makes of a value: kept whole to the card, so that money and dates follow the channel's locale and zone. */
export class TypedValue {
  readonly value: Value;
  /** False where it was made from text, which may be anybody's: Stripe's own amounts and times are numbers. */
  readonly fromStripe: boolean;
  readonly #plain: string;

  constructor(value: Value, fromStripe: boolean, plain: string) {
    this.value = value;
    this.fromStripe = fromStripe;
    this.#plain = plain;
  }

  /** Where text is needed: inside `{% if %}`, `append`, `capture`, in URLs, under an allow-list. */
  toString(): string {
    return this.#plain;
  }
}

/** An output as text; an object is none, a list only of its texts. */
export function textOf(output: unknown): string {
  if (output instanceof TypedValue) return output.toString();
  if (Array.isArray(output))
    return output
      .map(textOf)
      .filter((text) => text !== '')
      .join(', ');
  return typeof output === 'string' || typeof output === 'number' || typeof output === 'boolean' ? String(output) : '';
}

/** A template takes well under a millisecond; these bound what a mistake or a hostile value can cost one card. */
const budget = { renderLimit: 20, memoryLimit: 1_000_000, parseLimit: 20_000 } as const;

/** Liquid without files, prototypes and surprises: unknown filters and tags are faults when the template is loaded. */
export function createEngine(): Liquid {
  const engine = new Liquid({
    ...budget,
    outputEscape: (value: unknown) => (typeof value === 'string' ? clean(value) : value) as string,
    ownPropertyOnly: true,
    strictFilters: true,
    // An empty mapping instead of the file system.
    templates: {},
    keepOutputType: true,
    timezoneOffset: 0,
  });
  for (const tag of ['include', 'render', 'layout', 'block', 'increment', 'decrement', 'tablerow'])
    delete engine.tags[tag];
  engine.registerFilter('money', moneyFilter);
  engine.registerFilter('date', dateFilter);
  engine.registerFilter('link', linkFilter);
  return engine;
}

/** `{{ amount | money }}`, or minor units with their currency: `{{ object.amount | money: object.currency }}`. */
function moneyFilter(this: { context: Context }, value: unknown, currency: unknown): TypedValue | null {
  const code = currency ?? this.context.getSync(['object', 'currency']);
  const found = isObject(value) ? money(value['minor'], value['currency']) : money(value, code);
  if (found === null) return null;
  const plain = `${decimalText(found)} ${found.currency.toUpperCase()}`;
  return new TypedValue({ type: 'money', money: found }, typeof value !== 'string', plain);
}

/** Unix seconds as `date` (the day), `time` or `left`: `{{ object.created | date: "time" }}`. */
function dateFilter(value: unknown, style: unknown = 'date'): TypedValue | null {
  if (style !== 'date' && style !== 'time' && style !== 'left') {
    throw new RangeError('date takes "date", "time" or "left"');
  }
  const at = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof at !== 'number') return null;
  return new TypedValue({ type: 'date', at, style }, typeof value === 'number', String(at));
}

/** `{{ "https://crm.example.com/" | append: metadata.order_id | link: "CRM" }}`. */
function linkFilter(value: unknown, label: unknown = 'Open'): TypedValue | null {
  const url = textOf(value);
  return url === '' ? null : new TypedValue({ type: 'link', url, label: clean(textOf(label)) }, false, url);
}

/** Whether a template of the configuration is well formed, and which paths it reads; `column` counts from 1. */
export function checkTemplate(
  source: string,
):
  | { readonly ok: true; readonly paths: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly column: number } {
  try {
    const engine = createEngine();
    return { ok: true, paths: engine.globalFullVariablesSync(engine.parse(source)) };
  } catch (error) {
    return { ok: false, ...faultOf(error) };
  }
}

/** A Liquid error as one sentence without its excerpt of the source, and where it is. */
export function faultOf(error: unknown): { readonly message: string; readonly column: number } {
  if (!LiquidError.is(error)) return { message: error instanceof Error ? error.message : String(error), column: 1 };
  const [, column] = error.token.getPosition();
  return { message: (error.message.split('\n')[0] ?? '').replace(/, (?:line:\d+|file:).*$/, ''), column: column ?? 1 };
}
