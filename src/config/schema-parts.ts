import { z } from 'zod';
import { severities } from '../domain/severity.ts';

/** Messages are whole sentences about the value; schema-faults.ts adds the place and the suggestion. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** One or several: `to: finance` means `to: [finance]`. */
export function oneOrMany<Item extends z.ZodType>(item: Item, what: string) {
  return z.union([item, z.array(item)], { error: `must be ${what}, or a list of them` });
}

export const text = (what: string) => z.string({ error: `must be ${what}` }).min(1, { error: `must be ${what}` });

/** A number; a variable's text (`${TOLERANCE}`) counts where it is one. */
export function numeric(what: string, min: number, max: number, whole: boolean) {
  const error = `must be ${what}`;
  const bounded = z.number({ error }).min(min, { error }).max(max, { error });
  const number = whole ? bounded.int({ error }) : bounded;
  const written = z
    .string()
    .regex(/^(?:\$\{.+\}|\d{1,12}(?:\.\d{1,6})?)$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max && (!whole || Number.isInteger(value)), { error });
  return z.union([number, written], { error });
}

/** true or false; a variable's text counts where it is one of these. */
export const flag = z.union(
  [
    z.boolean(),
    z
      .string()
      .regex(/^(?:\$\{.+\}|true|false)$/)
      .transform((value) => value === 'true'),
  ],
  { error: 'must be true or false' },
);

/** A secret: the text (best `${NAME}`), `file:///run/secrets/name`, or `{ file: path }`. */
export const secret = z
  .union([z.string(), z.null(), z.strictObject({ file: text('the path of a file') })], {
    error: `must be a secret: \${NAME}, file:///path or { file: path }`,
  })
  .meta({ description: `A secret: \${NAME} from the environment, file:///run/secrets/name, or { file: path }.` });

export const duration = z
  .string({ error: 'must be a duration such as 15m' })
  .regex(/^(?:\$\{.+\}|(?:\d{1,9}(?:ms|[smhdw]))+)$/, { error: 'must be a duration such as 90s, 15m, 2h or 30d' })
  .meta({ description: 'A duration: 90s, 15m, 1h30m, 30d.' });

export const clockTime = z
  .string({ error: 'must be a time in quotes, such as "08:00"' })
  .regex(/^(?:\$\{.+\}|(?:[01]\d|2[0-3]):[0-5]\d)$/, { error: 'must be a time from "00:00" to "23:59"' })
  .meta({ description: 'A local time, HH:MM.' });

export const severity = z.enum(severities, { error: `must be one of ${severities.join(', ')}` });

export const weekday = z.enum(weekdays, { error: `must be one of ${weekdays.join(', ')}` });

export const currency = z
  .string({ error: 'must be a three-letter currency code' })
  .regex(/^(?:\$\{.+\}|[A-Za-z]{3})$/, { error: 'must be a three-letter currency code' });

/** `1000.00 EUR`: decimal, with its currency, never a bare number. */
export const amountText = z
  .string({ error: 'must be an amount with its currency, such as "100.00 EUR"' })
  .regex(/^(?:\$\{.+\}|\d{1,15}(?:\.\d{1,3})? [A-Za-z]{3})$/, {
    error: 'must be an amount with its currency, such as "100.00 EUR"',
  })
  .meta({ description: 'A decimal amount with its currency: 100.00 EUR.' });

/** A mapping by names that the person chooses. Names are short words, because they stand in messages, lanes and metrics. */
export function named<Value extends z.ZodType>(value: Value, what: string) {
  const name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,59}$/u, {
    error: `a name is letters, digits, blanks, "_", "-" and ".", at most 60`,
  });
  return z.record(name, value, { error: `must be a mapping of ${what} by name` });
}

/** Labels with templates, for a kind of card or for what one route shows. */
export const cardFields = z
  .array(z.strictObject({ label: text('a label'), value: text('a template') }, { error: 'must be { label, value }' }), {
    error: 'must be a list of { label, value }',
  })
  .max(10, { error: 'must be at most 10 fields: Slack shows no more' });

const minVersion = 'must be "1.3" (the default) or "1.2"';
/** The doors' own HTTPS. */
export const tlsSchema = z.strictObject(
  {
    cert: text('the path of a PEM file').meta({
      description: 'The certificate with its chain; read again when it changes.',
    }),
    key: text('the path of a PEM file').meta({ description: 'Its private key, without a passphrase.' }),
    min_version: z
      .union([z.literal(1.2), z.literal(1.3), z.enum(['1.2', '1.3'])], { error: minVersion })
      .optional()
      .meta({ description: 'Oldest TLS that is spoken: "1.3" (default) or "1.2".' }),
  },
  { error: 'must be { cert, key }' },
);
export type TlsFile = z.output<typeof tlsSchema>;
