import { median } from '../incidents/baseline.ts';

/** With fewer payments nobody can say which is large. */
const leastSample = 50;
const consistency = 1.4826;

/**
 * From which amount on a payment is very large, by a sample of usual ones (minor units of one currency); null where too few
 * are known. Five deviations of the logarithm, because amounts spread by factors; at least ten times the usual one and twice
 * the largest of the sample, so that a yearly plan beside monthly ones is none.
 */
export function largeFrom(sample: readonly number[], patience: number): number | null {
  const logs = sample.filter((one) => one > 0).map(Math.log);
  if (logs.length < leastSample) return null;
  const middle = median(logs);
  const spread = consistency * median(logs.map((one) => Math.abs(one - middle)));
  const most = Math.exp(logs.reduce((a, b) => Math.max(a, b)));
  return Math.ceil(Math.max(Math.exp(middle + 5 * patience * spread), 10 * Math.exp(middle), 2 * most));
}
