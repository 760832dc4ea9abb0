import type { Terminal } from './cli/terminal.ts';
import { runCli } from './cli.ts';
import { systemClock } from './domain/clock.ts';

let end: (signal: string) => void = () => undefined;
const ended = new Promise<string>((resolve) => {
  end = resolve;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => end(signal));
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  clock: systemClock,
  ended,
  onReload: (listener) => void process.on('SIGHUP', listener),
};

process.exitCode = await runCli(process.argv.slice(2), terminal);
// Whatever a library still holds open must not keep an ended command alive; output is flushed first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
