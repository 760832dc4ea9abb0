import type { Random } from './random.ts';

/** Where and when an object is made: what every builder needs besides the object's own facts. */
export interface Scope {
  readonly random: Random;
  /** `acct_…` of the account that owns the object. */
  readonly account: string;
  readonly livemode: boolean;
  /** Unix seconds, as Stripe states times. */
  now(): number;
}

/**
 * `ch_3TdevSB7WZ01zgkWq1XmPNZs8`: the shape that Stripe's ids have today, with the account's own middle part in them.
 * Stripe does not document it; nobody may rely on more than the prefix.
 */
export function newId(scope: Scope, prefix: string): string {
  const family =
    prefix === 'pi' || prefix === 'ch' || prefix === 'py' || prefix === 're' || prefix === 'pyr' ? '3' : '1';
  return `${prefix}_${family}${scope.random.text(5)}${scope.account.slice(-12)}${scope.random.text(8)}`;
}

/** `cus_QXg1o8vcGmoR32`: the short shape of customers, products and subscription items. */
export function newShortId(scope: Scope, prefix: string): string {
  return `${prefix}_${scope.random.text(14)}`;
}
