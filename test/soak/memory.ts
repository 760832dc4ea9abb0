import { readFileSync } from 'node:fs';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { createWebhookSender, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { channels, serviceFolder, webhookSecret } from '../crash/folder.ts';
import { startService } from '../crash/service.ts';

export interface MemoryReport {
  readonly events: number;
  readonly refused: number;
  readonly samples: readonly { readonly second: number; readonly rssMb: number }[];
  /** Least squares over the second half, when caches and the collector have settled. */
  readonly slopeMbPerHour: number;
}

const salesPerSecond = 8;
const sampleMs = 2_000;

/** The real service under a steady load of sales, its resident memory read from /proc; Linux only. */
export async function measureMemory(options: {
  readonly seed: number;
  readonly ms: number;
  readonly onSample: (text: string) => void;
}): Promise<MemoryReport> {
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  const folder = serviceFolder(slack);
  const service = startService({ args: ['start', '--config', folder.configFile], env: folder.env });
  const samples: { second: number; rssMb: number }[] = [];
  let events = 0;
  let refused = 0;
  let over: string | null = null;
  void service.ended.then(({ code, signal }) => {
    over = `the service ended by itself (${code ?? signal}):\n${service.said()}`;
  });
  try {
    const address = await service.ready;
    if (address === null) throw new Error(`the service does not start:\n${service.said()}`);
    const sender = createWebhookSender({ url: `${address}/webhooks/stripe`, secret: webhookSecret });
    const started = performance.now();
    let sampled = 0;
    for (let sale = 0; performance.now() - started < options.ms; sale += 1) {
      const results = await sender.sendAll(cardSale({ seed: `${options.seed}/${sale}` }).events.map(webhookOf));
      events += results.length;
      refused += results.filter(({ status }) => status !== 200).length;
      if (over !== null) throw new Error(over);
      const elapsed = performance.now() - started;
      if (elapsed - sampled >= sampleMs) {
        sampled = elapsed;
        const rssMb = residentMb(service.pid);
        samples.push({ second: Math.round(elapsed / 1_000), rssMb });
        options.onSample(`${Math.round(elapsed / 1_000)} s, ${events} events, ${rssMb.toFixed(1)} MB`);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, ((sale + 1) * 1_000) / salesPerSecond - elapsed)));
    }
    sender.close();
    return { events, refused, samples, slopeMbPerHour: slopeOf(samples.slice(Math.floor(samples.length / 2))) };
  } finally {
    service.kill('SIGTERM');
    await service.ended;
    await slack.close();
    folder.remove();
  }
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
}

function slopeOf(samples: readonly { readonly second: number; readonly rssMb: number }[]): number {
  const mean = (of: (sample: { second: number; rssMb: number }) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const atMean = mean(({ second }) => second);
  const rssMean = mean(({ rssMb }) => rssMb);
  const spread = samples.reduce((sum, { second }) => sum + (second - atMean) ** 2, 0);
  const together = samples.reduce((sum, { second, rssMb }) => sum + (second - atMean) * (rssMb - rssMean), 0);
  return spread === 0 ? 0 : (together / spread) * 3_600;
}
