import { isObject, type JsonValue } from '../../src/domain/json.ts';

/** What `/api/now` counts of work that is not at its end. */
export interface OpenWork {
  readonly received: number;
  readonly pending: number;
  readonly sending: number;
  readonly ambiguous: number;
}

const everyMs = 40;

/** Null where the service does not answer. */
export async function openWork(address: string): Promise<OpenWork | null> {
  try {
    const response = await fetch(`${address}/api/now`, { signal: AbortSignal.timeout(5_000) });
    const status = (await response.json()) as JsonValue;
    const counts = isObject(status) ? status['counts'] : null;
    if (!isObject(counts) || !isObject(counts['events']) || !isObject(counts['deliveries'])) return null;
    const { events, deliveries } = counts;
    return {
      received: Number(events['received']),
      pending: Number(deliveries['pending']),
      sending: Number(deliveries['sending']),
      ambiguous: Number(deliveries['ambiguous']),
    };
  } catch {
    return null;
  }
}

/** Waits until nothing is open, at two looks in a row, and says `quiet`; else what was open at the end of `limitMs`. */
export async function untilQuiet(address: string, limitMs: number): Promise<string> {
  const end = performance.now() + limitMs;
  let calm = 0;
  let last: OpenWork | null = null;
  while (performance.now() < end) {
    last = await openWork(address);
    const open = last === null ? 1 : last.received + last.pending + last.sending + last.ambiguous;
    calm = open === 0 ? calm + 1 : 0;
    if (calm === 2) return 'quiet';
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return `not quiet after ${limitMs} ms: ${JSON.stringify(last)}`;
}
