/**
 * `npm run bench`: one table and JSON. Ratios are taken within one run, in alternating rounds, so that a noisy machine
 * disturbs all alike; the load generator is a process of its own. Figures depend on the machine, ratios much less.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SlackSandbox, startSlackSandbox } from '../src/sandbox/slack/slack-sandbox.ts';
import { benchSecret } from './servers.ts';

const here = import.meta.dirname;
const run = promisify(execFile);
const rounds = Number(process.argv.find((word) => /^--rounds=\d+$/.test(word))?.slice(9) ?? 5);
const seconds = 4;
const folders: string[] = [];

interface Load {
  readonly perSecond: number;
  readonly sent: number;
  readonly refused: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(
  url: string,
  options: { seconds?: number; connections?: number; rate?: number } = {},
): Promise<Load> {
  const args = [
    join(here, 'load.ts'),
    `${url}/webhooks/stripe`,
    benchSecret,
    String(options.seconds ?? seconds),
    String(options.connections ?? 64),
    String(options.rate ?? 0),
  ];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as Load;
}

function firstLine(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const found = wanted.exec(text);
      if (found !== null) resolve(found[1] ?? '');
    });
    child.on('exit', (code) => reject(new Error(`a server under test ended with ${code}: ${text}`)));
  });
}

async function server(kind: string, ...more: string[]): Promise<{ url: string; stop(): void; pid: number }> {
  const child = spawn(process.execPath, [join(here, 'servers.ts'), kind, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child, /(http:\S+)\n/);
  return { url, pid: child.pid ?? 0, stop: () => void child.kill('SIGKILL') };
}

async function service(slack: SlackSandbox): Promise<{ url: string; stop(): void; pid: number; readyMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-bench-'));
  folders.push(folder);
  const began = performance.now();
  const child = spawn(process.execPath, [join(here, '../src/main.ts'), 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      STRIPE_WEBHOOK_SECRET: benchSecret,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_CHANNEL: 'C0FINANCE',
      TILLBELL_SLACK_API_URL: slack.apiUrl,
      TILLBELL_SLACK_CHANNEL_RATE: '0',
      TILLBELL_DATA: folder,
      PORT: '0',
    },
  });
  const url = await firstLine(child, /"address":"(http:[^"]+)"/);
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - began, stop: () => void child.kill('SIGKILL') };
}

function residentMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function spread(values: readonly number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
}

/** Milliseconds from the webhook's receipt by the service to Slack's receipt of its card, from the stand-in's own clock. */
async function wholeWay(
  slack: SlackSandbox,
  rate: number,
): Promise<{ p50: number; p99: number; seen: number; sent: number }> {
  const under = await service(slack);
  const before = slack.messages().length;
  const sent = await load(under.url, { rate, seconds: 8, connections: 200 });
  for (let tries = 0; tries < 100 && slack.messages().length - before < sent.sent; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const metrics = await (await fetch(`${under.url}/metrics`)).text();
  const seen = slack.messages().length - before;
  under.stop();
  return { ...endToEnd(metrics), seen, sent: sent.sent };
}

/** Quantiles of the service's own histogram of receipt to delivery, linear within a bucket as Prometheus does. */
function endToEnd(metrics: string): { p50: number; p99: number } {
  const buckets = [...metrics.matchAll(/tillbell_end_to_end_seconds_bucket\{le="([^"]+)",from="receipt"\} (\d+)/g)].map(
    ([, le, count]) => ({ le: Number(le), count: Number(count) }),
  );
  const total = buckets.at(-1)?.count ?? 0;
  const quantile = (share: number): number => {
    const index = buckets.findIndex(({ count }) => count >= total * share);
    const [bucket, below] = [buckets[index], buckets[index - 1] ?? { le: 0, count: 0 }];
    if (bucket === undefined) return Number.NaN;
    const upper = Number.isFinite(bucket.le) ? bucket.le : below.le;
    return Number(
      (
        (below.le + ((upper - below.le) * (total * share - below.count)) / Math.max(1, bucket.count - below.count)) *
        1000
      ).toFixed(1),
    );
  };
  return { p50: quantile(0.5), p99: quantile(0.99) };
}

const slack = await startSlackSandbox({ channelRate: 0, channels: [{ id: 'C0FINANCE', name: 'finance' }] });
const rates: Record<'V' | 'door' | 'service' | 'tutorial', number[]> = { V: [], door: [], service: [], tutorial: [] };
for (let round = 0; round < rounds; round += 1) {
  for (const kind of ['V', 'door', 'service', 'tutorial'] as const) {
    const under =
      kind === 'service' ? await service(slack) : await server(kind === 'V' ? 'bare' : kind, slack.webhookUrl);
    await load(under.url, { seconds: 1 });
    rates[kind].push((await load(under.url)).perSecond);
    under.stop();
  }
}
const atFiveHundred = await server('door');
await load(atFiveHundred.url, { seconds: 1 });
const steady = await load(atFiveHundred.url, { rate: 500, seconds: 6 });
atFiveHundred.stop();
const idle = await service(slack);
const idleMb = residentMb(idle.pid);
idle.stop();
const ways = { at1: await wholeWay(slack, 1), at100: await wholeWay(slack, 100), at1000: await wholeWay(slack, 1000) };
await slack.close();
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

const ratio = (kind: 'door' | 'service' | 'tutorial') =>
  rates[kind].map((value, round) => value / (rates.V[round] ?? Number.NaN));
const table = [
  ['V: bare verify and parse, accepted/s', spread(rates.V)],
  ['door on SQLite (encryption, fsync), of V', spread(ratio('door'))],
  ['whole service on SQLite, of V', spread(ratio('service'))],
  ['tutorial script (posts inline), of V', spread(ratio('tutorial'))],
  ['door at 500/s, p50 / p99 ms', `${steady.p50} / ${steady.p99}`],
  ...Object.entries(ways).map(([name, way]) => [
    `receipt to Slack ${name.replace('at', 'at ')}/s, p50 / p99 ms (seen of sent)`,
    `${way.p50} / ${way.p99} (${way.seen} of ${way.sent})`,
  ]),
  ['start to ready, ms', String(Math.round(idle.readyMs))],
  ['resident memory idle, MB', String(idleMb)],
];
for (const [label = '', value = ''] of table) console.log(`${label.padEnd(64)} ${value}`);
console.log(JSON.stringify({ rounds, rates, steady, ways, readyMs: Math.round(idle.readyMs), idleMb }));
