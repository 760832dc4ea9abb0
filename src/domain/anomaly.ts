export const anomalyKinds = [
  'revenue_pace',
  'failure_rate',
  'refund_rate',
  'average_ticket',
  'churn_spike',
  'large_payment',
  'new_customer',
] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

export function isAnomalyKind(kind: string): kind is AnomalyKind {
  return anomalyKinds.some((one) => one === kind);
}

/** True for what happens at once and has no end. */
export function isMoment(kind: string): boolean {
  return kind === 'large_payment' || kind === 'new_customer';
}

/** A figure of the window that ends now, beside what is usual in this window of the week. */
export interface AnomalyMeasure {
  readonly kind: Exclude<AnomalyKind, 'large_payment' | 'new_customer'>;
  readonly hours: number;
  /** Of what is measured in money; null otherwise. */
  readonly currency: string | null;
  readonly direction: 'low' | 'high';
  /** What is judged: a count, a rate (0–1) or an average in minor units. */
  readonly value: number;
  readonly usual: number;
  readonly threshold: number;
  /** What people are shown of it: minor units, a percentage (0–100) or a count. */
  readonly shown: { readonly value: number; readonly usual: number; readonly unit: 'money' | 'percent' | 'count' };
}

/** The course up to now, oldest first. `at` is the end of each window, Unix seconds; values as `shown`. */
export type AnomalySeries = readonly { readonly at: number; readonly value: number; readonly usual: number }[];

/** A single payment that is an anomaly by itself. */
export interface LargePayment {
  /** `ch_…`. */
  readonly charge: string;
  readonly customer: string | null;
  readonly minor: `${bigint}`;
  readonly currency: string;
  /** Unix seconds. */
  readonly at: number;
  /** From which amount on it is one, minor units. */
  readonly threshold: number;
}
