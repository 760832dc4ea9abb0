import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Quiet } from './contract-quiet.ts';

const lookBackMs = 7 * 86_400_000;
/** Newest events that are counted: a few milliseconds of the store's time. */
const counted = 20_000;

/** Codes of the reasons why an alert was not shown at once; every other `suppressed` means nothing to people. */
const fates: Readonly<Record<string, 'held' | 'dropped' | 'unrouted'>> = {
  quiet_held: 'held',
  silenced: 'held',
  quiet_dropped: 'dropped',
  inhibited: 'dropped',
  no_route: 'unrouted',
  hidden_by_route: 'unrouted',
};

/** What nobody saw of the last seven days, and why. */
export async function blindnessOf(
  store: Pick<Store, 'counts'> & Pick<ConsoleStore, 'tallyEvents'>,
  now: number,
): Promise<Quiet['blindness']> {
  const since = now - lookBackMs;
  const [tally, counts] = await Promise.all([store.tallyEvents({ since, newest: counted }), store.counts()]);
  const sums = { shown: 0, held: 0, dropped: 0, unrouted: 0 };
  const reasons: { code: string; text: string; count: number }[] = [];
  for (const { state, code, text, count } of tally.groups) {
    const fate = state === 'routed' ? 'shown' : fates[code];
    if (fate === undefined) continue;
    sums[fate] += count;
    if (fate !== 'shown') reasons.push({ code, text, count });
  }
  const stuck = counts.deliveries.parked + counts.deliveries.dead;
  const alerts = sums.shown + sums.held + sums.dropped + sums.unrouted;
  const unseen = Math.min(alerts, sums.dropped + sums.unrouted + stuck);
  return {
    since,
    alerts,
    ...sums,
    stuck,
    share: alerts === 0 ? 0 : unseen / alerts,
    partial: tally.partial,
    reasons: reasons.slice(0, 20),
  };
}
