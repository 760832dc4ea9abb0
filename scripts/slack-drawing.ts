/** Draws what stands in Slack with the Block Kit renderer in headless Chromium. Needs Chromium; CHROMIUM names another than /usr/bin/chromium. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import { isObject, type JsonObject, listAt, textAt } from '../src/domain/json.ts';
import type { Block } from '../src/domain/message.ts';
import { ben } from '../test/flow/acting-harness.ts';
import { smallPng } from './small-png.ts';

const logo = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#2b3a55"/></svg>')}`;
// Slack shows names where the payload has ids.
const hooks = {
  user: ({ id }: { readonly id: string }) =>
    createElement('span', { className: 'mention' }, id === ben ? '@Ben' : '@Ada'),
  usergroup: () => createElement('span', { className: 'mention' }, '@finance'),
};

/** A message's blocks as HTML; `withoutWrapper`: without the sender's name and picture. */
export function drawn(blocks: readonly JsonObject[], withoutWrapper = false): string {
  // The renderer takes `verbatim` for "no mark-up at all"; to Slack it only means "make no links of bare words".
  const shown = JSON.parse(JSON.stringify(blocks).replaceAll(',"verbatim":true', '')) as Block[];
  const time = new Date(Date.UTC(2025, 10, 23, 14, 5));
  const props = { blocks: shown, name: 'Tillbell', logo, time, hooks, withoutWrapper };
  return renderToStaticMarkup(createElement(Message as (given: typeof props) => ReactElement, props));
}

/** The renderer draws messages: a dialogue's inputs stand here as what they are labelled and filled with. */
export function dialogue(view: JsonObject): string {
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

export function figure(caption: string, html: string): string {
  return `<figure><figcaption>${caption}</figcaption>${html}</figure>`;
}

/** Writes docs/pictures/<name>.png of each page of figures. */
export async function writePictures(pages: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const style = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
  const own = `body{margin:0;background:#fff;font-family:Lato,sans-serif;width:660px}main{padding:12px 16px}
  .slack_blocks_to_jsx,.slack_blocks_to_jsx *{font-family:Lato,'Noto Color Emoji',sans-serif!important}strong{font-weight:700!important}
  figure{margin:0 0 14px;max-width:620px}figcaption{font:12px Lato,sans-serif;color:#8a8a8a;margin:0 0 4px}
  .mention{background:#1d9bd11a;color:#1264a3;border-radius:3px;padding:0 2px}
  section{border:1px solid #ddd;border-radius:8px;padding:12px 16px;max-width:480px;margin-bottom:8px}h3{margin:0 0 8px;font-size:18px}
  label{display:block;font-weight:700;font-size:14px;margin:8px 0 3px}.in{border:1px solid #999;border-radius:4px;padding:6px 10px;font-size:14px}
  .end{text-align:right;margin-top:12px;font-size:14px}.end b{background:#007a5a;color:#fff;border-radius:4px;padding:6px 12px;margin-left:10px}`;
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 660, height: 800 } });
  const folder = new URL('../docs/pictures/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, figures] of Object.entries(pages)) {
    await page.setContent(`<style>${style}${own}</style><main>${figures.join('')}</main>`, { waitUntil: 'load' });
    const picture = smallPng(await page.locator('main').screenshot({ type: 'png' }));
    writeFileSync(new URL(`${name}.png`, folder), picture);
    console.log(`${name}.png: ${picture.length} bytes`);
  }
  await browser.close();
}
