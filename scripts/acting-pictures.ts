/**
 * Draws docs/pictures/acting.png: a card with synced fields and its dialogues, as the running service shows them, with the
 * Block Kit renderer in headless Chromium.
 *   node scripts/acting-pictures.ts   (needs Chromium; CHROMIUM names another than /usr/bin/chromium)
 */
import type { JsonObject } from '../src/domain/json.ts';
import { cardSale } from '../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ActingHarness, actingHarness, ben } from '../test/flow/acting-harness.ts';
import { dialogue, drawn, figure, writePictures } from './slack-drawing.ts';

const yaml = `
stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}", api_key: "\${STRIPE_API_KEY}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", signing_secret: "\${SLACK_SIGNING_SECRET}" }
channels: { finance: { id: C0FINANCE, privacy: full } }
routes: [{ name: everything, topics: ["*"], to: [finance] }]
sync:
  dispute:
    owner: { stripe: metadata.owner, input: user, system_of_record: slack }
    stage: { stripe: metadata.stage, input: select, options: [new, { value: bank, label: With the bank }] }
    note: { stripe: metadata.note, input: text, conflict: last_write_wins }
    call: { stripe: metadata.call, label: Call back on, input: date }
actions:
  edit: { who: [S0FINANCE] }
  acknowledge: { who: [S0FINANCE] }
  assign: { who: [S0FINANCE] }
  note: { who: [S0FINANCE] }
  refund: { who: [S0FINANCE] }
  accept_dispute: { who: [S0FINANCE] }
  submit_evidence: { who: [S0FINANCE] }
`;

function openView(scene: ActingHarness): JsonObject {
  return scene.slack.views().findLast((view) => view['id'] === scene.modal().id) ?? {};
}

async function scenes(scene: ActingHarness): Promise<string[]> {
  const ts = await scene.tellFor(
    dispute({ seed: 'pictures/1', outcome: 'open', amount: 8_900, currency: 'eur' }),
    'edit_fields',
  );
  await scene.click(ts, 'edit_fields');
  await scene.settled();
  await scene.submit({
    field_0: ben,
    field_1: 'bank',
    field_2: 'Called the bank, they wait for the invoice',
    field_3: '2026-12-31',
  });
  await scene.settled();
  await scene.click(ts, 'edit_fields');
  await scene.settled();
  const edit = dialogue(openView(scene));
  const card = drawn(scene.card(ts).blocks);
  const thread =
    scene.slack
      .messages('C0FINANCE')
      .filter((one) => one.thread_ts === ts)
      .at(-1)?.blocks ?? [];
  const paid = await scene.tellFor(cardSale({ seed: 'pictures/2', amount: 4_200, currency: 'eur' }), 'refund');
  await scene.click(paid, 'refund');
  await scene.settled();
  const form = dialogue(openView(scene));
  await scene.submit({ amount: '12.00', reason: 'requested_by_customer' });
  await scene.settled();
  return [
    figure('A dispute with synced fields', card),
    figure('In its thread', drawn(thread)),
    figure('Edit fields…', edit),
    figure('Refund…, then the last question', form + dialogue(openView(scene))),
  ];
}

const scene = await actingHarness({ yaml });
const figures = await scenes(scene);
await scene.close();
await writePictures({ acting: figures });
