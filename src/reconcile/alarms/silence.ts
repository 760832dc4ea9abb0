/** Hours of a week: the pattern repeats after so many. */
const hoursOfWeek = 168;
/** Weeks that the pattern is taken from, at most; and how many must be known before anything is said. */
export const weeksKept = 6;
export const weeksNeeded = 3;
/**
 * So many webhooks must have been due in the silence. Where they come independently, none of 12 happens by chance once in
 * 160,000 times; bursts and holidays make it likelier, hence not less.
 */
export const mostExpected = 12;

const hourMs = 3_600_000;

export interface Stream {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Receipt of the newest webhook; null where none ever came. */
  readonly lastAt: number | null;
  /** Webhooks by full hour since the epoch, as far as they are known. */
  readonly hours: ReadonlyMap<number, number>;
}

/**
 * How many webhooks its own pattern of the week lets one expect since the last; null while the pattern is not known (less
 * than three weeks). Pure.
 */
export function expectedInSilence(stream: Stream): number | null {
  const { now, lastAt, hours } = stream;
  if (lastAt === null || lastAt >= now) return lastAt === null ? null : 0;
  let expected = 0;
  // Longer than a week of silence tells nothing that a week did not.
  const from = Math.max(lastAt, now - hoursOfWeek * hourMs);
  for (let hour = Math.floor(from / hourMs); hour * hourMs < now; hour += 1) {
    const usual = usualOf(hours, hour, lastAt);
    if (usual === null) return null;
    const share = (Math.min(now, (hour + 1) * hourMs) - Math.max(from, hour * hourMs)) / hourMs;
    expected += usual * share;
  }
  return expected;
}

/**
 * The least of what is usual in this hour of the week and in its neighbours, so that a change of the clocks, or an hour
 * that came early, is no alarm. Usual is the lower median of the weeks before: one outage or one sale does not move it.
 */
function usualOf(hours: ReadonlyMap<number, number>, hour: number, lastAt: number): number | null {
  let least: number | null = null;
  for (const near of [hour - 1, hour, hour + 1]) {
    const median = medianOfWeeks(hours, near, lastAt);
    if (median === null) return null;
    least = least === null ? median : Math.min(least, median);
  }
  return least;
}

function medianOfWeeks(hours: ReadonlyMap<number, number>, hour: number, lastAt: number): number | null {
  const known: number[] = [];
  for (let week = 1; week <= weeksKept + 1 && known.length < weeksKept; week += 1) {
    const then = hour - week * hoursOfWeek;
    // The silence itself is no pattern.
    if ((then + 1) * hourMs > lastAt) continue;
    const arrivals = hours.get(then);
    if (arrivals !== undefined) known.push(arrivals);
  }
  if (known.length < weeksNeeded) return null;
  return known.sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)] ?? null;
}
