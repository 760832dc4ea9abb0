import { z } from 'zod';
import { subjectKinds } from '../domain/subject.ts';
import { amountText, cardFields, clockTime, currency, flag, numeric, oneOrMany, text } from './schema-parts.ts';

export const actionNames = [
  'acknowledge',
  'assign',
  'note',
  'refund',
  'finalize_invoice',
  'retry_invoice',
  'send_invoice',
  'mark_uncollectible',
  'void_invoice',
  'cancel_subscription',
  'cancel_now',
  'pause_subscription',
  'resume_subscription',
  'extend_trial',
  'apply_coupon',
  'accept_dispute',
  'submit_evidence',
  'approve_review',
  'edit',
  'change_routes',
  'reveal',
] as const;

export const summarySchema = z.strictObject(
  {
    to: oneOrMany(text('the name of a channel'), 'the name of a channel'),
    timezone: text('a time zone such as Europe/Berlin').optional(),
    daily: clockTime.optional(),
    weekly: z
      .string({ error: 'must be a day and a time, such as "mon 09:00"' })
      .regex(/^(?:\$\{.+\}|(?:mon|tue|wed|thu|fri|sat|sun) (?:[01]\d|2[0-3]):[0-5]\d)$/, {
        error: 'must be a day and a time, such as "mon 09:00"',
      })
      .optional(),
    monthly: z
      .string({ error: 'must be a day of the month (1 to 28) and a time, such as "1 09:00"' })
      .regex(/^(?:\$\{.+\}|(?:[1-9]|1\d|2[0-8]) (?:[01]\d|2[0-3]):[0-5]\d)$/, {
        error: 'must be a day of the month (1 to 28) and a time, such as "1 09:00"',
      })
      .optional(),
    currency: z
      .enum(['charged', 'settled'], { error: 'must be charged or settled' })
      .optional()
      .meta({ description: 'charged: by what customers paid in (default); settled: by what Stripe booked it in.' }),
    accounts: oneOrMany(text('the name of an account'), 'the name of an account').optional(),
    connected: flag.optional().meta({ description: 'Also the money of connected accounts; default false.' }),
    products: oneOrMany(
      text('the id of a product, such as prod_Pro'),
      'the id of a product, such as prod_Pro',
    ).optional(),
    routes: oneOrMany(text('the name of a route'), 'the name of a route').optional(),
  },
  { error: 'must be a mapping such as { to: [finance], daily: "09:00" }' },
);
export type SummaryFile = z.output<typeof summarySchema>;

export const cardSchema = z.strictObject(
  {
    headline: text('a template').optional(),
    fields: cardFields.optional(),
    buttons: z
      .array(z.strictObject({ label: text('a label'), url: text('an address') }, { error: 'must be { label, url }' }), {
        error: 'must be a list of { label, url }',
      })
      .max(5, { error: 'must be at most 5 buttons' })
      .optional(),
    lookups: z.record(z.string(), z.string({ error: 'must be text' }), { error: 'must be a mapping' }).optional(),
  },
  { error: 'must be a mapping with headline, fields, buttons or lookups' },
);
export type CardFile = z.output<typeof cardSchema>;
export const cardsSchema = z.partialRecord(
  z.enum(subjectKinds, { error: `must be one of ${subjectKinds.join(', ')}` }),
  cardSchema,
  { error: 'must be a mapping by kind of card' },
);

export const actionSchema = z.strictObject(
  {
    who: oneOrMany(text('a Slack user (U…) or user group (S…)'), 'a Slack user (U…) or user group (S…)'),
    up_to: amountText.optional(),
    above: z.enum(['two_people', 'deny'], { error: 'must be two_people or deny' }).optional(),
  },
  { error: 'must be a mapping such as { who: [S0FINANCE] }' },
);
export type ActionFile = z.output<typeof actionSchema>;
// `edit.dispute.owner`: one field of `sync:`, where other people may edit it than the rest.
export const actionsSchema = z.partialRecord(
  z.union([z.enum(actionNames, { error: 'must be an action' }), z.templateLiteral(['edit.', z.string()])]),
  actionSchema,
  { error: 'must be a mapping by action' },
);

export const incidentsSchema = z.strictObject(
  {
    enabled: flag.optional(),
    weeks: numeric('a whole number of weeks from 1 to 8', 1, 8, true)
      .optional()
      .meta({ description: 'Weeks of history before a decline spike is looked for; default 4.' }),
    failures: numeric('a whole number from 2 to 100000', 2, 100_000, true)
      .optional()
      .meta({ description: 'Failed payments within an hour that are a spike, whatever is usual.' }),
    cards: numeric('a whole number from 2 to 10000', 2, 10_000, true).optional().meta({
      description: 'Distinct cards within ten minutes, small and declined, that are card testing; default 15.',
    }),
  },
  { error: 'must be a mapping such as { failures: 30 }' },
);

const positive = 'must be a positive decimal number';
const rate = z.union(
  [
    z.number({ error: positive }).positive({ error: positive }),
    z.string({ error: positive }).regex(/^\d{1,12}(?:\.\d{1,12})?$/, { error: positive }),
  ],
  {
    error: 'must be a positive decimal number',
  },
);
export const ratesSchema = z.strictObject(
  {
    settlement: flag.optional().meta({
      description: 'true: amounts are compared by Stripe’s own settlement amounts where the API key reads them.',
    }),
    base: currency.optional(),
    table: z
      .record(
        z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'must be a date such as 2026-01-01' }),
        z.record(z.string().regex(/^[A-Za-z]{3}$/, { error: 'must be a three-letter currency code' }), rate, {
          error: 'must be a mapping such as { USD: "0.92" }',
        }),
        { error: 'must be a mapping by date' },
      )
      .optional(),
  },
  { error: 'must be { base: EUR, table: { 2026-01-01: { USD: "0.92" } } }' },
);
export type RatesFile = z.output<typeof ratesSchema>;
