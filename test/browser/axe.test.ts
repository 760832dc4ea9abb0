import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { missing } from './chromium.ts';
import { drawn } from './drawn.ts';
import { openScene, type Scene } from './scene.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = [
  '/',
  '/events',
  '/events/1',
  '/subjects',
  '/rules',
  '/rules/playground',
  '/rules/machine',
  '/rules/cards',
  '/revenue',
  '/quiet',
  '/operations',
  '/operations/stopped',
  '/operations/verify',
  '/operations/audit',
  '/setup',
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)",
  )) as Violation[];
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

describe.skipIf(missing !== null)('the console for everybody', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.tell(
      cardSale({ seed: 'axe/1', amount: 12_300, currency: 'eur' }),
      dispute({ seed: 'axe/2', outcome: 'open', amount: 55_500, currency: 'eur' }),
    );
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('no violation on any page, %s', async (scheme) => {
    const page = await scene.page('/');
    await page.emulateMedia({ colorScheme: scheme });
    const found: Record<string, string[]> = {};
    for (const path of pages) {
      await page.goto(`${scene.harness.app.address}${path}`);
      await drawn(page);
      const here = await violations(page);
      if (here.length > 0) found[path] = here;
    }
    expect(found).toEqual({});
    await page.close();
  });

  test('nothing is cut off at the width of a phone', async () => {
    const page = await scene.page('/');
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: string[] = [];
    for (const path of pages) {
      await page.goto(`${scene.harness.app.address}${path}`);
      await drawn(page);
      if ((await page.evaluate('document.documentElement.scrollWidth > innerWidth')) === true) wide.push(path);
    }
    expect(wide).toEqual([]);
    await page.close();
  });

  test('the scheme is the system’s until the reader chooses one, which is kept', async () => {
    const page = await scene.page('/events');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    const shown = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await shown();
    await page
      .getByRole('button', { name: /Colours: As the system/ })
      .locator('visible=true')
      .click();
    await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    expect(await shown()).not.toBe(dark);
    await page.reload();
    await page
      .getByRole('button', { name: /Colours: Light/ })
      .locator('visible=true')
      .waitFor();
    expect(await shown()).not.toBe(dark);
    await page.close();
  });
});
