import type { ReconcileDeps } from '../deps.ts';
import type { AlarmBook } from './book.ts';
import { lagOf, mostLagMs, ownCodes, ownFindings } from './own-state.ts';

/** Looks at Tillbell itself; called every few seconds by the process whose turn it is. */
export function ownWatch(deps: ReconcileDeps, book: AlarmBook): () => Promise<void> {
  let laggedBefore = false;
  let quietLooks = 0;
  const conflicts = changeOf();
  const clocks = changeOf();
  return async () => {
    const now = deps.clock.now();
    const backlog = await deps.store.backlog(now);
    const lagging = lagOf(backlog, now) > mostLagMs;
    const conflictAt = conflicts((await deps.store.counts()).conflicts, now);
    const clockAt = clocks(await deps.clockAlarms(), now);
    // Lag opens at the second look in a row and closes at the third clean one: the edge of it does not flicker.
    quietLooks = lagging ? 0 : quietLooks + 1;
    const findings = ownFindings({ now, backlog, laggedBefore, conflictAt, clockAt });
    laggedBefore = lagging;
    const codes = quietLooks < 3 ? ownCodes.filter((code) => code !== 'lag') : ownCodes;
    await book.settle(codes, [...findings, ...deps.beside()]);
  };
}

/** When a counter last grew; what it stood at when it was first seen does not count. */
function changeOf(): (value: number, now: number) => number | null {
  let seen: number | null = null;
  let changedAt: number | null = null;
  return (value, now) => {
    if (seen !== null && value > seen) changedAt = now;
    seen = value;
    return changedAt;
  };
}
