import { z } from 'zod';
import { flag, named, numeric, text } from './schema-parts.ts';

const inputs = ['user', 'text', 'select', 'number', 'date'] as const;

const option = z.union(
  [
    text('an option'),
    z.strictObject(
      { value: text('a value'), label: text('a label') },
      { error: 'must be an option, or { value, label }' },
    ),
  ],
  { error: 'must be an option, or { value, label }' },
);

const decimal = z
  .union([z.number(), z.string().regex(/^(?:\$\{.+\}|-?\d{1,15}(?:\.\d{1,12})?)$/)], { error: 'must be a number' })
  .transform(String);

const syncField = z.strictObject(
  {
    stripe: z
      .string({ error: 'must be a field of the Stripe object, such as metadata.owner' })
      .regex(/^(?:\$\{.+\}|[a-z_]+(?:\.[A-Za-z0-9_ -]+)*)$/, {
        error: 'must be a field of the Stripe object, such as metadata.owner',
      })
      .meta({ description: 'Path in the Stripe object: metadata.owner, status, description.' }),
    label: text('a label').optional().meta({ description: 'Stands on the card; default: the name of the field.' }),
    input: z.enum(inputs, { error: `must be user, text, select, number or date` }).optional(),
    options: z
      .array(option, { error: 'must be a list' })
      .optional()
      .meta({ description: 'Of a select: values, or { value, label }.' }),
    show: text('a template')
      .optional()
      .meta({ description: 'Liquid over `value` and `object`: what the card shows. Default: the value.' }),
    required: flag.optional().meta({ description: 'It cannot be emptied.' }),
    max_length: numeric('a whole number from 1 to 3000', 1, 3_000, true).optional(),
    min: decimal.optional(),
    max: decimal.optional(),
    decimals: numeric('a whole number from 0 to 12', 0, 12, true).optional(),
    store: z
      .enum(['iso', 'unix'], { error: 'must be iso or unix' })
      .optional()
      .meta({ description: 'How Stripe keeps a date: 2026-12-31, or Unix seconds of its first second in UTC.' }),
    system_of_record: z.enum(['slack', 'stripe'], { error: 'must be slack or stripe' }).optional(),
    conflict: z.literal('last_write_wins', { error: 'must be last_write_wins' }).optional(),
  },
  { error: 'must be a mapping such as { stripe: metadata.owner, input: user }' },
);
export type SyncFieldFile = z.output<typeof syncField>;

export const syncSchema = z.partialRecord(
  z.enum(['payment', 'invoice', 'subscription', 'dispute', 'payout', 'customer', 'review']),
  named(syncField, 'fields'),
  { error: 'must be a mapping by kind' },
);
