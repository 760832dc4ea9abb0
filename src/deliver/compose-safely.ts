import { TillbellError } from '../domain/errors.ts';
import type { Reason } from '../domain/event.ts';
import type { Delivery } from '../store/store.ts';
import type { Composed } from './compose.ts';
import type { Shared } from './lane.ts';

/** A poison message is tried so often before it is a dead letter (F64). */
const mostFaults = 3;

/** How many of a digest's largest subjects are read; what is not shown is in its totals. */
const largestLines = 10;

export type ComposeResult =
  | { readonly kind: 'composed'; readonly composed: Composed }
  /** It threw; `final` the third time. */
  | { readonly kind: 'fault'; readonly reason: Reason; readonly final: boolean }
  /** The store did not answer: not the delivery's fault. */
  | { readonly kind: 'store'; readonly reason: Reason };

export async function composeSafely(shared: Shared, delivery: Delivery): Promise<ComposeResult> {
  const { store, compose, log } = shared.deps;
  try {
    const digest = delivery.op === 'digest' ? await store.digestContents(delivery.id, largestLines) : null;
    const composed = await compose(delivery, digest);
    shared.composeFaults.delete(delivery.id);
    return { kind: 'composed', composed };
  } catch (error) {
    const code = error instanceof TillbellError ? error.code : error instanceof Error ? error.name : 'unknown';
    if (code === 'store_unavailable') {
      return { kind: 'store', reason: { code, text: 'The store did not answer while the message was composed.' } };
    }
    const faults = (shared.composeFaults.get(delivery.id) ?? 0) + 1;
    const final = faults >= mostFaults;
    if (final) shared.composeFaults.delete(delivery.id);
    else shared.composeFaults.set(delivery.id, faults);
    log.error({ delivery: delivery.id, lane: delivery.lane, code, faults, at: framesOf(error) }, 'composing failed');
    return {
      kind: 'fault',
      final,
      reason: { code: 'compose_failed', text: `The message could not be composed: ${code}.` },
    };
  }
}

/** Where it was thrown, without the message: that may quote what it choked on. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .map((line) => line.trim());
}
