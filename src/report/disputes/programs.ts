/** A card network's programme for businesses with too many disputes, as it holds from one day on. */
export interface NetworkProgram {
  readonly name: string;
  /** Stripe's name of the network: `visa`, `mastercard`. */
  readonly network: string;
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly from: string;
  /** Both must be reached: so many in the month … */
  readonly count: number;
  /** … and so many of a hundred payments. */
  readonly percent: number;
  /** Payments of which month they are divided by. */
  readonly per: 'same_month' | 'previous_month';
  /** Whether card issuers' fraud reports (early fraud warnings) count beside disputes. */
  readonly fraudReports: boolean;
}

/*
 * What the networks publish through acquirers, looked up on 2026-11-29; docs/disputes.md names the sources. They change
 * their rules: `disputes.programs` in the configuration overrides any of them by its name.
 */
export const knownPrograms: readonly NetworkProgram[] = [
  {
    name: 'Visa VAMP',
    network: 'visa',
    from: '2025-06-01',
    count: 1_500,
    percent: 2.2,
    per: 'same_month',
    fraudReports: true,
  },
  {
    name: 'Visa VAMP',
    network: 'visa',
    from: '2026-04-01',
    count: 1_500,
    percent: 1.5,
    per: 'same_month',
    fraudReports: true,
  },
  {
    name: 'Mastercard ECM',
    network: 'mastercard',
    from: '2019-10-01',
    count: 100,
    percent: 1.5,
    per: 'previous_month',
    fraudReports: false,
  },
  {
    name: 'Mastercard HECM',
    network: 'mastercard',
    from: '2019-10-01',
    count: 300,
    percent: 3,
    per: 'previous_month',
    fraudReports: false,
  },
];

/** The programmes as they hold on a day (`YYYY-MM-DD`): of each name the newest that has begun. */
export function programsOn(day: string, configured: readonly NetworkProgram[]): NetworkProgram[] {
  const overridden = new Set(configured.map(({ name }) => name));
  const all = [...knownPrograms.filter(({ name }) => !overridden.has(name)), ...configured];
  const newest = new Map<string, NetworkProgram>();
  for (const program of all) {
    const known = newest.get(program.name);
    if (program.from <= day && (known === undefined || known.from <= program.from)) newest.set(program.name, program);
  }
  return [...newest.values()];
}
