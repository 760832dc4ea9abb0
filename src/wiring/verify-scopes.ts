import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { scopesOf, subscriptionOf } from '../reconcile/catch-up.ts';
import type { VerifyScope } from '../reconcile/verify.ts';
import { cursorName, readCursor } from '../reconcile/windows.ts';
import type { Store } from '../store/store.ts';
import { listersBeside } from './reconciling.ts';

/**
 * What can be compared with Stripe: each account with an API key, and its connected accounts. Throws TillbellError
 * `usage_account` for an account that does not exist, `config_api_key` where no key is there to ask with.
 */
export async function scopesToVerify(request: {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: Config;
  /** Null: all. */
  readonly account: string | null;
  /** Unix seconds. */
  readonly since: number;
}): Promise<VerifyScope[]> {
  const { store, clock, config, account: only, since } = request;
  const accounts = listersBeside(clock, null)(config).filter(({ name }) => only === null || name === only);
  if (only !== null && config.stripe.accounts[only] === undefined) {
    throw new TillbellError('usage_account', `there is no account "${only}"`, {
      hint: `one of ${Object.keys(config.stripe.accounts).join(', ')}`,
    });
  }
  if (accounts.length === 0) {
    throw new TillbellError('config_api_key', 'without an API key Stripe cannot be asked what happened', {
      hint: 'set STRIPE_API_KEY to a restricted key with read access (README, "A restricted key")',
    });
  }
  const scopes: VerifyScope[] = [];
  for (const account of accounts) {
    const subscription = await subscriptionOf(account);
    for (const { connectAccount } of await scopesOf({ store, clock }, account.name)) {
      const floor = await beginning(store, account.name, connectAccount, since);
      scopes.push({ account, connectAccount, subscription, floor });
    }
  }
  return scopes;
}

/** Unix seconds from which events were promised: what Stripe lists from before the first start is not missing. */
async function beginning(store: Store, account: string, connectAccount: string | null, since: number): Promise<number> {
  const text = await store.getSetting(cursorName(account, connectAccount));
  const { floor } = readCursor(text, since);
  if (floor <= since) return since;
  // Webhooks may have come long before there was an API key to ask with.
  const earlier = await store.countArrivals({ account, from: 0, to: since * 1000 });
  return earlier > 0 ? since : floor;
}
