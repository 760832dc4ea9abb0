import { z } from 'zod';
import type { Clock } from '../../domain/clock.ts';
import { type DeclineName, declines } from './builders/decline.ts';

const scope = {
  /** `GET`, `POST` or `DELETE`; all where not given. */
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  /** The beginning of the path (`/v1/refunds`); all where not given. */
  path: z.string().startsWith('/').optional(),
  /** How many matching requests it meets; without `calls` and `forMs` it holds until cleared. */
  calls: z.number().int().positive().optional(),
  forMs: z.number().positive().optional(),
};
const when = z.enum(['before', 'after']);
const names = Object.keys(declines);

const schema = z.discriminatedUnion('kind', [
  /** Answers late; the request counts as in progress meanwhile. */
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0), ...scope }),
  /** Stripe's own failure, before it did anything or after; saved under the idempotency key like any answer. */
  z.strictObject({ kind: z.literal('status'), status: z.number().int().min(500).max(599), when, ...scope }),
  z.strictObject({ kind: z.literal('rate_limit'), ...scope }),
  /** The connection breaks: before anything was done, or after it, so that only the answer is lost. */
  z.strictObject({ kind: z.literal('lost'), when, ...scope }),
  /** The card of the next invoice that is paid is refused. */
  z.strictObject({
    kind: z.literal('decline'),
    decline: z.custom<DeclineName>((name) => typeof name === 'string' && names.includes(name)),
    ...scope,
  }),
]);

export type StripeFault = z.output<typeof schema>;

/** A fault as it came over HTTP, or what is wrong with it. */
export function readStripeFault(value: unknown): { fault: StripeFault } | { problem: string } {
  const read = schema.safeParse(value);
  return read.success ? { fault: read.data } : { problem: z.prettifyError(read.error) };
}

export interface StripeFaults {
  /** Returns a function that takes it back. */
  add(fault: StripeFault): () => void;
  list(): readonly StripeFault[];
  clear(): void;
  /** Those that meet this request; each counts it as one of its calls. */
  meet(method: string, path: string): readonly StripeFault[];
}

interface Armed {
  readonly fault: StripeFault;
  readonly until: number;
  left: number;
}

export function createStripeFaults(clock: Clock): StripeFaults {
  let armed: Armed[] = [];
  const current = () => {
    armed = armed.filter((one) => one.left > 0 && clock.monotonic() < one.until);
    return armed;
  };
  return {
    add(fault) {
      const entry = { fault, left: fault.calls ?? Infinity, until: clock.monotonic() + (fault.forMs ?? Infinity) };
      armed.push(entry);
      return () => {
        armed = armed.filter((one) => one !== entry);
      };
    },
    list: () => current().map((one) => one.fault),
    clear: () => {
      armed = [];
    },
    meet(method, path) {
      const met = current().filter(({ fault }) => {
        if (fault.kind === 'decline' && !path.endsWith('/pay')) return false;
        return (fault.method ?? method) === method && path.startsWith(fault.path ?? '/');
      });
      for (const one of met) one.left--;
      return met.map((one) => one.fault);
    },
  };
}
