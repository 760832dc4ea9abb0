/**
 * Figures of the console, taken in a real browser against the real service: bytes of the first load, time until it is usable,
 * layout shift while messages arrive, axe violations.   node scripts/console-figures.ts [--json]
 * Exit 1 where a limit is passed: 200 kB for the first load, a layout shift over 0.01, any axe violation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { cardSale } from '../src/sandbox/stripe/lifecycles/card-sale.ts';
import { missing } from '../test/browser/chromium.ts';
import { openScene, type Scene } from '../test/browser/scene.ts';

const limits = { firstLoad: 200_000, shift: 0.01 };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = ['/', '/events', '/events/1', '/subjects', '/rules', '/revenue', '/quiet', '/operations', '/setup'];

/** Bytes on the wire of what a page that was never seen loads before anybody scrolls or clicks. */
async function firstLoad(scene: Scene): Promise<{ first: number; later: number }> {
  const page = await scene.context.newPage();
  const sizes = new Map<string, number>();
  const network = await scene.context.newCDPSession(page);
  await network.send('Network.enable');
  const urls = new Map<string, string>();
  network.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, response.url));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.set(urls.get(requestId) ?? requestId, encodedDataLength);
  });
  await page.goto(scene.harness.app.address);
  await page.locator('#slack_blocks_to_jsx').first().waitFor();
  await page.close();
  const sum = (wanted: boolean) =>
    [...sizes].filter(([url]) => url.includes('slack-blocks') !== wanted).reduce((total, [, size]) => total + size, 0);
  return { first: sum(true), later: sum(false) };
}

/** Milliseconds, median of five loads without a cache. */
async function loadTimes(scene: Scene): Promise<{ painted: number; usable: number }> {
  const taken: { painted: number; usable: number }[] = [];
  for (let run = 0; run < 5; run += 1) {
    const page = await scene.context.newPage();
    const session = await scene.context.newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.goto(scene.harness.app.address);
    await page.locator('main h1').waitFor();
    const usable = Number(await page.evaluate('performance.now()'));
    const painted = Number(
      await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()"),
    );
    taken.push({ painted, usable });
    await page.close();
  }
  const median = (key: 'painted' | 'usable') => Math.round(taken.map((one) => one[key]).sort((a, b) => a - b)[2] ?? 0);
  return { painted: median('painted'), usable: median('usable') };
}

/** Cumulative layout shift while ten sales arrive on a page that is read. */
async function shift(scene: Scene): Promise<number> {
  const page = await scene.page('/');
  await page.locator('#slack_blocks_to_jsx').first().waitFor();
  await page.evaluate(
    "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift' })",
  );
  await page.evaluate("document.querySelector('main section section').scrollTo({ top: 300 })");
  for (let sale = 0; sale < 10; sale += 1) {
    await scene.tell(cardSale({ seed: `figures/${sale}`, amount: 10_000 + sale, currency: 'eur' }));
  }
  await page.getByRole('button', { name: /new messages?/ }).waitFor();
  const value = Number(await page.evaluate('window.shift'));
  await page.close();
  return Math.round(value * 10_000) / 10_000;
}

async function violations(page: Page, address: string): Promise<number> {
  let count = 0;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of pages) {
      await page.goto(`${address}${path}`);
      await page.locator('main h1').first().waitFor();
      await page.evaluate(axe);
      count += Number(
        await page.evaluate(
          "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((found) => found.violations.length)",
        ),
      );
    }
  }
  return count;
}

function bundles(): { name: string; gzip: number }[] {
  const folder = join(import.meta.dirname, '../dist/web/assets');
  return readdirSync(folder)
    .filter((name) => /\.(?:js|css)$/.test(name))
    .map((name) => ({ name, gzip: gzipSync(readFileSync(join(folder, name))).length }))
    .sort((a, b) => b.gzip - a.gzip);
}

async function measured() {
  const scene = await openScene();
  try {
    await scene.tell(cardSale({ seed: 'figures/first', amount: 12_300, currency: 'eur' }));
    for (let sale = 0; sale < 6; sale += 1)
      await scene.tell(cardSale({ seed: `figures/before/${sale}`, amount: 5_000 + sale, currency: 'eur' }));
    const load = await firstLoad(scene);
    const times = await loadTimes(scene);
    const layoutShift = await shift(scene);
    const page = await scene.page('/');
    const axeViolations = await violations(page, scene.harness.app.address);
    return {
      first_load_bytes: load.first,
      renderer_bytes: load.later,
      first_paint_ms: times.painted,
      usable_ms: times.usable,
      layout_shift: layoutShift,
      axe_violations: axeViolations,
      complaints: scene.complaints.length,
    };
  } finally {
    await scene.close();
  }
}

if (missing !== null) process.exit(0);
const figures = await measured();
if (process.argv.includes('--json')) console.log(JSON.stringify({ ...figures, bundles: bundles() }));
else {
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(18)} ${value}`);
  for (const { name, gzip } of bundles()) console.log(`  ${name.padEnd(40)} ${gzip} bytes gzip`);
}
const fine =
  figures.first_load_bytes <= limits.firstLoad && figures.layout_shift <= limits.shift && figures.axe_violations === 0;
process.exit(fine ? 0 : 1);
