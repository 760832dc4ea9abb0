import { readFileSync } from 'node:fs';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { createWebhookSender, type Webhook } from '../../src/sandbox/stripe/send.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { channels, serviceFolder, webhookSecret } from './folder.ts';
import type { Outcome } from './invariants.ts';
import { untilQuiet } from './quiet-service.ts';
import { readStored } from './stored.ts';

/** The same events told to a service that nothing happens to: what the cards should say. */
export async function undisturbed(webhooks: readonly Webhook[]): Promise<Outcome> {
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  // However slow the machine is just now, each subject gets its card.
  const folder = serviceFolder(slack, '1h');
  try {
    const loaded = loadConfig({
      file: folder.configFile,
      env: folder.env,
      cwd: folder.path,
      readFile: (path) => readFileSync(path, 'utf8'),
    });
    if (!loaded.ok) throw new Error(loaded.faults.map((fault) => fault.message).join('\n'));
    const log = createLog({ level: 'silent' });
    const app = await startApp({ ...loaded.config, settleMs: 0 }, { clock: systemClock, log });
    const sender = createWebhookSender({ url: `${app.address}/webhooks/stripe`, secret: webhookSecret });
    const results = await sender.sendAll(webhooks);
    sender.close();
    const rest = await untilQuiet(app.address, 120_000);
    if (rest !== 'quiet') throw new Error(`the undisturbed service: ${rest}`);
    await app.stop();
    const refused = results.find((result) => result.status !== 200);
    if (refused !== undefined) throw new Error(`the undisturbed service refused ${refused.type}: ${refused.body}`);
    return { stored: readStored(folder.database), messages: slack.messages() };
  } finally {
    folder.remove();
    await slack.close();
  }
}
