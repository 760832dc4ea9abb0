import { z } from 'zod';
import type { SandboxFault } from './faults.ts';

const scope = {
  method: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
  calls: z.number().int().positive().optional(),
  forMs: z.number().positive().optional(),
};

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0), ...scope }),
  z.strictObject({ kind: z.literal('status'), status: z.number().int().min(400).max(599), ...scope }),
  z.strictObject({ kind: z.literal('error'), error: z.string().min(1), ...scope }),
  z.strictObject({
    kind: z.literal('lost'),
    how: z.enum(['reset', 'hang', 'internal_error', 'bad_gateway']),
    ...scope,
  }),
  z.strictObject({ kind: z.literal('throttle'), retryAfter: z.number().int().min(0).nullable(), ...scope }),
  z.strictObject({ kind: z.literal('body'), body: z.enum(['html', 'empty', 'cut']), ...scope }),
  z.strictObject({ kind: z.literal('outage'), how: z.enum(['refuse', 'hang', 'reset']), ...scope }),
]);

/** A fault as it came over HTTP, or what is wrong with it. */
export function readFault(value: unknown): { fault: SandboxFault } | { problem: string } {
  const read = schema.safeParse(value);
  if (!read.success) return { problem: z.prettifyError(read.error) };
  const { method, channel, calls, forMs, ...kind } = read.data;
  return {
    fault: {
      ...kind,
      ...(method === undefined ? {} : { method }),
      ...(channel === undefined ? {} : { channel }),
      ...(calls === undefined ? {} : { calls }),
      ...(forMs === undefined ? {} : { forMs }),
    },
  };
}
