import { z } from 'zod';
import { anomalyKinds } from '../domain/anomaly.ts';
import { amountText, flag, numeric, oneOrMany } from './schema-parts.ts';

const kind = z.enum(anomalyKinds, { error: `must be one of ${anomalyKinds.join(', ')}` });

export const anomaliesSchema = z.strictObject(
  {
    enabled: flag.optional(),
    weeks: numeric('a whole number of weeks from 3 to 8', 3, 8, true)
      .optional()
      .meta({ description: 'Weeks of history before anything is looked for; default 4.' }),
    sensitivity: z
      .enum(['low', 'normal', 'high'], { error: 'must be low, normal or high' })
      .optional()
      .meta({ description: 'low: fewer alarms; high: earlier and more; default normal.' }),
    large_payment: oneOrMany(amountText, 'an amount with its currency').optional().meta({
      description: 'From which amount on a payment is told as very large, by currency; default: by what is usual.',
    }),
    new_customer: oneOrMany(amountText, 'an amount with its currency')
      .optional()
      .meta({ description: 'From which amount on the first payment of a customer is told; default: not at all.' }),
    off: oneOrMany(kind, 'a kind of anomaly').optional().meta({ description: 'What is not looked for.' }),
  },
  { error: 'must be a mapping such as { sensitivity: low }' },
);
export type AnomaliesFile = z.output<typeof anomaliesSchema>;
