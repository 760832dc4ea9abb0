import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { SummaryWindow, TieOut } from '../domain/summary.ts';
import { type BalanceAccount, readBalance } from '../report/balance/read-balance.ts';
import { tieOut } from '../report/balance/tie-out.ts';
import type { SummaryRequest } from '../report/summaries/compute.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { listersBeside } from './reconciling.ts';

export interface BalanceDeps {
  readonly store: Pick<Store, 'recordLedger' | 'ledgerSums' | 'getSetting' | 'putSetting'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
}

export interface Balance {
  /** Takes in the balance transactions since the last time, of every account that can be asked. */
  refresh(): Promise<void>;
  tieOut(window: SummaryWindow, scopes: SummaryRequest['scopes']): Promise<TieOut>;
}

/** At the first start so far back; older history is for `tillbell backfill`. */
const firstSeconds = 2 * 86_400;
/** A transaction may be listed a while after its `created`. */
const overlapSeconds = 3_600;

/** Stripe's balance transactions over the real store and configuration. */
export function balanceOf(deps: BalanceDeps): Balance {
  const { store, clock, log, config } = deps;
  const listers = listersBeside(clock, null);
  const accounts = (): BalanceAccount[] => [...listers(config())];

  async function refreshOne(account: BalanceAccount): Promise<void> {
    const setting = `balance:${account.name}`;
    const now = Math.floor(clock.now() / 1000);
    const mark = Number((await store.getSetting(setting)) ?? now - firstSeconds);
    const window = { from: mark - overlapSeconds, to: now + 1 };
    const read = await readBalance(store, account, window, { now: () => clock.now() });
    if (read.kind === 'read') return store.putSetting(setting, String(now));
    log.warn({ account: account.name, code: read.reason.code }, `no balance transactions: ${read.reason.text}`);
  }

  return {
    async refresh() {
      for (const account of accounts()) await refreshOne(account);
    },
    tieOut: (window, scopes) =>
      tieOut(window, scopes, {
        store,
        accountOf: (name) => accounts().find((account) => account.name === name) ?? null,
        now: () => clock.now(),
      }),
  };
}
