import type { Clock } from '../../../domain/clock.ts';
import { ApiError } from './api-error.ts';

/** An answer as it was first given. */
export interface SavedAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

type Claim =
  /** Nobody asked under this key yet: act, then `save`; `release` where nothing was begun and it may be tried again. */
  | { readonly kind: 'new'; save(answer: SavedAnswer): void; release(): void }
  | { readonly kind: 'replay'; readonly answer: SavedAnswer };

/** Keys are forgotten after a day at the earliest (docs.stripe.com/api/idempotent_requests); here exactly then. */
const keptMs = 24 * 3_600_000;
const longestKey = 255;

interface Entry {
  readonly fingerprint: string;
  readonly at: number;
  answer: SavedAnswer | null;
}

export interface Idempotency {
  /** Throws 400 for other parameters under a known key, 409 while its first request is still going on. */
  claim(account: string, key: string, fingerprint: string): Claim;
}

export function createIdempotency(clock: Clock): Idempotency {
  const entries = new Map<string, Entry>();
  return {
    claim(account, key, fingerprint) {
      if (key.length > longestKey) {
        throw new ApiError(400, {
          type: 'invalid_request_error',
          message: `Idempotency keys can be at most ${longestKey} characters long.`,
        });
      }
      const name = `${account} ${key}`;
      const known = entries.get(name);
      if (known !== undefined && clock.now() - known.at < keptMs) {
        if (known.fingerprint !== fingerprint) throw otherParameters(key);
        if (known.answer === null) throw inProgress(key);
        return { kind: 'replay', answer: known.answer };
      }
      const entry: Entry = { fingerprint, at: clock.now(), answer: null };
      entries.set(name, entry);
      return {
        kind: 'new',
        save: (answer) => {
          entry.answer = answer;
        },
        release: () => {
          entries.delete(name);
        },
      };
    },
  };
}

function otherParameters(key: string): ApiError {
  return new ApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inProgress(key: string): ApiError {
  return new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
