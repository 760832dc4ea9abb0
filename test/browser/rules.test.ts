import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { missing } from './chromium.ts';
import { openScene, type Scene } from './scene.ts';

describe.skipIf(missing !== null)('trying rules in the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    await scene.tell(cardSale({ seed: 'rules/1', amount: 12_300, currency: 'eur' }));
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  const seqOf = async (type: string) => {
    const [event] = await scene.harness.app.store.listEvents({ limit: 1, type });
    return event?.seq ?? 0;
  };

  test('the route tree is drawn with what went through each branch', async () => {
    const page = await scene.page('/rules');
    await page.getByText('disputes and fraud').waitFor();
    await page.getByText(/1 cards/).waitFor();
    await page.close();
  });

  test('a draft shows at once who would get which card; a fault says where it is', async () => {
    const page = await scene.page(`/rules/playground?seq=${await seqOf('payment_intent.succeeded')}`);
    const today = page.getByRole('region', { name: 'Today' });
    await today.getByText('#sales').first().waitFor();
    const draft = page.getByRole('textbox', { name: 'Draft' });
    const text = await draft.inputValue();
    await draft.fill(text.replace(/to:\n +- sales/, 'to: [finance]'));
    const drafted = page.getByRole('region', { name: 'With the draft' });
    await drafted.getByText('#finance').first().waitFor();
    await drafted.getByText('€123.00 paid').first().waitFor();
    expect(await today.getByText('#sales').count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'Show as diff' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^\+.*finance/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    await draft.fill(text.replace(/to:\n +- sales/, 'to: [nowhere]'));
    await page
      .getByText(/nowhere/)
      .locator('visible=true')
      .last()
      .waitFor();
    await page.getByText('Fault', { exact: true }).first().waitFor();
    await page.close();
  });

  test('the time machine says what a draft would have hidden', async () => {
    const page = await scene.page('/rules/machine');
    const draft = page.getByRole('textbox', { name: 'Draft' });
    await draft.fill((await draft.inputValue()).replace(/ +- payments\n/, ''));
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('heading', { name: 'Verdict' }).waitFor();
    await page.locator('li', { hasText: '€123.00' }).first().waitFor();
    await page.close();
  });

  test('a card is edited beside its preview', async () => {
    const page = await scene.page(`/rules/cards?seq=${await seqOf('payment_intent.succeeded')}`);
    await page.getByText('€123.00 paid').first().waitFor();
    const field = page.getByRole('button', { name: /^metadata\.order_id/ });
    await field.waitFor();
    await page
      .getByRole('textbox', { name: 'Card' })
      .fill('fields:\n  - { label: Order no, value: "{{ metadata.order_id }}" }');
    await page.getByText('Order no').locator('visible=true').first().waitFor();
    await page.close();
  });
});
