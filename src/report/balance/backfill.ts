import type { Reason } from '../../domain/event.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { StoreKeeping } from '../../store/store.ts';
import { type BalanceAccount, readBalance } from './read-balance.ts';

export interface BackfillDeps {
  readonly store: Pick<LedgerStore, 'recordLedger'> & Pick<StoreKeeping, 'getSetting' | 'putSetting'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onProgress: (progress: { readonly account: string; readonly done: number; readonly total: number }) => void;
  /** True where the process is asked to end: the page that is on its way is finished, and the rest is for the next run. */
  readonly stopped: () => boolean;
}

export interface Backfilled {
  readonly account: string;
  readonly transactions: number;
  /** Movements that were not as Stripe has them. */
  readonly changed: number;
  /** Whole days taken in by an earlier run. */
  readonly skipped: number;
  readonly days: number;
  /** Null where all of it was read. */
  readonly ended: Reason | null;
}

const daySeconds = 86_400;

/** How far a run came: days from `to` back to `done` are in the ledger; within the next one the list goes on after `after`. */
interface Cursor {
  readonly to: number;
  readonly done: number;
  readonly after: string | null;
}

/**
 * Takes the balance transactions of the last `days` days into the ledger, the newest day first, so that what people look at
 * is right soonest. After each page the place is kept: a run that was stopped, or that Stripe refused for a while, is gone
 * on with by the next. A day that is in the ledger is not asked for again, unless it is still running.
 */
export async function backfill(account: BalanceAccount, days: number, deps: BackfillDeps): Promise<Backfilled> {
  const setting = `backfill:${account.name}`;
  const today = Math.floor(deps.now() / 1000 / daySeconds) * daySeconds;
  const first = today - (days - 1) * daySeconds;
  const known = readCursor(await deps.store.getSetting(setting));
  let [transactions, changed, skipped, done] = [0, 0, 0, 0];
  const result = (ended: Reason | null): Backfilled => {
    return { account: account.name, transactions, changed, skipped, days, ended };
  };
  // Days above the earlier run's newest are new; those between its newest and where it came are there already.
  let place: Cursor = known ?? { to: today, done: today + daySeconds, after: null };
  for (let day = today; day >= first; day -= daySeconds) {
    deps.onProgress({ account: account.name, done, total: days });
    if (known !== null && day < known.to && day >= known.done) {
      skipped += 1;
      done += 1;
      continue;
    }
    if (deps.stopped()) return result({ code: 'stopped', text: 'stopped before the end; the next run goes on here' });
    const resumed = known !== null && day === known.done - daySeconds ? known.after : null;
    const read = await readBalance(
      deps.store,
      account,
      { from: day, to: day + daySeconds },
      {
        after: resumed,
        now: deps.now,
        onPage: async ({ last }) => {
          if (day < (known?.done ?? today + daySeconds)) await keep({ ...place, after: last });
        },
      },
    );
    if (read.kind !== 'read') return result(read.reason);
    transactions += read.transactions;
    changed += read.changed;
    done += 1;
    if (known === null || day < known.done) await keep({ to: place.to, done: day, after: null });
  }
  await keep({ to: today, done: Math.min(place.done, first), after: null });
  deps.onProgress({ account: account.name, done, total: days });
  return result(null);

  async function keep(next: Cursor): Promise<void> {
    place = next;
    await deps.store.putSetting(setting, `${next.to} ${next.done} ${next.after ?? '-'}`);
  }
}

function readCursor(text: string | null): Cursor | null {
  const [, to, done, after] = /^(\d{1,12}) (\d{1,12}) (\S{1,255})$/.exec(text ?? '') ?? [];
  if (to === undefined || done === undefined || after === undefined) return null;
  return { to: Number(to), done: Number(done), after: after === '-' ? null : after };
}
