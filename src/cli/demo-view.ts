import { Presets, SingleBar } from 'cli-progress';
import type { DemoFigures } from './demo-figures.ts';
import { type DemoStage, demoChannels } from './demo-stage.ts';
import type { Terminal } from './terminal.ts';

export interface DemoView {
  opened(address: string | null, folder: string): void;
  readonly sent: (sent: number, of: number) => void;
  figures(figures: DemoFigures): void;
  close(): void;
}

/** Messages as they arrive in Slack, a progress line below them, and the figures at the end; nothing where JSON is wanted. */
export function demoView(terminal: Terminal, silent: boolean, stage: DemoStage): DemoView {
  const names = new Map(demoChannels.map(({ id, name }) => [id, name]));
  const bar =
    terminal.interactive && !silent
      ? new SingleBar(
          { format: '  {bar} {value}/{total} webhooks', hideCursor: true, clearOnComplete: true },
          Presets.shades_grey,
        )
      : null;
  let running = false;
  const line = (text: string): void => {
    if (silent) return;
    if (running) terminal.out('\r\x1b[K');
    terminal.out(`${text}\n`);
    if (running) bar?.render();
  };
  const off = stage.slack.on((change) => {
    if (change.kind !== 'posted' && change.kind !== 'updated' && change.kind !== 'deleted') return;
    const { message } = change;
    const mark =
      change.kind === 'updated' ? '✎' : change.kind === 'deleted' ? '✕' : message.thread_ts === null ? ' ' : '↳';
    line(
      `${`#${names.get(message.channel) ?? message.channel}`.padEnd(9)} ${mark} ${message.text.split('\n')[0] ?? ''}`,
    );
  });
  return {
    opened(address, folder) {
      if (address === null) return;
      line(
        `Tillbell plays a trading day. Watch the channels at ${address}\nIts data stands in ${folder}; Ctrl-C ends it.\n`,
      );
    },
    sent(sent, of) {
      if (bar === null) return;
      if (!running) {
        bar.start(of, sent);
        running = true;
      }
      bar.update(sent);
    },
    figures(figures) {
      const { latency_ms, ...counts } = figures;
      terminal.out('\n');
      for (const [name, value] of Object.entries(counts))
        terminal.out(`${name.replaceAll('_', ' ').padEnd(20)} ${String(value).padStart(6)}\n`);
      terminal.out(
        `${'latency'.padEnd(20)} p50 ${latency_ms.p50} ms, p99 ${latency_ms.p99} ms, max ${latency_ms.max} ms\n`,
      );
    },
    close() {
      if (running) bar?.stop();
      running = false;
      off();
    },
  };
}
