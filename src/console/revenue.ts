import { z } from 'zod';
import type { Handler } from './api.ts';
import type { Revenue } from './contract-revenue.ts';
import { parsed } from './refusal.ts';

export interface RevenueDeps {
  readonly revenue: (request: { readonly days: number; readonly account: string | null }) => Promise<Revenue>;
}

const query = z.object({
  days: z
    .string()
    .regex(/^\d{1,3}$/, 'write a number of days from 1 to 400')
    .transform(Number)
    .refine((days) => days >= 1 && days <= 400, 'write a number of days from 1 to 400')
    .default(30),
  account: z.string().max(100).optional(),
});

/** The ledger by day, with the figures that people ask for, each with its definition. */
export function revenueShow(deps: RevenueDeps): Handler<'GET /api/revenue'> {
  return async (request) => {
    const { days, account = null } = parsed(query, request.query);
    return deps.revenue({ days, account });
  };
}
