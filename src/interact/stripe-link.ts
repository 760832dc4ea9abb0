/** What a link to Stripe's dashboard leads to. */
export interface StripeLink {
  readonly url: string;
  readonly id: string;
  readonly livemode: boolean;
  /** `acct_…` in its path; null: the account that is signed in. */
  readonly account: string | null;
}

const pages = 'payments|customers|subscriptions|invoices|disputes';
const path = new RegExp(`^/(?:(acct_\\w{1,64})/)?(test/)?(?:${pages})/((?:pi|ch|py|cus|sub|in|dp|du)_\\w{1,250})/?$`);

/** Reads a link to a payment, customer, subscription, invoice or dispute; null for every other address. */
export function readStripeLink(url: string): StripeLink | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:' || parsed.host !== 'dashboard.stripe.com') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  const [, account, test, id] = path.exec(parsed.pathname) ?? [];
  return id === undefined ? null : { url, id, livemode: test === undefined, account: account ?? null };
}
