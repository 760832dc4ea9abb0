import type { Cipher } from '../cipher.ts';
import type { Context, CounterName } from '../operations/context.ts';
import { type Input, type OperationName, type Output, operations } from '../operations/operations.ts';
import type { Steps } from '../operations/query.ts';
import { dialect } from './dialect.ts';
import { codeOf, failureOf } from './failures.ts';
import type { Sessions } from './sessions.ts';
import { runReads, runTransaction, Uncertain } from './transaction.ts';

/** Overtaken this often in a row, it is no race any more. */
const mostRuns = 10;

export type RunOperation = <N extends OperationName>(name: N, input: Input<N>) => Promise<Output<N>>;

/**
 * Runs one operation, again from its beginning where another transaction came in between, where a prepared statement was of
 * an older schema, and once where the connection was gone before anything was committed: after a restart of the server each
 * idle connection is. Where it is not known whether it committed it is not run again. `told` is called after the commit.
 */
export function operationRunner(
  sessions: Sessions,
  cipher: Cipher,
  told: (work: ReadonlySet<'interpret' | 'deliver'>) => void,
): RunOperation {
  async function once<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
    const counted = new Map<CounterName, number>();
    const work = new Set<'interpret' | 'deliver'>();
    const context: Context = {
      cipher,
      dialect,
      count: (counter, by) => counted.set(counter, (counted.get(counter) ?? 0) + by),
      work: (stage) => work.add(stage),
    };
    const session = await sessions.borrow();
    let broken = true;
    try {
      // The map of operations gives each name the type of its input and of its result.
      const steps = (operations[name].run as (context: Context, input: unknown) => Steps<Output<N>>)(context, input);
      const value = operations[name].writes
        ? await runTransaction(session, steps, { counted })
        : await runReads(session, steps);
      broken = false;
      told(work);
      return value;
    } catch (error) {
      broken = error instanceof Uncertain || ['unavailable', 'outdated'].includes(failureOf(error));
      throw error;
    } finally {
      session.release(broken);
    }
  }

  return async (name, input) => {
    let lost = false;
    for (let runs = 1; ; runs += 1) {
      try {
        return await once(name, input);
      } catch (error) {
        const failure = error instanceof Uncertain ? 'fault' : failureOf(error);
        if (failure === 'outdated') sessions.renew();
        const goneAtOnce: boolean = failure === 'unavailable' && !lost && runs === 1 && wasConnected(error);
        lost ||= goneAtOnce;
        const again = failure === 'overtaken' || failure === 'outdated' || goneAtOnce;
        if (!again || runs >= mostRuns) throw error;
      }
    }
  };
}

/** The server ended the connection, or it broke: not one that could not be had, nor a statement that took too long. */
function wasConnected(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== null) return /^(?:57P0[1-3]|25006|08)/.test(code);
  return error instanceof Error && /terminated unexpectedly|not queryable|ECONNRESET|EPIPE/.test(error.message);
}
