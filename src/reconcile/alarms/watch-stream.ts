import type { Finding, ReconcileDeps } from '../deps.ts';
import type { AlarmBook } from './book.ts';
import { expectedInSilence, mostExpected, weeksKept } from './silence.ts';

const hourMs = 3_600_000;
const hoursKept = (weeksKept + 1) * 168 + 2;

/** F116: notes each full hour of the account's webhooks, and tells a silence that its own weekly pattern does not have. */
export async function watchStream(
  deps: Pick<ReconcileDeps, 'store' | 'clock'>,
  account: string,
  book: AlarmBook,
): Promise<void> {
  const now = deps.clock.now();
  const hours = await knownHours(deps, account, Math.floor(now / hourMs));
  const lastAt = await deps.store.lastArrival(account);
  const expected = expectedInSilence({ now, lastAt, hours });
  const findings: Finding[] = [];
  if (expected !== null && lastAt !== null && expected >= mostExpected) {
    findings.push({
      code: 'stream_silent',
      scope: account,
      severity: 'critical',
      text: `No webhook of the account "${account}" came for ${duration(now - lastAt)}; at this time of the week about ${Math.round(expected)} are usual. Check the endpoint in Stripe (Workbench, Webhooks) and the way to it: tillbell doctor`,
      over: `Webhooks of the account "${account}" are coming again.`,
    });
  }
  await book.settle(['stream_silent'], findings, account);
}

/** The noted hours; those that ended since the last look are counted and noted first. */
async function knownHours(
  deps: Pick<ReconcileDeps, 'store'>,
  account: string,
  current: number,
): Promise<ReadonlyMap<number, number>> {
  const keepFromHour = current - hoursKept;
  const noted = await deps.store.streamHours({ account, sinceHour: keepFromHour });
  const hours = new Map(noted.map(({ hour, arrivals }) => [hour, arrivals]));
  // Before the first webhook nothing is known: a fresh installation is cold, not silent.
  const first = noted[0]?.hour ?? (await firstHour(deps, account, current));
  for (let hour = Math.max(first, keepFromHour); hour < current; hour += 1) {
    if (hours.has(hour)) continue;
    const arrivals = await deps.store.countArrivals({ account, from: hour * hourMs, to: (hour + 1) * hourMs });
    await deps.store.noteStreamHour({ account, hour, arrivals, keepFromHour });
    hours.set(hour, arrivals);
  }
  return hours;
}

/** A service that was down notes zeros for those hours only where it noted before; the first look begins at the present. */
async function firstHour(deps: Pick<ReconcileDeps, 'store'>, account: string, current: number): Promise<number> {
  const earlier = await deps.store.countArrivals({
    account,
    from: (current - hoursKept) * 3_600_000,
    to: current * 3_600_000,
  });
  if (earlier === 0) return current;
  let [low, high] = [current - hoursKept, current];
  // The first hour with a webhook: everything before it is unknown.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const before = await deps.store.countArrivals({ account, from: low * 3_600_000, to: (middle + 1) * 3_600_000 });
    if (before > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1_440)} days`;
}
