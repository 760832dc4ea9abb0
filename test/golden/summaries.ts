import type { SlackMessage } from '../../src/domain/message.ts';
import type { Value } from '../../src/domain/phrase.ts';
import type { Amounts, CurrencyFigures, PeriodFigures, Summary, SummaryWindow } from '../../src/domain/summary.ts';
import { chartBlock } from '../../src/render/chart-block.ts';
import { chartText } from '../../src/render/chart-text.ts';
import { renderCorrection, renderSummary } from '../../src/render/summary.ts';
import type { ChannelView } from '../../src/render/view.ts';
import { summaryContent } from '../../src/report/summaries/content.ts';
import { correctionLines } from '../../src/report/summaries/corrections.ts';
import { financeView, salesView } from './samples.ts';

const daySeconds = 86_400;
/** 2025-11-22T00:00:00Z, a Saturday. */
const saturday = 1_763_769_600;

function window(from: number, days = 1): SummaryWindow {
  return { from, to: from + days * daySeconds };
}

const none = (currency: string): Amounts => ({ currency, count: 0, minor: '0' });

const euros: CurrencyFigures = {
  currency: 'eur',
  payments: 84,
  gross: '421000',
  refundCount: 3,
  refunds: '-8900',
  disputeCount: 1,
  disputes: '-4200',
  other: '0',
  fees: '-10515',
  net: '397385',
  booked: [
    {
      currency: 'eur',
      gross: '421000',
      refunds: '-8900',
      disputes: '-4200',
      fees: '-10515',
      other: '0',
      net: '397385',
    },
  ],
  pending: { count: 0, minor: '0' },
};

const dollars: CurrencyFigures = {
  ...euros,
  currency: 'usd',
  payments: 12,
  gross: '118800',
  refundCount: 0,
  refunds: '0',
  disputeCount: 0,
  disputes: '0',
  fees: null,
  net: null,
  booked: [{ currency: 'eur', gross: '109296', refunds: '0', disputes: '0', fees: '-3475', other: '0', net: '105821' }],
};

const figures: PeriodFigures = {
  view: 'charged',
  currencies: [euros, dollars],
  paid: 96,
  failed: 5,
  payouts: [{ currency: 'eur', count: 1, minor: '-512300' }],
  mrr: [
    {
      currency: 'eur',
      new: { currency: 'eur', count: 4, minor: '15600' },
      expansion: { currency: 'eur', count: 1, minor: '3000' },
      contraction: none('eur'),
      churn: { currency: 'eur', count: 2, minor: '-5900' },
      reactivation: none('eur'),
      net: '12700',
    },
  ],
  recovered: [{ currency: 'eur', count: 2, minor: '9800' }],
  lost: [],
};

const gross = (minor: `${bigint}`): PeriodFigures => ({ ...figures, currencies: [{ ...euros, gross: minor }] });

/** A summary as the ledger gives it; `period` changes its span and its chart only. */
export function sampleSummary(period: Summary['period'] = 'daily'): Summary {
  const days = { daily: 1, weekly: 7, monthly: 30 }[period];
  const from = saturday - (days - 1) * daySeconds;
  const points = { daily: 14, weekly: 7, monthly: 12 }[period];
  const step = period === 'monthly' ? 30 : 1;
  return {
    period,
    timezone: 'UTC',
    window: window(from, days),
    figures,
    previous: gross('375900'),
    weekBefore: period === 'daily' ? gross('433000') : null,
    series: Array.from({ length: points }, (_, index) => ({
      ...window(saturday - (points - 1 - index) * step * daySeconds, step),
      amounts: [{ currency: 'eur', count: 80, minor: `${BigInt(300_000 + ((index * 7_919) % 13) * 11_000)}` as const }],
    })),
    largest: [
      { customer: 'cus_ada', currency: 'eur', minor: '99000' },
      { customer: 'cus_grace', currency: 'eur', minor: '42000' },
    ],
    gains: [{ customer: 'cus_ada', currency: 'eur', minor: '9900' }],
    losses: [{ customer: 'cus_alan', currency: 'eur', minor: '-4900' }],
    churn: [
      { voluntary: true, reason: 'too_expensive', count: 1, currency: 'eur', minor: '-1000' },
      { voluntary: false, reason: 'payment_failed', count: 1, currency: 'eur', minor: '-4900' },
    ],
    openDisputes: [{ id: 'dp_1', currency: 'eur', minor: '4200', dueBy: saturday + 9 * daySeconds }],
    ofEarlier: [{ kind: 'refund', currency: 'eur', count: 2, minor: '-4900' }],
    tieOut: {
      kind: 'compared',
      lines: [{ currency: 'eur', transactions: 106, stripe: '-9094', ledger: '-9094', difference: '0' }],
      pending: [],
    },
    test: false,
  };
}

const names: Readonly<Record<string, Value>> = {
  cus_ada: { type: 'name', text: 'Ada Lovelace' },
  cus_grace: { type: 'email', text: 'grace@navy.example' },
};

function rendered(summary: Summary, view: ChannelView): SlackMessage {
  const content = summaryContent(summary, (customer) => names[customer] ?? null);
  const chart = content.chart === null ? null : chartBlock(chartText(content.chart, view));
  return renderSummary(content, view, chart);
}

/** Summaries as each channel would get them. */
export function summaryMessages(): Readonly<Record<string, SlackMessage>> {
  const daily = sampleSummary();
  const nothing: PeriodFigures = {
    ...figures,
    currencies: [],
    paid: 0,
    failed: 0,
    payouts: [],
    mrr: [],
    recovered: [],
  };
  const pending = { currency: 'eur', count: 3, minor: '12000' } as const;
  const open: Summary = {
    ...daily,
    figures: { ...figures, currencies: [{ ...euros, fees: null, net: null, booked: [], pending }] },
    tieOut: { kind: 'not_compared', reason: { code: 'no_api_key', text: 'the account "main" has no API key' } },
  };
  const changes = [{ figure: 'gross', currency: 'eur', from: '421000', to: '422000' }] as const;
  return {
    'summary-daily': rendered(daily, salesView),
    'summary-daily-full': rendered(daily, financeView),
    'summary-daily-minimal': rendered(daily, { ...salesView, privacy: 'minimal' }),
    'summary-weekly': rendered(sampleSummary('weekly'), salesView),
    'summary-monthly': rendered(sampleSummary('monthly'), salesView),
    'summary-not-compared': rendered(open, salesView),
    'summary-quiet-day': rendered(
      { ...daily, figures: nothing, largest: [], gains: [], losses: [], churn: [], openDisputes: [], ofEarlier: [] },
      salesView,
    ),
    'summary-correction': renderCorrection(correctionLines({ version: 2, at: saturday, changes }), salesView),
  };
}
