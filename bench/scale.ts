import { parseArgs } from 'node:util';
import { quantile } from './figures.ts';
import { arrivals, runLane } from './flash-sale.ts';

/**
 * A platform on paper: accounts of very different size, each with a channel of its own, through the lanes' real decisions
 * (`choose`), and the machines and database servers that the measured costs ask for. No clock and no random numbers.
 *
 *     node bench/scale.ts [--accounts=10000] [--rate=20000] [--json]
 */
export interface Platform {
  readonly accounts: number;
  /** Events a second, of all accounts together. */
  readonly rate: number;
  readonly seconds: number;
  /** Share of events that deserve a card of their own; the others change one or are suppressed with a reason. */
  readonly shown: number;
}

/** What one process and one database server can do, from `npm run bench` (docs/performance.md says when and where). */
export interface Measured {
  /** Events a second that one process takes from the door to Slack, alone on its cores. */
  readonly wholeWay: number;
  /** Events a second that one PostgreSQL server commits through the whole way. */
  readonly postgres: number;
  /** How much of that is planned with. */
  readonly headroom: number;
}

export interface ScaleResult {
  readonly largestAccount: number;
  readonly medianAccount: number;
  readonly messagesPerSecond: number;
  /** Milliseconds until a payment is seen, over all accounts' payments and over the largest account's. */
  readonly paymentP99: number;
  readonly largestP99: number;
  readonly disputeMax: number;
  readonly processes: number;
  readonly databases: number;
}

/** Rates by Zipf's law: the largest account has as much as the law says of any large population of merchants. */
export function ratesOf({ accounts, rate }: Platform): number[] {
  const weights = Array.from({ length: accounts }, (_, index) => 1 / (index + 1));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (rate * weight) / whole);
}

export function simulate(platform: Platform, measured: Measured): ScaleResult {
  const rates = ratesOf(platform);
  const lanes = rates.map((rate) => laneOf(rate * platform.shown, platform.seconds));
  const shownPayments = lanes.flatMap(({ payments, p99 }) => [{ payments, p99 }]);
  const whole = shownPayments.reduce((sum, one) => sum + one.payments, 0);
  const messages = lanes.reduce((sum, one) => sum + one.messages, 0);
  return {
    largestAccount: rates[0] ?? 0,
    medianAccount: quantile(rates, 0.5),
    messagesPerSecond: messages / platform.seconds,
    paymentP99: weightedP99(shownPayments, whole),
    largestP99: lanes[0]?.p99 ?? 0,
    disputeMax: Math.max(...lanes.map((one) => one.disputeMax)),
    processes: Math.ceil(platform.rate / (measured.wholeWay * measured.headroom)),
    databases: Math.ceil(platform.rate / (measured.postgres * measured.headroom)),
  };
}

function laneOf(rate: number, seconds: number) {
  const options = {
    paymentsPerSecond: Math.max(rate, 1 / seconds),
    minutes: seconds / 60,
    disputes: 1,
    gapMs: 1_000,
    deadlineMs: 5_000,
    slackMs: 120,
  };
  const result = runLane(options);
  const payments = arrivals(options).length - 1;
  return { payments, messages: result.messages, p99: result.payment.p99, disputeMax: result.dispute.max };
}

/** The least time within which 99 of 100 payments are seen, if each account's payments take its own 99th percentile. */
function weightedP99(lanes: readonly { payments: number; p99: number }[], whole: number): number {
  let covered = 0;
  for (const { payments, p99 } of lanes.toSorted((a, b) => a.p99 - b.p99)) {
    covered += payments;
    if (covered >= whole * 0.99) return p99;
  }
  return 0;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '10000' },
      rate: { type: 'string', default: '20000' },
      'whole-way': { type: 'string', default: '2000' },
      postgres: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
    },
  });
  const platform = { accounts: Number(values.accounts), rate: Number(values.rate), seconds: 60, shown: 1 / 3 };
  const measured = { wholeWay: Number(values['whole-way']), postgres: Number(values.postgres), headroom: 0.6 };
  const result = simulate(platform, measured);
  if (values.json) console.log(JSON.stringify({ platform, measured, result }));
  else {
    for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(20)} ${Number(value).toFixed(1)}`);
  }
}
