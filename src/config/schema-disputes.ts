import { z } from 'zod';
import { amountText, clockTime, duration, flag, numeric, oneOrMany, text } from './schema-parts.ts';

const daySpan = z
  .string({ error: 'must be a day such as mon, or days such as mon-fri' })
  .regex(/^(?:\$\{.+\}|(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?)$/, {
    error: 'must be a day such as mon, or days such as mon-fri',
  });

const programSchema = z.strictObject(
  {
    name: text('a name such as "Visa VAMP"'),
    network: text('a card network such as visa'),
    from: z
      .string({ error: 'must be a date such as 2026-04-01' })
      .regex(/^(?:\$\{.+\}|\d{4}-\d{2}-\d{2})$/, { error: 'must be a date such as 2026-04-01' }),
    count: numeric('a whole number from 1 to 1000000', 1, 1_000_000, true),
    percent: numeric('a number from 0.01 to 100', 0.01, 100, false),
    per: z
      .enum(['same_month', 'previous_month'], { error: 'must be same_month or previous_month' })
      .optional()
      .meta({ description: 'Payments of which month disputes are divided by; default same_month.' }),
    fraud_reports: flag.optional().meta({ description: 'true: early fraud warnings count, too.' }),
  },
  { error: 'must be { name, network, from, count, percent }' },
);
export type ProgramFile = z.output<typeof programSchema>;

export const disputesSchema = z.strictObject(
  {
    enabled: flag.optional(),
    ladder: z
      .array(duration, { error: 'must be a list of durations such as [7d, 3d, 1d, 6h]' })
      .max(12, { error: 'must be at most 12 durations' })
      .optional()
      .meta({ description: 'How long before evidence is due people are reminded; default [7d, 3d, 1d, 6h].' }),
    business_hours: z
      .strictObject(
        {
          days: oneOrMany(daySpan, 'a day').optional(),
          from: clockTime.optional(),
          to: clockTime.optional(),
          timezone: text('a time zone such as Europe/Berlin').optional(),
        },
        { error: 'must be a mapping such as { days: mon-fri, from: "09:00", to: "17:00" }' },
      )
      .optional()
      .meta({ description: 'When reminders come; in the channel’s time zone. Default mon-fri, 09:00 to 17:00.' }),
    escalate_to: text('a Slack user (U…) or user group (S…)')
      .optional()
      .meta({ description: 'Who is mentioned where nobody acknowledges a dispute or takes it.' }),
    escalate_after: duration.optional().meta({ description: 'After the first reminder; default 4h.' }),
    fee: oneOrMany(amountText, 'an amount with its currency')
      .optional()
      .meta({ description: 'What Stripe takes for a dispute, by currency.' }),
    counter_fee: oneOrMany(amountText, 'an amount with its currency')
      .optional()
      .meta({ description: 'What Stripe takes for answering a dispute and gives back if it is won, by currency.' }),
    programs: z
      .array(programSchema, { error: 'must be a list of { name, network, from, count, percent }' })
      .optional()
      .meta({ description: 'Limits of card networks, dated; one of a known name takes its place.' }),
  },
  { error: 'must be a mapping such as { ladder: [7d, 3d, 1d, 6h] }' },
);
export type DisputesFile = z.output<typeof disputesSchema>;
