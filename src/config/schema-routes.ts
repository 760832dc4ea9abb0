/* oxlint-disable unicorn/no-thenable -- `then` is the file's key, fixed by the outer contract */
import { z } from 'zod';
import { topics } from '../domain/severity.ts';
import {
  amountText,
  cardFields,
  clockTime,
  currency,
  duration,
  flag,
  oneOrMany,
  severity,
  text,
  weekday,
} from './schema-parts.ts';

const topic = z.enum([...topics, '*'], { error: 'must be a topic' });
const eventType = z
  .string({ error: 'must be an event type' })
  .regex(/^(?:\$\{.+\}|(?:[a-z0-9_]+\.)*(?:[a-z0-9_]+|\*))$/, {
    error: 'must be an event type such as charge.succeeded, or a family such as charge.dispute.*',
  });

const matchers = {
  topics: oneOrMany(topic, 'a topic').optional().meta({ description: 'What it is about; "*" is everything.' }),
  events: oneOrMany(eventType, 'an event type')
    .optional()
    .meta({ description: 'Stripe event types; a trailing .* matches a family.' }),
  accounts: oneOrMany(text('the name of an account'), 'the name of an account').optional(),
  livemode: flag.optional().meta({ description: 'true: live only; false: test only.' }),
  severities: oneOrMany(severity, 'a severity')
    .optional()
    .meta({ description: 'Matches the alert’s own severity; `severity` sets another.' }),
  currencies: oneOrMany(currency, 'a currency').optional(),
  products: oneOrMany(text('a product id'), 'a product id').optional(),
  prices: oneOrMany(text('a price id'), 'a price id').optional(),
  plans: oneOrMany(text('a plan id'), 'a plan id').optional(),
  customers: oneOrMany(text('a customer id'), 'a customer id').optional(),
  countries: oneOrMany(
    z.string({ error: 'must be a two-letter country code' }).regex(/^(?:\$\{.+\}|[A-Za-z]{2})$/, {
      error: 'must be a two-letter country code',
    }),
    'a two-letter country code',
  ).optional(),
  payment_methods: oneOrMany(text('a kind of payment method'), 'a kind of payment method').optional(),
  decline_codes: oneOrMany(text('a decline code'), 'a decline code').optional(),
  metadata: z
    .record(z.string(), z.string({ error: 'must be text in quotes' }), { error: 'must be a mapping' })
    .optional(),
  amount: z
    .strictObject({ min: amountText.optional(), max: amountText.optional() }, { error: 'must be { min: …, max: … }' })
    .optional()
    .meta({ description: 'Inclusive bounds: { min: "100.00 EUR" }.' }),
  when: text('an expression')
    .optional()
    .meta({ description: 'A CEL expression: amount >= money("1000.00 EUR") && "prod_Pro" in products' }),
};

/** One node of the route tree without its children, which are checked one by one so that one fault hides no other. */
const routeKeys = {
  name: text('a name'),
  ...matchers,
  to: z
    .union([text('the name of a channel'), z.array(text('the name of a channel'))], {
      error: 'must be the name of a channel, or a list of them',
    })
    .optional()
    .meta({ description: 'Channels by name; [] shows it to nobody, deliberately.' }),
  continue: flag.optional().meta({ description: 'Look at the following routes too, although this one matched.' }),
  severity: severity.optional().meta({ description: 'Sets the severity of what matched.' }),
  mention: text('a mention').optional().meta({ description: '<!subteam^S…>, <@U…>, @here, @channel, or none.' }),
  deadline: duration.optional().meta({ description: 'By when it must be seen; default 5s.' }),
  digest: z
    .union([duration, z.literal('off'), z.literal(false)], { error: 'must be a duration such as 15m, or off' })
    .optional()
    .meta({ description: 'Tell it in one message every so often instead of one by one.' }),
  fields: cardFields.optional().meta({ description: 'More fields on the cards that this route shows.' }),
};

const shape = { error: 'must be a mapping with a name' };

export const routeNodeSchema = z.strictObject(routeKeys, shape);
export type RouteFile = z.output<typeof routeNodeSchema>;

/** The whole tree, for the shape's faults and for editors. */
export const routeSchema: z.ZodType = z.strictObject(
  {
    ...routeKeys,
    routes: z.lazy(() => z.array(routeSchema, { error: 'must be a list of routes' })).optional(),
  },
  shape,
);

export const quietSchema = z.strictObject(
  {
    name: text('a name'),
    days: z
      .union(
        [
          weekdaySpan(),
          z.array(z.union([weekday, weekdaySpan()], { error: 'must be a day or a span such as mon-fri' })),
        ],
        {
          error: 'must be days such as [mon-fri, sun]',
        },
      )
      .optional()
      .meta({ description: 'The days on which it begins; every day where it is left out.' }),
    from: clockTime,
    to: clockTime,
    timezone: text('a time zone such as Europe/Berlin').optional(),
    channels: oneOrMany(text('the name of a channel'), 'the name of a channel').optional(),
    except: oneOrMany(severity, 'a severity')
      .optional()
      .meta({ description: 'What comes through; critical always does.' }),
    // biome-ignore lint/suspicious/noThenProperty: the file's key, fixed by the outer contract
    then: z.enum(['digest', 'drop'], { error: 'must be digest or drop' }).optional(),
  },
  { error: 'must be a mapping with name, from and to' },
);
export type QuietFile = z.output<typeof quietSchema>;

function weekdaySpan() {
  const day = '(?:mon|tue|wed|thu|fri|sat|sun)';
  return z.string().regex(new RegExp(`^${day}(?:-${day})?$`), { error: 'must be a day or a span such as mon-fri' });
}
