/**
 * Draws docs/pictures/slack-*.png: the Home tab, the weekly proposal, links, muting, the dispute desk and an anomaly, as the running
 * service shows them.
 *   node scripts/slack-pictures.ts   (needs Chromium; CHROMIUM names another than /usr/bin/chromium)
 */
import { isObject, type JsonObject, listAt, textAt } from '../src/domain/json.ts';
import type { LedgerFact } from '../src/domain/ledger.ts';
import { cardSale } from '../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ActingHarness, actingHarness, ada } from '../test/flow/acting-harness.ts';
import { dialogue, drawn, figure, writePictures } from './slack-drawing.ts';

const yaml = `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels: { finance: { id: C0FINANCE, privacy: full } }
routes: [{ name: everything, topics: ["*"], to: [finance] }]
disputes: { fee: "15.00 EUR", escalate_to: S0FINANCE }
actions:
  acknowledge: { who: [S0FINANCE] }
  assign: { who: [S0FINANCE] }
  change_routes: { who: [S0FINANCE] }
  submit_evidence: { who: [S0FINANCE] }
`;

async function ask(scene: ActingHarness, text: string): Promise<string> {
  const before = scene.whispers().length;
  const to = `${scene.app.address}/slack/commands`;
  await scene.slack.people.command({ to, user: ada, channel: 'C0FINANCE', command: '/tillbell', text });
  await scene.app.idle();
  return scene.whispers().slice(before).join('\n');
}

const said = (text: string): JsonObject[] => [{ type: 'section', text: { type: 'mrkdwn', text } }];

async function links(scene: ActingHarness, ids: readonly string[]): Promise<string> {
  const urls = ids.map((id) => `https://dashboard.stripe.com/test/payments/${id}`);
  const ts = scene.slack.workspace.say('C0FINANCE', ada, urls.join(' '));
  const shared = urls.map((url) => ({ domain: 'dashboard.stripe.com', url }));
  const event = { type: 'link_shared', channel: 'C0FINANCE', message_ts: ts, user: ada, links: shared };
  await scene.slack.people.event({ to: `${scene.app.address}/slack/events`, event });
  await scene.app.idle();
  const shown = scene.slack.messages('C0FINANCE').find((message) => message.ts === ts)?.unfurls ?? {};
  return Object.values(shown)
    .map((one) => drawn(listAt(one, 'blocks').filter(isObject), true))
    .join('');
}

async function home(scene: ActingHarness): Promise<string> {
  const event = { type: 'app_home_opened', user: ada, tab: 'home' };
  await scene.slack.people.event({ to: `${scene.app.address}/slack/events`, event });
  await scene.app.idle();
  const view = scene.slack.views().findLast((one) => one['type'] === 'home');
  return drawn(listAt(view, 'blocks').filter(isObject), true);
}

async function proposal(scene: ActingHarness): Promise<string> {
  const proposed = { week: '2026-W48', channel: 'finance', lane: 'slack/C0FINANCE', routes: ['everything'] };
  await scene.app.store.proposeDigest({ ...proposed, text: '“everything”', now: Date.now() });
  await scene.app.idle();
  const message = () =>
    scene.slack.messages('C0FINANCE').find(({ blocks }) => JSON.stringify(blocks).includes('act_proposal'));
  const first = drawn(message()?.blocks ?? []);
  const ts = message()?.ts ?? '';
  await scene.slack.people.click({
    to: `${scene.app.address}/slack/interactions`,
    user: ada,
    channel: 'C0FINANCE',
    ts,
    actionId: 'act_proposal',
  });
  await scene.app.idle();
  return [first, drawn(message()?.blocks ?? []), ...thread(scene, ts)].join('');
}

const thread = (scene: ActingHarness, ts: string): string[] =>
  scene.slack
    .messages('C0FINANCE')
    .filter((one) => one.thread_ts === ts)
    .map((one) => drawn(one.blocks.length > 0 ? one.blocks : said(one.text)));

const week = 168 * 3_600;

