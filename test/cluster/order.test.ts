import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textAt } from '../../src/domain/json.ts';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { webhookOf } from '../../src/sandbox/stripe/send.ts';
import { channels, serviceFolder } from '../crash/folder.ts';
import { openWork, untilQuiet } from '../crash/quiet-service.ts';
import { freshDatabase } from '../postgres/fresh-database.ts';
import { pause } from './disturb.ts';
import { load } from './load.ts';
import { makeNode } from './node.ts';

const perSecond = 4;
const yaml = `stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", channel_rate: ${perSecond} }
lease: 2s
channels:
  finance: { id: C0FINANCE, privacy: full }
routes:
  - { name: everything, topics: ["*"], to: [finance], deadline: 10m }
`;

/* While both run, the one that sends is ended again and again, so that the lane changes hands in the middle of its queue. */
test('one channel, two processes that take turns: its order holds across them', {
  timeout: 180_000,
}, async () => {
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  const folder = serviceFolder(slack);
  writeFileSync(folder.configFile, yaml);
  const { TILLBELL_SLACK_CHANNEL_RATE: _, ...env } = folder.env;
  const database = await freshDatabase();
  const nodes = ['the first', 'the second'].map((name) => makeNode(name, { ...folder, env }, database.url));
  try {
    await Promise.all(nodes.map((node) => node.start()));
    const sales = Array.from({ length: 24 }, (_sale, seed) => cardSale({ seed: `pace ${seed}` }).events).flat();
    // Everything waits in one queue before the first is sent: its order is then known.
    await database.query(`INSERT INTO workspaces VALUES ('slack', 'held', 'until all wait', 0)`);
    expect((await load(nodes, sales.map(webhookOf), createRandom('order'))).refused).toEqual([]);
    while ((await openWork(nodes[0]?.address ?? ''))?.received !== 0) await pause(20);
    const queue = await database.query<{ delivery_key: string }>(
      `SELECT delivery_key FROM deliveries WHERE op = 'card' AND state = 'pending' ORDER BY priority, created_at, id`,
    );
    let posted = 0;
    slack.on(({ kind }) => {
      posted += kind === 'posted' ? 1 : 0;
    });
    await database.query('DELETE FROM workspaces');
    for (const [turn, node] of [...nodes, ...nodes].entries()) {
      while (posted < 4 * (turn + 1)) await pause(20);
      expect(await node.end('SIGTERM')).toBe(0);
      await node.start();
    }
    expect(await untilQuiet(nodes[0]?.address ?? '', 60_000)).toBe('quiet');
    for (const node of nodes) expect(await node.end('SIGTERM')).toBe(0);
    const sent = slack.messages().filter(({ thread_ts, author }) => thread_ts === null && author === 'bot');
    const keys = sent.map(({ metadata }) => textAt(metadata?.event_payload ?? null, 'key'));
    expect(queue.length).toBeGreaterThan(24);
    expect(keys).toEqual(queue.map((waiting) => waiting.delivery_key));
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await slack.close();
    folder.remove();
    await database.drop();
  }
});
