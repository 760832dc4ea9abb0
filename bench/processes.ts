import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { benchSecret } from './servers.ts';

const here = import.meta.dirname;
const run = promisify(execFile);

export interface Load {
  readonly perSecond: number;
  readonly sent: number;
  readonly refused: number;
  /** Milliseconds from the request's start to the answer's end. */
  readonly p50: number;
  readonly p99: number;
  /** When each event left, in milliseconds since the epoch, by the id that its card shows; only where `log` was asked for. */
  readonly log: Readonly<Record<string, number>> | null;
}

export interface LoadOptions {
  readonly seconds?: number;
  readonly connections?: number;
  /** Events a second; 0: as fast as they are answered. */
  readonly rate?: number;
  readonly log?: boolean;
}

/** Sends signed events from a process of its own. */
export async function load(url: string, options: LoadOptions = {}): Promise<Load> {
  const args = [
    join(here, 'load.ts'),
    `${url}/webhooks/stripe`,
    benchSecret,
    String(options.seconds ?? 4),
    String(options.connections ?? 64),
    String(options.rate ?? 0),
    options.log === true ? 'log' : '',
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 512 * 1024 * 1024 });
  return JSON.parse(stdout) as Load;
}

export interface UnderTest {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process until it said where it listens. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** One of the servers in servers.ts. */
export function server(kind: string, more: readonly string[] = [], env: Record<string, string> = {}) {
  return started(
    [join(here, 'servers.ts'), kind, ...more],
    { ...env, PATH: process.env['PATH'] ?? '' },
    /(http:\S+)\n/,
  );
}

/** One channel for everything; with so long a deadline nothing is folded: each event is a message of its own. */
const configuration = `
stripe: { accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" } } }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", channel_rate: 0 }
channels: { finance: { id: C0FINANCE } }
routes: [{ name: all, to: [finance] }]
deadline: 1h
`;

/** The whole service as its users start it, with `env` added; on a data folder of its own unless one is given. */
export async function service(
  slackApiUrl: string,
  options: { folder: string; data?: string; env?: Record<string, string> },
): Promise<UnderTest & { readonly data: string }> {
  const data = options.data ?? mkdtempSync(join(options.folder, 'data-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    STRIPE_WEBHOOK_SECRET: benchSecret,
    SLACK_BOT_TOKEN: 'xoxb-bench-0123456789',
    TILLBELL_SLACK_API_URL: slackApiUrl,
    TILLBELL_DATA: data,
    PORT: '0',
    ...options.env,
  };
  const file = join(data, 'tillbell.yaml');
  writeFileSync(file, configuration);
  const up = await started([join(here, '../src/main.ts'), 'start', '--config', file], env, /"address":"(http:[^"]+)"/);
  return { ...up, data };
}

/** A Slack that takes whatever comes at once, and knows when: `bench/slack-receiver.ts`. */
export async function slackReceiver(): Promise<UnderTest & { arrivals(): Promise<Record<string, number>> }> {
  const up = await started([join(here, 'slack-receiver.ts')], { PATH: process.env['PATH'] ?? '' }, /(http:\S+)\n/);
  return {
    ...up,
    arrivals: async () => (await (await fetch(`${up.url}/arrivals`)).json()) as Record<string, number>,
  };
}

async function started(args: readonly string[], env: Record<string, string>, ready: RegExp): Promise<UnderTest> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const url = await firstMatch(child, ready);
  const readyMs = performance.now() - began;
  // Nobody reads on: what it logs must not fill the pipe.
  child.stdout?.resume();
  return {
    url,
    pid: child.pid ?? 0,
    readyMs,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function firstMatch(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: unknown) => {
      text += String(chunk);
      const found = wanted.exec(text);
      if (found === null) return;
      child.stdout?.off('data', read);
      resolve(found[1] ?? '');
    };
    child.stdout?.on('data', read);
    child.once('exit', (code) => reject(new Error(`a server under test ended with ${code}: ${text.slice(0, 500)}`)));
  });
}

/** Mebibytes of a process in memory. */
export function residentMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}
