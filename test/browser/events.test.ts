import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { missing } from './chromium.ts';
import { openScene, type Scene } from './scene.ts';

describe.skipIf(missing !== null)('events in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.tell(
      cardSale({ seed: 'events/1', amount: 12_300, currency: 'eur' }),
      cardSale({ seed: 'events/2', amount: 99_900, currency: 'usd' }),
      refund({ seed: 'events/3', amount: 5_000, currency: 'eur' }),
    );
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  const rows = (page: Page) => page.locator('tbody tr');

  test('a search by type and by id narrows the list, stands in the address, and survives a reload', async () => {
    const page = await scene.page('/events');
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('none_such_id');
    await page.getByText('No event matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Type', { exact: true }).fill('charge.*');
    await page.waitForURL(/type=charge/);
    const types = () => rows(page).locator('a').allTextContents();
    await expect.poll(async () => (await types()).every((type) => type.startsWith('charge.'))).toBe(true);
    const count = await rows(page).count();
    expect(count).toBeGreaterThan(2);
    await page.reload();
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(count);
    await page.close();
  });

  test('j and k walk the list, Enter opens an event, Escape leads back', async () => {
    const page = await scene.page('/events');
    await rows(page).nth(2).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await rows(page).nth(1).locator('a').textContent();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(second);
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Its way' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    await page.close();
  });

  test('an event tells its whole way; its payload is shown only when asked for, and that is on record', async () => {
    const page = await scene.page('/events?type=charge.succeeded');
    await rows(page).first().locator('a').click();
    await page.getByRole('heading', { name: 'Who sees it' }).waitFor();
    await page.getByText('matched').first().waitFor({ state: 'attached' });
    expect(await page.locator('pre').count()).toBe(0);
    await page.getByRole('button', { name: 'Decrypt and show' }).click();
    await page.locator('pre', { hasText: '"object": "event"' }).waitFor();
    await page.goto(`${scene.harness.app.address}/operations/audit`);
    await page.getByText('payload', { exact: true }).first().waitFor();
    await page.close();
  });

  test('several events are routed anew at once, after one question', async () => {
    const page = await scene.page('/events?type=charge.*');
    await rows(page).first().waitFor();
    await page.getByRole('checkbox').nth(1).check();
    await page.getByRole('checkbox').nth(2).check();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Re-route' }).click();
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/events/act'));
    await page.getByRole('dialog').getByRole('button', { name: 'Re-route' }).click();
    expect((await answered).status()).toBe(200);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.close();
  });

  test('a parked message is sent when a person lets it go', async () => {
    const { harness } = scene;
    harness.slack.faults.add({ kind: 'error', method: 'chat.postMessage', error: 'not_in_channel', calls: 1 });
    await scene.tell(cardSale({ seed: 'events/parked', amount: 77_700, currency: 'eur' }));
    const page = await scene.page('/operations/stopped');
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Nothing is stopped.').waitFor();
    await harness.settled();
    expect(harness.slack.messages().some((message) => message.text.includes('€777.00'))).toBe(true);
    await page.close();
  });
});