function hourOf(end: number, count: number): LedgerFact[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'object',
    account: 'main',
    livemode: true,
    connect: '',
    kind: 'charge',
    source: `ch_${end}_${index}`,
    at: end - 3_600 + Math.floor((3_500 * index) / count),
    amount: { minor: '4200', currency: 'eur' },
    customer: 'cus_known',
    rank: 0,
    tags: [],
    detail: null,
  }));
}

async function anomaly(scene: ActingHarness): Promise<string> {
  const now = Math.floor(Date.now() / 900_000) * 900;
  const weeks = Array.from({ length: 7 }, (_, index) => now - index * week);
  const facts = [
    ...weeks.flatMap((end) => hourOf(end - 2 * 86_400, 400)),
    ...weeks.slice(1).flatMap((end) => hourOf(end, 40)),
  ];
  for (let start = 0; start < facts.length; start += 1_000) {
    await scene.app.store.recordLedger({ now: Date.now(), facts: facts.slice(start, start + 1_000) });
  }
  const before = scene.slack.messages('C0FINANCE').length;
  // As where Slack does not take its own chart: the renderer draws none, but pictures.
  scene.slack.faults.add({ kind: 'error', error: 'invalid_blocks', method: 'chat.postMessage', calls: 1 });
  await scene.app.anomalies.round();
  await scene.app.incidents.round();
  await scene.settled();
  const told = scene.slack
    .messages('C0FINANCE')
    .slice(before)
    .map((one) => one.blocks);
  return (await Promise.all(told.map(async (blocks) => drawn(await withFiles(scene, blocks))))).join('');
}

/** Slack shows uploaded pictures by their ids; here they stand in the page. */
async function withFiles(scene: ActingHarness, blocks: readonly JsonObject[]): Promise<JsonObject[]> {
  return Promise.all(
    blocks.map(async (block) => {
      const id = textAt(block, 'slack_file.id');
      if (id === null) return block;
      const headers = { authorization: `Bearer ${scene.slack.botToken}` };
      const answer = await fetch(new URL(`/files/${id}`, scene.slack.apiUrl), { headers });
      const { slack_file: _file, ...rest } = block;
      const picture = Buffer.from(await answer.arrayBuffer()).toString('base64');
      return { ...rest, image_url: `data:image/png;base64,${picture}` };
    }),
  );
}

const scene = await actingHarness({ yaml });
const story = cardSale({ seed: 'pictures/2', amount: 4_200, currency: 'eur' });
const paid = await scene.tellFor(story, 'mute');
const intent = story.objects.find(({ object }) => object === 'payment_intent')?.id ?? '';
const at = Math.floor(Date.now() / 1_000) - 21 * 86_400 - 3_600;
const disputed = await scene.tellFor(
  dispute({
    seed: 'pictures/1',
    outcome: 'open',
    daysToAnswer: 10,
    at,
    amount: 8_900,
    currency: 'eur',
    reason: 'product_not_received',
  }),
  'submit_evidence',
);
await scene.app.desk.round();
await scene.app.idle();
await scene.click(disputed, 'assign_me');
await scene.app.idle();
const pages = {
  'slack-anomaly': [figure('Sales that stop', await anomaly(scene))],
  'slack-disputes': [
    figure('A dispute', drawn(scene.card(disputed).blocks)),
    figure('Its thread', thread(scene, disputed).join('')),
  ],
  'slack-links': [figure('Under a link to the dashboard', await links(scene, [intent]))],
  'slack-proposal': [figure('Once a week', await proposal(scene))],
};
await scene.click(paid, 'mute');
await scene.app.idle();
const muting = dialogue(scene.slack.views().findLast((view) => view['id'] === scene.modal().id) ?? {});
await scene.submit({ what: 'route', span: '24h', text: 'Import of old orders' });
await scene.app.idle();
const mutes = [figure('Mute…', muting)];
const tab = await home(scene);
const asked: string[] = [];
for (const text of ['help', 'status', 'disputes', `find ${intent}`, 'mute', 'unmute']) {
  asked.push(figure(`/tillbell ${text}`, drawn(said(await ask(scene, text)))));
}
await scene.close();
await writePictures({
  ...pages,
  'slack-muting': mutes,
  'slack-home': [figure('The Home tab', tab)],
  'slack-commands': asked,
});
