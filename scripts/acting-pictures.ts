/**
 * Draws docs/pictures/acting.png: a card with synced fields and its dialogues, as the running service shows them, with the
 * Block Kit renderer in headless Chromium.
 *   node scripts/acting-pictures.ts   (needs Chromium; CHROMIUM names another than /usr/bin/chromium)
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import { isObject, type JsonObject, listAt, textAt } from '../src/domain/json.ts';
import type { Block } from '../src/domain/message.ts';
import { cardSale } from '../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../src/sandbox/stripe/lifecycles/dispute.ts';
import { type ActingHarness, actingHarness, ben } from '../test/flow/acting-harness.ts';
import { smallPng } from './small-png.ts';

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

const logo = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#2b3a55"/></svg>')}`;
// Slack shows names where the payload has ids.
const hooks = {
  user: ({ id }: { readonly id: string }) =>
    createElement('span', { className: 'mention' }, id === ben ? '@Ben' : '@Ada'),
};

function drawn(blocks: readonly JsonObject[], withoutWrapper = false): string {
  const shown = JSON.parse(JSON.stringify(blocks).replaceAll(',"verbatim":true', '')) as Block[];
  const time = new Date(Date.UTC(2025, 10, 23, 14, 5));
  const props = { blocks: shown, name: 'Tillbell', logo, time, hooks, withoutWrapper };
  return renderToStaticMarkup(createElement(Message as (given: typeof props) => ReactElement, props));
}

/** The renderer draws messages: a dialogue's inputs stand here as what they are labelled and filled with. */
function dialogue(view: JsonObject): string {
  const blocks = listAt(view, 'blocks').filter(isObject);
  const body = blocks.filter((block) => block['type'] !== 'input');
  const inputs = blocks
    .filter((block) => block['type'] === 'input')
    .map((block) => {
      const shown =
        textAt(block, 'element.initial_value') ??
        textAt(block, 'element.initial_option.text.text') ??
        textAt(block, 'element.initial_date') ??
        (textAt(block, 'element.initial_user') === null ? '' : '@Ben');
      return `<label>${textAt(block, 'label.text') ?? ''}</label><div class="in">${shown}&nbsp;</div>`;
    });
  const submit = textAt(view, 'submit.text');
  const buttons = `<div class="end"><span>${textAt(view, 'close.text') ?? ''}</span>${submit === null ? '' : `<b>${submit}</b>`}</div>`;
  return `<section><h3>${textAt(view, 'title.text') ?? ''}</h3>${drawn(body, true)}${inputs.join('')}${buttons}</section>`;
}

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
    `<figure><figcaption>A dispute with synced fields</figcaption>${card}</figure>`,
    `<figure><figcaption>In its thread</figcaption>${drawn(thread)}</figure>`,
    `<figure><figcaption>Edit fields…</figcaption>${edit}</figure>`,
    `<figure><figcaption>Refund…, then the last question</figcaption>${form}${dialogue(openView(scene))}</figure>`,
  ];
}

const scene = await actingHarness({ yaml });
const figures = await scenes(scene);
await scene.close();
const style = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
const own = `body{margin:0;background:#fff;font-family:Lato,sans-serif;width:660px}main{padding:12px 16px}
  .slack_blocks_to_jsx,.slack_blocks_to_jsx *{font-family:Lato,'Noto Color Emoji',sans-serif!important}strong{font-weight:700!important}
  figure{margin:0 0 14px;max-width:620px}figcaption{font:12px Lato,sans-serif;color:#8a8a8a;margin:0 0 4px}
  .mention{background:#1d9bd11a;color:#1264a3;border-radius:3px;padding:0 2px}
  section{border:1px solid #ddd;border-radius:8px;padding:12px 16px;max-width:480px;margin-bottom:8px}h3{margin:0 0 8px;font-size:18px}
  label{display:block;font-weight:700;font-size:14px;margin:8px 0 3px}.in{border:1px solid #999;border-radius:4px;padding:6px 10px;font-size:14px}
  .end{text-align:right;margin-top:12px;font-size:14px}.end b{background:#007a5a;color:#fff;border-radius:4px;padding:6px 12px;margin-left:10px}`;
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 660, height: 800 } });
await page.setContent(`<style>${style}${own}</style><main>${figures.join('')}</main>`, { waitUntil: 'load' });
const picture = smallPng(await page.locator('main').screenshot({ type: 'png' }));
const folder = new URL('../docs/pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('acting.png', folder), picture);
await browser.close();
console.log(`acting.png: ${picture.length} bytes`);
