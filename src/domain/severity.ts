/** How urgent an alert is. The order of the list is the order of delivery. */
export const severities = ['critical', 'high', 'normal', 'low'] as const;
export type Severity = (typeof severities)[number];

/** 0 for critical … 3 for low; the smaller goes first. */
export function priorityOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** What an alert is about, as routes match it (`topics: [disputes, fraud]`). */
export const topics = [
  'payments',
  'renewals',
  'failures',
  'refunds',
  'disputes',
  'fraud',
  'reviews',
  'subscriptions',
  'invoices',
  'checkouts',
  'payouts',
  'balance',
  'customers',
  'payment_methods',
  'catalog',
  'quotes',
  'transfers',
  'connect',
  'account',
  'tax',
  'identity',
  'issuing',
  'treasury',
  'terminal',
  'reporting',
  'meters',
  'other',
] as const;
export type Topic = (typeof topics)[number];

/** How a card feels: decides its colour and its one symbol, and how a digest sorts it. */
export const tones = ['good', 'bad', 'warning', 'neutral'] as const;
export type Tone = (typeof tones)[number];
