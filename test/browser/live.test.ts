import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { missing } from './chromium.ts';
import { openScene, type Scene } from './scene.ts';

describe.skipIf(missing !== null)('the console while things happen', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  test('a sale appears in the feed as Slack draws it, without a reload', async () => {
    const page = await scene.page('/');
    await page.getByText('Live', { exact: true }).waitFor();
    await scene.tell(cardSale({ seed: 'live/1', amount: 12_300, currency: 'eur' }));
    const card = page.locator('article', { hasText: '€123.00' }).first();
    await card.getByText('€123.00 paid').waitFor();
    // Drawn by the Block Kit renderer, not as the plain text that stands there before it is loaded.
    await card.locator('#slack_blocks_to_jsx').first().waitFor();
    await page.close();
  });

  test('a reload in mid-stream loses and doubles nothing', async () => {
    const page = await scene.page('/');
    await scene.tell(cardSale({ seed: 'live/2', amount: 20_100, currency: 'eur' }));
    const reload = page.reload({ waitUntil: 'commit' });
    await scene.tell(cardSale({ seed: 'live/3', amount: 30_100, currency: 'eur' }));
    await reload;
    await scene.tell(cardSale({ seed: 'live/4', amount: 40_100, currency: 'eur' }));
    for (const amount of ['€201.00 paid', '€301.00 paid', '€401.00 paid']) {
      await page.locator('article', { hasText: amount }).first().waitFor();
      expect(await page.locator('article', { hasText: amount }).count()).toBe(1);
    }
    await page.close();
  });

  test('what arrives while one reads further down waits, and moves nothing', async () => {
    for (let sale = 0; sale < 8; sale += 1) {
      await scene.tell(cardSale({ seed: `live/many/${sale}`, amount: 1_000 + sale, currency: 'eur' }));
    }
    const page = await scene.page('/');
    const feed = page.getByRole('region', { name: 'Messages, newest first' });
    await feed.locator('#slack_blocks_to_jsx').nth(5).waitFor();
    await page.evaluate("document.querySelector('main section section').scrollTo({ top: 400 })");
    const seen = feed.locator('article').nth(4);
    const text = await seen.textContent();
    const before = await seen.boundingBox();
    await scene.tell(cardSale({ seed: 'live/late', amount: 99_900, currency: 'eur' }));
    await page.getByRole('button', { name: /new messages?/ }).waitFor();
    expect(await seen.boundingBox()).toEqual(before);
    expect(await seen.textContent()).toBe(text);
    await page.getByRole('button', { name: /new messages?/ }).click();
    await feed.getByText('€999.00 paid').waitFor();
    await page.close();
  });

  test('an open dispute stands on Now by its date and leads to its subject', async () => {
    await scene.tell(dispute({ seed: 'live/dispute', outcome: 'open', amount: 55_500, currency: 'eur' }));
    const page = await scene.page('/');
    const row = page.getByRole('link', { name: /€555\.00/ });
    await row.click();
    await page.getByRole('heading', { level: 1, name: /Dispute/ }).waitFor();
    await page.getByText('Linked objects').waitFor();
    await page.close();
  });
});
