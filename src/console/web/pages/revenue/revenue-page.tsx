import type { Revenue } from '../../../contract-revenue.ts';
import { useAnswer } from '../../api/queries.ts';
import { Choice } from '../../parts/choice.tsx';
import { SelectField } from '../../parts/field.tsx';
import { PageHead, Panel } from '../../parts/panel.tsx';
import { SlackMessage } from '../../parts/slack-message.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { setQuery, usePlace } from '../../state/router.ts';
import { useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { DayChart } from './day-chart.tsx';
import { Metrics } from './metrics.tsx';
import { TieOut } from './tie-out.tsx';

const text = words.revenue;

export function RevenuePage() {
  const { query } = usePlace();
  const { accounts } = useMe();
  const days = query.get('days') ?? '30';
  const account = query.get('account');
  const asked = useAnswer(
    'GET /api/revenue',
    { query: { days, ...(account === null ? {} : { account }) } },
    { keep: true, everyMs: 60_000 },
  );
  return (
    <>
      <PageHead title={text.title} about={text.about}>
        {accounts.length > 1 && (
          <SelectField
            label={text.account}
            value={account ?? ''}
            options={[
              { value: '', label: text.allAccounts },
              ...accounts.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(event) => setQuery({ account: event.target.value || null })}
          />
        )}
        <Choice
          label={text.days}
          chosen={days}
          onChoose={(value) => setQuery({ days: value })}
          options={Object.entries(text.lengths).map(([value, label]) => ({ value, label }))}
        />
      </PageHead>
      <Answer asked={asked} rows={14}>
        {(revenue) => <Figures revenue={revenue} days={Number(days)} chosen={query.get('currency')} />}
      </Answer>
    </>
  );
}

function Figures({
  revenue,
  days,
  chosen,
}: {
  readonly revenue: Revenue;
  readonly days: number;
  readonly chosen: string | null;
}) {
  const currency = revenue.currencies.find((one) => one === chosen) ?? revenue.currencies[0];
  if (currency === undefined)
    return (
      <Panel title={text.chart}>
        <Empty icon="revenue" title={text.none} text={revenue.reason ?? ''} />
      </Panel>
    );
  return (
    <div className="grid gap-4">
      <Panel
        title={text.chart}
        note={text.zone(revenue.timezone)}
        actions={
          revenue.currencies.length > 1 ? (
            <Choice
              label={text.currency}
              chosen={currency}
              onChoose={(value) => setQuery({ currency: value })}
              options={revenue.currencies.map((one) => ({ value: one, label: one.toUpperCase() }))}
            />
          ) : undefined
        }
      >
        <DayChart revenue={revenue} currency={currency} days={days} />
      </Panel>
      <Panel title={text.metrics} flush>
        <Metrics metrics={revenue.metrics.filter((one) => one.currency === null || one.currency === currency)} />
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <Panel title={text.summaries} flush>
          <Summaries summaries={revenue.summaries} />
        </Panel>
        <Panel title={text.tieOut} note={text.tieOutAbout} flush>
          <TieOut lines={revenue.tieOut} />
        </Panel>
      </div>
    </div>
  );
}

function Summaries({ summaries }: { readonly summaries: Revenue['summaries'] }) {
  if (summaries.length === 0) return <p className="p-4 text-muted">{text.summariesNone}</p>;
  return (
    <ol>
      {summaries.map((summary) => (
        <li
          key={`${summary.message.channel} ${summary.message.ts}`}
          className="border-b border-line px-4 py-3 last:border-0"
        >
          <p className="mb-2 text-xs text-muted">
            <span className="font-medium">#{summary.message.channel}</span> · {summary.kind} · {summary.period}
          </p>
          <SlackMessage message={summary.message.message} at={summary.message.postedAt} />
        </li>
      ))}
    </ol>
  );
}
