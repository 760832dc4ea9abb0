import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const preload = new URL('./fault-points.ts', import.meta.url).href;
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const lastLines = 30;

/** The service, or one of its commands, as a process of its own. */
export interface ServiceProcess {
  readonly pid: number;
  /** Its address once it is ready; null where it ended before. */
  readonly ready: Promise<string | null>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** What it said last, for a report. */
  said(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
}

export interface ServiceOptions {
  /** Arguments of the command line: `['start']`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it kills itself: `commit:before` at the `hit`-th time. */
  readonly point?: { readonly name: string; readonly hit: number };
}

/** Starts `node src/main.ts …` with nothing in its environment but what is given. */
export function startService(options: ServiceOptions): ServiceProcess {
  const { point } = options;
  const wrapped = point === undefined ? [] : ['--import', preload];
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...(process.env['NODE_COMPILE_CACHE'] === undefined
      ? {}
      : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
    ...options.env,
    ...(point === undefined ? {} : { CRASH_POINT: point.name, CRASH_HIT: String(point.hit) }),
  };
  const child = spawn(process.execPath, [...wrapped, main, ...options.args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    ready: readyOf(child, lines, ended),
    ended,
    said: () => lines.join('\n'),
    kill: (signal) => void child.kill(signal),
  };
}

function readyOf(child: ChildProcess, lines: string[], ended: Promise<unknown>): Promise<string | null> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > lastLines) lines.shift();
        const address = /"address":"([^"]+)".*"msg":"ready"/.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
    void ended.then(() => resolve(null));
  });
}
