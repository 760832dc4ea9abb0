import { randomBytes } from 'node:crypto';
import type { AnomaliesConfig, Config } from '../config/config.ts';
import type { LargePayment } from '../domain/anomaly.ts';
import type { Clock } from '../domain/clock.ts';
import type { Money } from '../domain/money.ts';
import type { WindowFigures } from '../report/anomalies/figures.ts';
import { largeFrom } from '../report/anomalies/large.ts';
import { type AnomalyLimits, usualLimits } from '../report/anomalies/measure.ts';
import { type AnomalyScope, type AnomalyWork, startAnomalies } from '../report/anomalies/work.ts';
import type { LedgerFilter, LedgerSum, Movement } from '../store/ledger-store.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface AnomaliesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly config: () => Pick<Config, 'anomalies' | 'timezone'>;
}

const patience = { low: 1.4, normal: 1, high: 0.8 } as const;
const day = 86_400;
/** A sample of usual payments is read anew so often. */
const sampleMs = 3_600_000;
const page = 1_000;
/** More payments than these in six hours are looked through by the next rounds. */
const mostPages = 20;

/** Anomalies of revenue over the real ledger; told as incidents are. */
export function anomaliesOf(deps: AnomaliesDeps): AnomalyWork {
  const { store, clock, config } = deps;
  const samples = new Map<string, { readonly until: number; readonly sizes: ReadonlyMap<string, number[]> }>();

  async function usualSizes(scope: AnomalyScope, before: number): Promise<ReadonlyMap<string, number[]>> {
    const key = `${scope.account}/${scope.livemode}`;
    const known = samples.get(key);
    if (known !== undefined && known.until > clock.monotonic()) return known.sizes;
    const window = { from: before - 28 * day, to: before };
    const sizes = new Map<string, number[]>();
    for (const { currency, minor } of await charges(scope, window)) {
      sizes.set(currency, [...(sizes.get(currency) ?? []), Number(minor)]);
    }
    samples.set(key, { until: clock.monotonic() + sampleMs, sizes });
    return sizes;
  }

  function charges(scope: AnomalyScope, window: { from: number; to: number }, after?: Movement): Promise<Movement[]> {
    return store.listMovements({
      filter: filterOf(scope),
      window,
      kinds: ['charge'],
      limit: page,
      ...(after === undefined ? {} : { after: { at: after.at, id: after.id } }),
    });
  }

  async function recent(scope: AnomalyScope, since: number): Promise<Movement[]> {
    const window = { from: since, to: Math.floor(clock.now() / 1_000) + 1 };
    const found: Movement[] = [];
    for (let pages = 0; pages < mostPages; pages += 1) {
      const more = await charges(scope, window, found.at(-1));
      found.push(...more);
      if (more.length < page) break;
    }
    return found;
  }

  async function payments(scope: AnomalyScope, since: number, limits: AnomalyLimits) {
    const settings = config().anomalies;
    const sizes = await usualSizes(scope, since);
    const found: { kind: 'large_payment' | 'new_customer'; payment: LargePayment }[] = [];
    for (const movement of await recent(scope, since)) {
      const { currency, minor, at, customer } = movement;
      const amount = Number(minor);
      const payment = { charge: movement.source ?? movement.id, customer, minor, currency, at };
      const large = amountOf(settings?.largePayment, currency) ?? largeFrom(sizes.get(currency) ?? [], limits.patience);
      if (large !== null && amount >= large && !limits.off.includes('large_payment')) {
        found.push({ kind: 'large_payment', payment: { ...payment, threshold: large } });
        continue;
      }
      const first = amountOf(settings?.newCustomer, currency);
      if (first === null || amount < first || customer === null || limits.off.includes('new_customer')) continue;
      if (await store.paidBefore({ account: scope.account, livemode: scope.livemode, customer, at })) continue;
      found.push({ kind: 'new_customer', payment: { ...payment, threshold: first } });
    }
    return found;
  }

  return startAnomalies({
    store,
    clock,
    owner: deps.owner,
    limits: () => anomalyLimits(config().anomalies),
    zone: () => config().timezone,
    figures: (scope) => async (windows) =>
      (await store.ledgerSums({ filter: filterOf(scope), windows })).map(figuresOf),
    payments,
    newId: () => `inc_${randomBytes(6).toString('hex')}`,
    log: deps.log,
  });
}

/** Null where they are switched off. */
export function anomalyLimits(config: AnomaliesConfig | undefined): AnomalyLimits | null {
  if (config?.enabled === false) return null;
  return {
    weeks: config?.weeks ?? usualLimits.weeks,
    patience: patience[config?.sensitivity ?? 'normal'],
    off: config?.off ?? [],
  };
}

function filterOf({ account, livemode }: AnomalyScope): LedgerFilter {
  return { account, livemode, connected: false, tags: [] };
}

function amountOf(amounts: readonly Money[] | undefined, currency: string): number | null {
  const found = amounts?.find((one) => one.currency === currency);
  return found === undefined ? null : Number(found.minor);
}

function figuresOf(sums: readonly LedgerSum[]): WindowFigures {
  const paid: Record<string, { count: number; minor: number }> = {};
  const counted = { failed: 0, refunds: 0, churned: 0 };
  for (const { kind, currency, count, minor } of sums) {
    if (kind === 'charge') {
      const known = paid[currency] ?? { count: 0, minor: 0 };
      paid[currency] = { count: known.count + count, minor: known.minor + Number(minor) };
    } else if (kind === 'failed') counted.failed += count;
    else if (kind === 'refund') counted.refunds += count;
    else if (kind === 'mrr_churn') counted.churned += count;
  }
  return { paid, ...counted };
}
