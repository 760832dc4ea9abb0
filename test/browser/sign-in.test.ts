import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/console/contract.ts';
import { newToken, tokenHash } from '../../src/console/session.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { missing } from './chromium.ts';
import { openScene, type Scene } from './scene.ts';

describe.skipIf(missing !== null)('signing in to the console', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ env: { TILLBELL_CONSOLE_SIGN_IN: 'link' } });
    await scene.tell(cardSale({ seed: 'sign-in/1', amount: 12_300, currency: 'eur' }));
  });
  afterAll(async () => {
    await scene?.close();
    expect(scene?.complaints ?? []).toEqual([]);
  });

  /** As `tillbell console link` makes one. */
  async function link(role: Role): Promise<string> {
    const token = newToken();
    const expiresAt = Date.now() + 600_000;
    const { store } = scene.harness.app;
    await store.putSession({
      id: tokenHash(token),
      kind: 'link',
      expiresAt,
      role,
      via: 'link',
      name: 'Ada',
      slackUser: null,
    });
    return `/sign-in#token=${token}`;
  }

  async function signedIn(role: Role) {
    await scene.context.clearCookies();
    const page = await scene.page(await link(role));
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    return page;
  }

  test('nobody sees anything before; a link signs in once, and stays nowhere in the address', async () => {
    const page = await scene.page('/events');
    await page.getByRole('heading', { name: 'Sign in to Tillbell' }).waitFor();
    expect(await page.getByText('charge.succeeded').count()).toBe(0);
    const address = await link('viewer');
    await page.goto(`${scene.harness.app.address}${address}`);
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    expect(page.url()).not.toContain('token');
    const cookies = await scene.context.cookies();
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: expect.stringMatching(/Lax|Strict/) },
    ]);

    await scene.context.clearCookies();
    const again = await scene.page(address);
    await again.getByText('the link is used up, too old, or not one of ours').waitFor();
    await again.close();
    await page.close();
  });

  test('a viewer looks, and is offered nothing that he may not do', async () => {
    const page = await signedIn('viewer');
    await page.goto(`${scene.harness.app.address}/events?type=charge.succeeded`);
    await page.locator('tbody tr a').first().waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.locator('tbody tr a').first().click();
    await page.getByText('Your role may not read payloads.').waitFor();
    await page.goto(`${scene.harness.app.address}/rules/playground`);
    await page.getByText('Your role does not allow this').waitFor();
    await page.goto(`${scene.harness.app.address}/quiet`);
    await page.getByRole('heading', { name: 'Calendar' }).waitFor();
    expect(await page.getByRole('button', { name: 'Silence something' }).count()).toBe(0);
    await page.close();
  });

  test('an operator acts, and only an admin sets up', async () => {
    const page = await signedIn('operator');
    await page.goto(`${scene.harness.app.address}/quiet`);
    await page.getByRole('button', { name: 'Silence something' }).waitFor();
    await page.goto(`${scene.harness.app.address}/setup`);
    await page.getByText('Your role does not allow this').waitFor();
    await page.close();
  });

  test('signing out ends the session and its stream', async () => {
    const page = await signedIn('admin');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Tillbell' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to Tillbell' }).waitFor();
    await page.close();
  });
});
