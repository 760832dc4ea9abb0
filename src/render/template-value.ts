import { isObject } from '../domain/json.ts';
import { money } from '../domain/money.ts';
import type { Phrase, Value } from '../domain/phrase.ts';
import { clean } from './clean.ts';
import { TypedValue, textOf } from './template-engine.ts';

// Stripe's own vocabulary: ids, states and codes say nothing of a person.
const terms =
  /(?:^|\.)(?:id|object|status|type|currency|brand|funding|network|reason|code|decline_code|failure_code|interval|mode|livemode|country|collection_method|billing_reason|cancellation_reason|number)$/;
// What the company itself named.
const catalog =
  /(?:^|\.)(?:plan|product|price|coupon|promotion_code|tax_rate)(?:\.\w+)*\.(?:name|nickname|lookup_key|code)$/;
const emails = /(?:^|\.|_)email$/;
const people =
  /(?:^|\.)(?:customer|customer_details|billing_details|shipping|shipping_details|owner|individual)(?:\.\w+)*\.name$|(?:^|\.)customer_name$/;
const foreign = /(?:^|\.)(?:metadata|custom_fields|address|last4|ip|phone|dob)(?:[.[]|$)/;

/**
 * What a template's output is to redaction. Only what is Stripe's or the company's own by its path goes without the
 * allow-list; the rest is free text under the paths it was made from, all of which a channel must allow.
 */
export function phraseOfOutput(output: unknown, paths: readonly string[]): Phrase {
  if (output instanceof TypedValue) {
    if (output.value.type === 'link') return [isOpen(paths) ? output.value : { ...output.value, key: keyOf(paths) }];
    if (output.fromStripe || paths.length === 0) return [output.value];
  }
  const whole = isObject(output) ? money(output['minor'], output['currency']) : null;
  if (whole !== null && !paths.some((path) => foreign.test(path))) return [{ type: 'money', money: whole }];
  const text = clean(textOf(output));
  return text === '' ? [] : [classified(text, output, paths)];
}

function classified(text: string, output: unknown, paths: readonly string[]): Value {
  // The words of the configuration itself.
  if (paths.length === 0) return { type: 'catalog', text };
  const [path] = paths;
  if (path !== undefined && paths.length === 1 && !foreign.test(path)) {
    if (typeof output === 'number') return { type: 'number', value: output };
    if (typeof output === 'boolean' || terms.test(path)) return { type: 'term', text };
    if (catalog.test(path)) return { type: 'catalog', text };
    if (emails.test(path)) return { type: 'email', text };
    if (people.test(path)) return { type: 'name', text };
  }
  return { type: 'free', text, key: keyOf(paths) };
}

/** True where every path is Stripe's or the company's own. */
export function isOpen(paths: readonly string[]): boolean {
  return paths.every((path) => !foreign.test(path) && (terms.test(path) || catalog.test(path)));
}

/** The key under which the allow-list of a channel opens what several paths made together. */
export function keyOf(paths: readonly string[]): string {
  return paths.join(' + ');
}
