import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TillbellError } from '../domain/errors.ts';
import { demoFigures } from './demo-figures.ts';
import { startDemoStage } from './demo-stage.ts';
import { demoView } from './demo-view.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

interface DemoCommandOptions {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly seed?: string;
  readonly port?: string;
}

// A day of fourteen trading hours: long enough to watch in the browser, short enough to wait for.
const onceSeconds = 25;
const liveSeconds = 120;

/** `tillbell demo`: the real service with stand-ins for Stripe and Slack on the loopback, and the console that shows it. */
export const demoCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('demo')
    .description('play a trading day with stand-ins for Stripe and Slack, in the real service, and watch it')
    .option('--once', 'play one day, print the figures and end')
    .option('--json', 'with --once: print one JSON object')
    .option('--seed <text>', 'which day; the same seed plays the same')
    .option('--port <port>', 'port of the console (default: PORT, else 4242; with --once any free one)')
    .action(async (options: DemoCommandOptions) => {
      const once = options.once === true;
      if (options.json === true && !once)
        throw new TillbellError('usage_demo', '--json prints one day: it goes with --once', {
          hint: 'tillbell demo --once --json',
        });
      const folder = once
        ? mkdtempSync(join(tmpdir(), 'tillbell-demo-'))
        : join(terminal.env['TILLBELL_DATA'] ?? join(terminal.cwd, 'data'), 'demo');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const stage = await startDemoStage({
        clock: terminal.clock,
        folder,
        port: options.port ?? (once ? '0' : (terminal.env['PORT'] ?? '4242')),
        environment: terminal.env,
      });
      const view = demoView(terminal, options.json === true, stage);
      try {
        let day = 0;
        let ended = false;
        const signal = new AbortController();
        void terminal.ended.then(() => {
          ended = true;
          signal.abort();
        });
        view.opened(once ? null : stage.app.address, folder);
        do {
          const seed = options.seed ?? (once ? 'once' : `${terminal.clock.now()}`);
          await stage.play({
            seed: day === 0 ? seed : `${seed}/${day}`,
            seconds: once ? onceSeconds : liveSeconds,
            signal: signal.signal,
            onSent: view.sent,
          });
          if (!ended) await stage.summarize();
          day += 1;
        } while (!once && !ended);
        if (!ended) await stage.settled();
        view.close();
        const figures = await demoFigures(stage);
        if (options.json === true) printJson(terminal, figures);
        else view.figures(figures);
        if (figures.lost > 0 || figures.duplicate_messages > 0) exit(1);
      } finally {
        view.close();
        await stage.close();
        if (once) rmSync(folder, { recursive: true, force: true });
      }
    });
};
