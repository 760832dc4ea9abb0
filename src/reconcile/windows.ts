/** Stripe lists events of the last 30 days (docs.stripe.com/api/events); an hour is left for our own time. */
export const listedFor = 30 * 86_400 - 3_600;
/** Listing lags behind `created`: so much of what was compared before is compared again. */
export const overlap = 900;
/** What is younger may still be on its way as a webhook. */
export const grace = 60;
/** The longest window asked for at once: the mark moves in such steps, and what is missing of one is held in memory. */
export const longestWindow = 6 * 3_600;
/** Retries of webhooks go on for three days; so far back undelivered ones are asked for. */
export const undeliveredFor = 3 * 86_400;

export interface Window {
  /** Unix seconds, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** Where reconciling of one account stands. */
export interface Cursor {
  /** Unix seconds of the first start: what happened before was never promised. */
  readonly floor: number;
  /** High-water mark: everything listed up to here was compared. */
  readonly mark: number;
}

/** The windows still to be asked at `now` (Unix seconds), oldest first; each but the first begins where the last ended. */
export function windowsOf(cursor: Cursor, now: number): Window[] {
  const from = Math.max(cursor.floor, cursor.mark - overlap, now - listedFor);
  return split({ from, to: now - grace });
}

/** Parts of at most six hours, oldest first, without a hole and without an overlap; none of an empty window. */
export function split(window: Window): Window[] {
  const parts: Window[] = [];
  for (let from = window.from; from <= window.to; from += longestWindow) {
    parts.push({ from, to: Math.min(from + longestWindow - 1, window.to) });
  }
  return parts;
}

/** The setting under which an account's cursor is kept. */
export function cursorName(account: string, connectAccount: string | null): string {
  return `reconcile:${account}${connectAccount === null ? '' : `:${connectAccount}`}`;
}

/** Reads a stored cursor; a new one where there is none or where it is unreadable, beginning at `now`. */
export function readCursor(text: string | null, now: number): Cursor {
  const parts = /^(\d{1,12}) (\d{1,12})$/.exec(text ?? '');
  return parts === null ? { floor: now, mark: now } : { floor: Number(parts[1]), mark: Number(parts[2]) };
}

export function writeCursor(cursor: Cursor): string {
  return `${cursor.floor} ${cursor.mark}`;
}
