import { type Build, list } from './build.ts';
import { amountsByCurrency } from './build-amounts.ts';
import type { AnomaliesConfig } from './config.ts';
import type { AnomaliesFile } from './schema-anomalies.ts';

export function buildAnomalies(build: Build, file: AnomaliesFile): AnomaliesConfig {
  const amounts = (name: 'large_payment' | 'new_customer') =>
    file[name] === undefined ? undefined : amountsByCurrency(build, file[name], ['anomalies', name]);
  const [largePayment, newCustomer] = [amounts('large_payment'), amounts('new_customer')];
  return {
    enabled: file.enabled ?? true,
    ...(file.weeks === undefined ? {} : { weeks: file.weeks }),
    ...(file.sensitivity === undefined ? {} : { sensitivity: file.sensitivity }),
    ...(largePayment === undefined ? {} : { largePayment }),
    ...(newCustomer === undefined ? {} : { newCustomer }),
    ...(file.off === undefined ? {} : { off: list(file.off) }),
  };
}
