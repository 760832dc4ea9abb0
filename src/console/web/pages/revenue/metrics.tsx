import type { MinorUnits } from '../../../../domain/money.ts';
import type { Revenue } from '../../../contract-revenue.ts';
import { countText, moneyText } from '../../format/money.ts';
import { words } from '../../words.ts';

const text = words.revenue;
type Metric = Revenue['metrics'][number];

function shown(metric: Metric, value: string | null): string {
  if (value === null) return text.unknown;
  if (metric.unit === 'money' && metric.currency !== null)
    return moneyText({ minor: value as MinorUnits, currency: metric.currency });
  return metric.unit === 'percent' ? `${value} %` : countText(Number(value));
}

/** Each figure beside the sentence that says how it is counted: a figure without its definition is a guess. */
export function Metrics({ metrics }: { readonly metrics: readonly Metric[] }) {
  if (metrics.length === 0) return <p className="p-4 text-muted">{text.metricsNone}</p>;
  return (
    <dl className="grid sm:grid-cols-2 lg:grid-cols-3">
      {metrics.map((metric) => (
        <div key={`${metric.name} ${metric.currency}`} className="border-b border-line px-4 py-3">
          <dt className="text-sm font-medium">{metric.label}</dt>
          <dd className="text-lg font-semibold tracking-tight tabular-nums">
            {shown(metric, metric.value)}
            {metric.before !== null && (
              <span className="ml-2 text-xs font-normal text-muted">{text.before(shown(metric, metric.before))}</span>
            )}
          </dd>
          <dd className="mt-0.5 text-sm text-muted">{metric.definition}</dd>
        </div>
      ))}
    </dl>
  );
}
