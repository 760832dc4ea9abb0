import type { Revenue } from '../console/contract-revenue.ts';
import type { PeriodFigures } from '../domain/summary.ts';

type Metric = Revenue['metrics'][number];

interface Definition {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
  readonly unit: Metric['unit'];
  /** By currency; a figure of no currency has the key ''. */
  readonly read: (figures: PeriodFigures) => ReadonlyMap<string, string | null>;
}

const definitions: readonly Definition[] = [
  {
    name: 'gross_volume',
    label: 'Gross volume',
    definition: 'All that customers paid in the time, by the second in which the charge succeeded; nothing taken off.',
    unit: 'money',
    read: ({ currencies }) => new Map(currencies.map(({ currency, gross }) => [currency, gross])),
  },
  {
    name: 'net_volume',
    label: 'Net volume',
    definition:
      'Gross volume less refunds, disputes and Stripe’s fees of the same time; absent while fees are not booked.',
    unit: 'money',
    read: ({ currencies }) => new Map(currencies.map(({ currency, net }) => [currency, net])),
  },
  {
    name: 'refunds',
    label: 'Refunds',
    definition: 'What went back to customers in the time, whenever they had paid.',
    unit: 'money',
    read: ({ currencies }) => new Map(currencies.map(({ currency, refunds }) => [currency, refunds])),
  },
  {
    name: 'disputes',
    label: 'Disputes',
    definition: 'What banks took back in the time, less what they returned.',
    unit: 'money',
    read: ({ currencies }) => new Map(currencies.map(({ currency, disputes }) => [currency, disputes])),
  },
  {
    name: 'mrr_change',
    label: 'Change of MRR',
    definition: 'New, expanded and reactivated monthly recurring revenue less contraction and churn of the time.',
    unit: 'money',
    read: ({ mrr }) => new Map(mrr.map(({ currency, net }) => [currency, net])),
  },
  {
    name: 'recovered',
    label: 'Recovered in dunning',
    definition: 'Invoices that were paid after at least one failed try.',
    unit: 'money',
    read: ({ recovered }) => new Map(recovered.map(({ currency, minor }) => [currency, minor])),
  },
  {
    name: 'payments',
    label: 'Payments',
    definition: 'Charges that succeeded.',
    unit: 'count',
    read: ({ paid }) => new Map([['', `${paid}`]]),
  },
  {
    name: 'failed_payments',
    label: 'Failed payments',
    definition: 'Tries to pay that did not succeed; each charge counts once.',
    unit: 'count',
    read: ({ failed }) => new Map([['', `${failed}`]]),
  },
  {
    name: 'success_rate',
    label: 'Success rate',
    definition: 'Charges that succeeded, of all that were tried, in per cent with one decimal.',
    unit: 'percent',
    read: ({ paid, failed }) =>
      new Map([['', paid + failed === 0 ? null : ((100 * paid) / (paid + failed)).toFixed(1)]]),
  },
];

/** Each figure of the time with the one before it. */
export function metricsOf(now: PeriodFigures, before: PeriodFigures): Metric[] {
  return definitions.flatMap(({ name, label, definition, unit, read }) => {
    const [values, earlier] = [read(now), read(before)];
    const currencies = [...new Set([...values.keys(), ...earlier.keys()])].sort();
    return currencies.map((currency) => ({
      name,
      label,
      definition,
      currency: currency === '' ? null : currency,
      value: values.get(currency) ?? null,
      unit,
      before: earlier.get(currency) ?? null,
    }));
  });
}
