import type { Config, SummaryConfig } from '../config/config.ts';
import type { Composed } from '../deliver/compose.ts';
import type { Clock } from '../domain/clock.ts';
import { textAt } from '../domain/json.ts';
import type { SlackMessage } from '../domain/message.ts';
import type { Value } from '../domain/phrase.ts';
import type { Summary } from '../domain/summary.ts';
import { type ChartText, chartText } from '../render/chart-text.ts';
import { contentHash } from '../render/message-hash.ts';
import { simplify } from '../render/simplify.ts';
import { renderCorrection, renderSummary } from '../render/summary.ts';
import type { ChannelView } from '../render/view.ts';
import { summaryContent } from '../report/summaries/content.ts';
import { correctionLines } from '../report/summaries/corrections.ts';
import { type SummarySeries, type SummaryWork, startSummaries } from '../report/summaries/work.ts';
import type { Delivery, Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { balanceOf } from './balance.ts';
import type { ChartForm } from './chart-blocks.ts';
import { scopesOf, summaryOf } from './summaries.ts';

export interface SummaryPostsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly config: () => Config;
}

/** Scheduled summaries over the real store, Stripe and configuration. */
export function summariesOf(deps: SummaryPostsDeps): SummaryWork {
  const { store, clock, log, owner, config } = deps;
  const balance = balanceOf({ store, clock, log, config });
  return startSummaries({
    store,
    clock,
    owner,
    log,
    series: () => seriesOf(config()),
    refresh: () => balance.refresh(),
    compute: async ({ period, timezone, windows, asked, view }) => {
      const scopes = await scopesOf(store, config(), asked);
      return summaryOf(
        { store, tieOut: (window, of) => balance.tieOut(window, of) },
        { period, timezone, windows, scopes, tags: asked.tags, view },
      );
    },
  });
}

/** One series for each channel of each summary; named by what it shows, so that new times do not begin it anew. */
function seriesOf(config: Config): SummarySeries[] {
  return config.summaries.flatMap((summary) =>
    summary.to.flatMap((name): SummarySeries[] => {
      const channel = config.channels[name];
      if (channel === undefined) return [];
      return [
        {
          ...summary,
          name: [name, ...filterOf(summary)].join('|'),
          channel: name,
          lane: channel.lane,
          timezone: summary.timezone ?? channel.timezone,
          asked: {
            accounts: summary.accounts,
            connected: summary.connected,
            tags: [...summary.products, ...summary.routes.map((route) => `route:${route}`)],
          },
          view: summary.currency,
        },
      ];
    }),
  );
}

function filterOf({ currency, accounts, connected, products, routes }: SummaryConfig): string[] {
  return [
    ...(currency === 'settled' ? ['settled'] : []),
    ...(connected ? ['connected'] : []),
    ...accounts.map((account) => `account=${account}`),
    ...products,
    ...routes.map((route) => `route=${route}`),
  ];
}

export interface SummaryComposeDeps {
  readonly store: Pick<Store, 'getSummary' | 'findSubjects' | 'ledgerScopes'>;
  readonly chartOf: (chart: ChartText, degraded: number) => Promise<ChartForm>;
}

/** A summary's own message, or a correction in its thread; rendered from what is on record, so that a retry says the same. */
export async function composeSummary(
  delivery: Delivery,
  channelView: ChannelView,
  deps: SummaryComposeDeps,
): Promise<Composed> {
  const row = delivery.note === null ? null : await deps.store.getSummary(delivery.note);
  if (row === null) return gone('the summary is no longer known');
  // Its days are named in the zone whose days they are.
  const view = { ...channelView, timezone: row.body.summary.timezone };
  const version = Number(delivery.changeKey?.split('#')[1] ?? 1);
  if (version > 1) {
    const correction = row.body.corrections.find((one) => one.version === version);
    if (correction === undefined) return gone('the correction is no longer known');
    return finished(renderCorrection(correctionLines(correction), view), delivery, { simpler: 1, threadTs: row.ts });
  }
  const content = summaryContent(row.body.summary, await namesIn(row.body.summary, deps.store));
  const chart = content.chart === null ? null : await deps.chartOf(chartText(content.chart, view), delivery.degraded);
  if (chart?.kind === 'processing') return { wait: chart.reason, afterMs: chart.afterMs };
  const message = renderSummary(content, view, chart?.block ?? null);
  return finished(message, delivery, { simpler: chart?.simpler ?? 1, threadTs: null });
}

function finished(
  message: SlackMessage,
  { degraded }: Delivery,
  { simpler, threadTs }: { simpler: number; threadTs: string | null },
): Composed {
  const form = degraded < simpler ? message : simplify(message);
  return { message: form, simpler, contentHash: contentHash(form), threadTs, broadcast: false, cardTs: null };
}

function gone(text: string): Composed {
  return { skip: { code: 'nothing_to_say', text } };
}

/** Names of the customers that a summary mentions, from what events told of them; never waits for Stripe. */
async function namesIn(
  { largest, gains, losses }: Summary,
  store: SummaryComposeDeps['store'],
): Promise<(customer: string) => Value | null> {
  const names = new Map<string, Value>();
  const customers = new Set([...largest, ...gains, ...losses].map(({ customer }) => customer));
  for (const customer of customers) {
    const name = await nameOf(customer, store);
    if (name !== null) names.set(customer, name);
  }
  return (customer) => names.get(customer) ?? null;
}

/** `cus_…` is unique at Stripe, so that the first account that knows it is the one. */
async function nameOf(customer: string, store: SummaryComposeDeps['store']): Promise<Value | null> {
  for (const { account, livemode } of await store.ledgerScopes()) {
    for (const subject of await store.findSubjects({ account, livemode, keys: [customer] })) {
      const object = subject.state.objects[customer]?.at(-1)?.object;
      const [name, email] = [textAt(object, 'name'), textAt(object, 'email')];
      if (name !== null) return { type: 'name', text: name };
      if (email !== null) return { type: 'email', text: email };
    }
  }
  return null;
}
