/** Whose dashboard a link leads to. */
export interface DashboardPlace {
  readonly livemode: boolean;
  /** `acct_…` of a connected account; null for one's own. */
  readonly connectAccount: string | null;
}

// Paths as Stripe's dashboard uses them. What has no page of its own is looked up by the dashboard's search.
const pages: Readonly<Record<string, string>> = {
  pi: 'payments',
  ch: 'payments',
  py: 'payments',
  in: 'invoices',
  sub: 'subscriptions',
  sub_sched: 'subscription_schedules',
  cus: 'customers',
  dp: 'disputes',
  du: 'disputes',
  po: 'payouts',
  prod: 'products',
  price: 'prices',
  plan: 'prices',
  qt: 'quotes',
  prv: 'radar/reviews',
  tr: 'connect/transfers',
  acct: 'connect/accounts',
  tu: 'topups',
  plink: 'payment-links',
  evt: 'events',
  seti: 'setup_intents',
  vs: 'identity/verification-sessions',
  iauth: 'issuing/authorizations',
  ic: 'issuing/cards',
  ich: 'issuing/cardholders',
  txr: 'tax-rates',
};

/** Stripe's page on the object, or null where the id cannot be one (it would otherwise be foreign text in a URL). */
export function dashboardUrl(id: string | null, place: DashboardPlace): string | null {
  if (id === null || !/^[A-Za-z0-9_-]{3,255}$/.test(id)) return null;
  const prefix = id.slice(0, Math.max(0, id.lastIndexOf('_')));
  const page = prefixPage(prefix);
  const base = `https://dashboard.stripe.com/${accountPath(place)}${place.livemode ? '' : 'test/'}`;
  return page === null ? `${base}search?query=${encodeURIComponent(id)}` : `${base}${page}/${id}`;
}

/** A card's link to the object, labelled; empty where there is none. */
export function dashboardLinks(id: string | null, place: DashboardPlace): { label: string; url: string }[] {
  const url = dashboardUrl(id, place);
  return url === null ? [] : [{ label: 'Open in Stripe', url }];
}

/** Ids may hold further underscores (`cs_test_…`, `acct_1_a`): the longest known prefix counts. */
function prefixPage(prefix: string): string | null {
  for (let rest = prefix; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('_')))) {
    if (Object.hasOwn(pages, rest)) return pages[rest] ?? null;
  }
  return null;
}

function accountPath(place: DashboardPlace): string {
  return place.connectAccount !== null && /^acct_[A-Za-z0-9_]{1,64}$/.test(place.connectAccount)
    ? `${place.connectAccount}/`
    : '';
}
