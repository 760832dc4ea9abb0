import type { Money } from './money.ts';

/**
 * Text that people will read, before anybody decided who may read what. Each value carries its privacy class as its
 * type, so that redaction is a total function over this union and a new class cannot be forgotten.
 */
export type Value =
  | { readonly type: 'money'; readonly money: Money }
  /** Unix seconds. `date` = day, `clock` = hour and minute, `time` = day and time, `left` = that and the days left. */
  | { readonly type: 'date'; readonly at: number; readonly style: 'date' | 'clock' | 'time' | 'left' }
  /** Whole numbers, percentages and the like: never personal. */
  | { readonly type: 'number'; readonly value: number; readonly unit?: string }
  /** Stripe's own vocabulary and ids (`insufficient_funds`, `Visa`, `in_123`): never personal. */
  | { readonly type: 'term'; readonly text: string }
  /** What the company itself named: product, plan, coupon, statement descriptor. */
  | { readonly type: 'catalog'; readonly text: string }
  | { readonly type: 'name'; readonly text: string }
  | { readonly type: 'email'; readonly text: string }
  | { readonly type: 'phone'; readonly text: string }
  | { readonly type: 'address'; readonly text: string; readonly country: string | null }
  | { readonly type: 'ip'; readonly text: string }
  | { readonly type: 'last4'; readonly text: string }
  /** Text that a customer or an integration wrote: descriptions, comments, metadata values. `key` allows it by name. */
  | { readonly type: 'free'; readonly text: string; readonly key: string }
  /**
   * A link that Tillbell built (Stripe's dashboard, the console) or a host that the configuration allows. `key` is set where
   * text of others is in it: then it is shown only where that text may be.
   */
  | { readonly type: 'link'; readonly url: string; readonly label: string; readonly key?: string }
  /** A Slack user who acted. */
  | { readonly type: 'slack_user'; readonly id: string };

declare const ours: unique symbol;

/** Words of Tillbell's own source code: only the `say` tag makes them, so foreign text cannot pose as ours. */
export interface Words {
  readonly type: 'words';
  readonly text: string;
  readonly [ours]: true;
}

/** A sentence: our words with typed values between them. JSON keeps it. */
export type Phrase = readonly (Words | Value)[];

/** say`Refunded ${value} of ${value}`: the literal parts become words, whatever is inserted must be a typed value or a phrase. */
export function say(words: TemplateStringsArray, ...values: readonly (Value | Phrase | null)[]): Phrase {
  const phrase: (Words | Value)[] = [];
  words.forEach((text, index) => {
    if (text !== '') phrase.push({ type: 'words', text } as Words);
    const value = values[index];
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) phrase.push(...(value as Phrase));
    else phrase.push(value as Value);
  });
  return phrase;
}

export const nothing: Phrase = [];
