import { z } from 'zod';
import { oneOrMany, secret, text } from './schema-parts.ts';

const person = z
  .string({ error: 'must be a Slack user (U…), a user group (S…) or everyone' })
  .regex(/^(?:\$\{.+\}|everyone|[UWS][A-Z0-9]{2,30})$/, {
    error: 'must be a Slack user (U…), a user group (S…) or everyone',
  });
const people = oneOrMany(person, 'a Slack user (U…), a user group (S…) or everyone').optional();

export const consoleSchema = z.strictObject(
  {
    sign_in: z.enum(['slack', 'link'], { error: 'must be slack or link' }).optional().meta({
      description: 'slack: Sign in with Slack (default where roles are given); link: one-time links of the CLI alone.',
    }),
    client_id: text('the Client ID of the Slack app').optional(),
    client_secret: secret.optional().meta({ description: 'The Client Secret of the Slack app.' }),
    viewers: people.meta({ description: 'May look at everything but payloads.' }),
    operators: people.meta({ description: 'May also replay, park, silence, and read payloads.' }),
    admins: people.meta({ description: 'May also change what Stripe sends, and set up.' }),
  },
  { error: 'must be a mapping such as { viewers: [everyone], operators: [S0FINANCE], admins: [U0ADA] }' },
);
export type ConsoleFile = z.output<typeof consoleSchema>;
