import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { missing } from './chromium.ts';
import { openScene, type Scene } from './scene.ts';

describe.skipIf(missing !== null)('silences in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  test('a silence is asked for, holds, says what it held, and is ended', async () => {
    const page = await scene.page('/quiet');
    await page.getByText('Nothing is silenced.').waitFor();
    await page.getByRole('button', { name: 'Silence something' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('stock-taking');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await dialog.getByText('Say what:').waitFor();
    await dialog.getByLabel('Channel').selectOption('sales');
    await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('stock-taking').first().waitFor();

    await scene.tell(cardSale({ seed: 'quiet/1', amount: 12_300, currency: 'eur' }));
    expect(scene.harness.slack.messages('C0SALES').filter(({ text }) => text.includes('€123.00'))).toEqual([]);
    await page.reload();
    await page.getByText('1 held from #sales').waitFor();

    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByText('ended by').first().waitFor();
    await page.close();
  });

  test('Escape closes the dialog and the focus goes back to its button', async () => {
    const page = await scene.page('/quiet');
    const button = page.getByRole('button', { name: 'Silence something' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Silence something');
    await page.close();
  });
});
