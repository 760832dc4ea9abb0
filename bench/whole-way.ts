import { median, ms, type Part, type PartOptions, quantile, type Row } from './figures.ts';
import { load, server, service, slackReceiver } from './processes.ts';

interface Way {
  readonly p50: number;
  readonly p99: number;
  readonly seen: number;
  readonly sent: number;
}

const aims: Readonly<Record<number, number | null>> = { 1: null, 100: 10, 1000: 40 };
const sustained = [1_000, 2_000, 3_000, 4_000, 5_000];

/**
 * From the webhook's request to Slack's receipt of its card, by the clock of one machine, with a Slack that answers at once and
 * no pacing; beside it the same without storing anything. Then the greatest rate at which Slack keeps up.
 */
export const wholeWayPart: Part = {
  name: 'whole-way',
  minutes: 4,
  async run(options) {
    const rows: Row[] = [];
    const raw: Record<string, unknown> = {};
    for (const rate of [1, 100, 1_000]) {
      options.say(`${rate} a second`);
      const ours: Way[] = [];
      const bare: Way[] = [];
      for (let round = 0; round < Math.min(3, options.rounds); round += 1) {
        bare.push(await way(rate, 8, options, false));
        ours.push(await way(rate, 8, options, true));
      }
      raw[`at ${rate}`] = { ours, bare };
      rows.push(...wayRows(rate, ours, bare));
    }
    const reached = await greatest(options);
    raw['sustained'] = reached;
    const best = Math.max(0, ...reached.filter(({ kept }) => kept).map(({ rate }) => rate));
    rows.push(row('greatest rate through to Slack, events a second', String(best), '≥ 4,000', best >= 4_000));
    return { rows, raw };
  },
};

function wayRows(rate: number, ours: readonly Way[], bare: readonly Way[]): Row[] {
  const [p50, p99] = [median(ours.map((one) => one.p50)), median(ours.map((one) => one.p99))];
  const without = median(bare.map((one) => one.p50));
  const most = aims[rate] ?? null;
  const lost = ours.reduce((sum, one) => sum + one.sent - one.seen, 0);
  return [
    row(
      `at ${rate} a second: p50 / p99 ms (not seen)`,
      `${ms(p50)} / ${ms(p99)} (${lost})`,
      most === null ? null : `p99 ≤ ${most}`,
      most === null ? null : p99 <= most && lost === 0,
    ),
    row(
      `at ${rate} a second: p50, times that without storing`,
      `${(p50 / without).toFixed(1)} (${ms(without)} ms without)`,
      '≤ 2',
      p50 / without <= 2,
    ),
  ];
}

async function way(rate: number, seconds: number, { folder }: PartOptions, stores: boolean): Promise<Way> {
  const slack = await slackReceiver();
  const under = stores ? await service(`${slack.url}/api/`, { folder }) : await server('forward', [slack.url]);
  try {
    await load(under.url, { rate: Math.max(50, rate), seconds: 2, connections: 100 });
    const sent = await load(under.url, { rate, seconds, connections: 200, log: true });
    const left = Object.entries(sent.log ?? {});
    const arrivals = await arrived(slack, left.length, Object.keys(sent.log ?? {}));
    const took = left.flatMap(([id, at]) => (arrivals[id] === undefined ? [] : [arrivals[id] - at]));
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), seen: took.length, sent: left.length };
  } finally {
    await under.stop();
    await slack.stop();
  }
}

/** Waits at most 5 s for the last ones. */
async function arrived(
  slack: { arrivals(): Promise<Record<string, number>> },
  wanted: number,
  ids: readonly string[],
): Promise<Record<string, number>> {
  let arrivals = await slack.arrivals();
  for (let tries = 0; tries < 50; tries += 1) {
    if (ids.filter((id) => arrivals[id] !== undefined).length >= wanted) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
    arrivals = await slack.arrivals();
  }
  return arrivals;
}

/** A rate is kept where everything offered in ten seconds is seen within two more, half of it within one. */
async function greatest(options: PartOptions): Promise<{ rate: number; kept: boolean; way: Way }[]> {
  const results = [];
  for (const rate of sustained) {
    options.say(`${rate} a second, sustained`);
    const found = await way(rate, 10, options, true);
    const kept = found.seen === found.sent && found.sent >= rate * 10 * 0.95 && found.p99 <= 2_000;
    results.push({ rate, kept, way: found });
    if (!kept) break;
  }
  return results;
}

function row(label: string, value: string, aim: string | null, reached: boolean | null): Row {
  return { part: 'whole-way', label, value, aim, reached };
}
