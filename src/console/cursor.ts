import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** Where a list goes on, as opaque text. */
export function cursorOf(...parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor of ours; null where none is given. Throws a Refusal for anything else. */
export function cursorParts<S extends z.ZodType>(text: string | undefined, parts: S): z.output<S> | null {
  if (text === undefined) return null;
  try {
    const read = z.safeParse(parts, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (read.success) return read.data;
  } catch {
    // Not ours either.
  }
  throw new Refusal(400, 'bad_input', 'the cursor is none of ours', { field: 'cursor' });
}

const most = 200;

/** `limit` and `cursor` of a list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'write a number from 1 to 200')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= most, 'write a number from 1 to 200')
    .default(50),
  cursor: z.string().max(400).optional(),
};

/** An id of Stripe's, Slack's or ours. */
export const idText = z.string().regex(/^[A-Za-z0-9_.:-]{1,120}$/, 'write an id');

/** Milliseconds since the epoch, or an ISO time. */
export const timeText = z
  .string()
  .max(40)
  .transform((text, context) => {
    const ms = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
    if (!Number.isNaN(ms)) return ms;
    context.addIssue({
      code: 'custom',
      message: 'write milliseconds since the epoch, or a time such as 2026-03-01T09:00Z',
    });
    return z.NEVER;
  });

export const seqText = z
  .string()
  .regex(/^\d{1,15}$/, 'write a number')
  .transform(Number);
