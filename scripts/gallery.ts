/**
 * Draws docs/cards/*.png with the real Block Kit renderer in headless Chromium and writes docs/cards.md.
 *   node scripts/gallery.ts           draw and write (needs Chromium; CHROMIUM names another than /usr/bin/chromium)
 *   node scripts/gallery.ts --check   exit 1 where docs/cards.md does not tell what the renderer says now
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Page } from 'playwright-core';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import type { Block, SlackMessage } from '../src/domain/message.ts';
import { sampleMessages } from '../test/golden/messages.ts';
import { galleryMarkdown, pictures } from './gallery-pictures.ts';
import { smallPng } from './small-png.ts';

const folder = new URL('../docs/cards/', import.meta.url);
const guide = new URL('../docs/cards.md', import.meta.url);

function drawn(message: SlackMessage): string {
  // The renderer takes `verbatim` for "no mark-up at all"; to Slack it only means "make no links of bare words".
  const blocks = JSON.parse(JSON.stringify(message.blocks).replaceAll(',"verbatim":true', '')) as Block[];
  const shown = blocks.length > 0 ? blocks : [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }];
  const props = { blocks: shown, name: 'Tillbell', logo: bell, time: new Date(Date.UTC(2025, 10, 23, 14, 5)), hooks };
  return renderToStaticMarkup(createElement(Message as (given: typeof props) => ReactElement, props));
}

const bell =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#2b3a55"/><path d="M18 8a7 7 0 0 0-7 7v6l-2 3h18l-2-3v-6a7 7 0 0 0-7-7zm-3 18a3 3 0 0 0 6 0z" fill="#f4d35e"/></svg>',
  );
// Slack shows names where the payload has ids.
const hooks = {
  user: () => createElement('span', { className: 'mention' }, '@Ada'),
  usergroup: () => createElement('span', { className: 'mention' }, '@finance'),
};

async function draw(
  page: Page,
  name: string,
  captioned: readonly (readonly [string, SlackMessage])[],
): Promise<number> {
  const style = readFileSync(createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
  const own = `body{margin:0;background:#fff;font-family:Lato,sans-serif;width:660px}
    .slack_blocks_to_jsx,.slack_blocks_to_jsx *{font-family:Lato,'Noto Color Emoji',sans-serif!important}strong{font-weight:700!important}code{font-family:'DejaVu Sans Mono',monospace!important}main{padding:12px 16px}
    figure{margin:0 0 14px;max-width:620px}figcaption{font:12px Lato,sans-serif;color:#8a8a8a;margin:0 0 4px}
    .mention{background:#1d9bd11a;color:#1264a3;border-radius:3px;padding:0 2px}`;
  const figures = captioned.map(([caption, message]) => {
    return `<figure><figcaption>${caption}</figcaption>${drawn(message)}</figure>`;
  });
  await page.setContent(`<style>${style}${own}</style><main>${figures.join('')}</main>`, { waitUntil: 'load' });
  const picture = smallPng(await page.locator('main').screenshot({ type: 'png' }));
  writeFileSync(new URL(`${name}.png`, folder), picture);
  return picture.length;
}

async function main(): Promise<number> {
  const messages = sampleMessages();
  const markdown = galleryMarkdown(messages);
  if (process.argv.includes('--check')) {
    const same = existsSync(guide) && readFileSync(guide, 'utf8') === markdown;
    if (!same) console.error('docs/cards.md is not what the renderer says now: run `node scripts/gallery.ts`');
    return same ? 0 : 1;
  }
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: 660, height: 800 } });
  for (const picture of pictures) {
    const captioned = picture.shows.flatMap(({ caption, message }) => {
      const found = messages[message];
      return found === undefined ? [] : [[caption, found] as const];
    });
    console.log(`${picture.name}.png: ${await draw(page, picture.name, captioned)} bytes`);
  }
  await browser.close();
  writeFileSync(guide, markdown);
  return 0;
}

process.exitCode = await main();
