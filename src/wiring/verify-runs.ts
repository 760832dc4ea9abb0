import type { Config } from '../config/config.ts';
import type { VerifyRun } from '../console/contract-operations.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { type Verified, verify } from '../reconcile/verify.ts';
import type { Store } from '../store/store.ts';
import { backgroundRuns, type Run } from './background-runs.ts';
import { takerOf } from './reconciling.ts';
import { scopesToVerify } from './verify-scopes.ts';

export interface VerifyRunsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: () => Config;
}

/** Objects that look untold are looked at again after so long: their webhook may just be on its way. */
const secondLookMs = 3_000;
const namedAtMost = 200;

/** `tillbell verify` from the console, one at a time. */
export function verifyRuns(deps: VerifyRunsDeps) {
  const { store, clock, config } = deps;
  const runs = backgroundRuns<Verified>('verify', deps);
  return {
    async start(request: { account: string | null; hours: number; fix: boolean; by: string }): Promise<VerifyRun> {
      const { account, hours, fix, by } = request;
      const since = Math.floor(clock.now() / 1000) - hours * 3_600;
      const now = config();
      if (account !== null && now.stripe.accounts[account] === undefined) {
        throw new TillbellError('not_found', `there is no account "${account}"`);
      }
      const scopes = await scopesToVerify({ store, clock, config: now, account, since });
      const run = await runs.start(by, (control) =>
        verify({ store, clock, toIncoming: takerOf(config, clock) }, scopes, {
          since,
          types: [],
          fix,
          pause: () => new Promise((resolve) => void clock.after(secondLookMs, resolve)),
          onProgress: (done, total) => control.report(done, total),
        }),
      );
      return shown(run);
    },
    async get(id: string): Promise<VerifyRun | null> {
      const run = await runs.get(id);
      return run === null ? null : shown(run);
    },
    stop: () => runs.stop(),
  };
}

function shown({ id, state, startedAt, startedBy, done, total, error, result }: Run<Verified>): VerifyRun {
  const told = { id, startedAt, startedBy, done, total, error };
  if (state === 'cancelled') return { ...told, state: 'failed', error: 'the service ended', result: null };
  if (result === null) return { ...told, state, result: null };
  const { families, missing, fixed, problems } = result;
  return {
    ...told,
    state,
    result: {
      families: families.map((family) => ({
        ...family,
        suppressed: Object.values(family.suppressed).reduce((sum, count) => sum + count, 0),
      })),
      missing: missing.slice(0, namedAtMost).map(({ account, id: event, type }) => ({ account, id: event, type })),
      fixed: fixed.length,
      problems: problems.map(({ account, reason }) => ({ account, text: reason.text })),
      verdict: verdictOf(result),
    },
  };
}

function verdictOf({ families, missing, fixed, problems }: Verified): string {
  const expected = families.reduce((sum, family) => sum + family.expected, 0);
  if (problems.length > 0) return `Stripe did not tell everything: ${problems[0]?.reason.text ?? ''}.`;
  if (missing.length > 0) return `${missing.length} of ${expected} are missing.`;
  const taken =
    ['', ' One was missing and is taken in now.'][fixed.length] ??
    ` ${fixed.length} were missing and are taken in now.`;
  return `Nothing is missing of ${expected} that Stripe lists.${taken}`;
}
