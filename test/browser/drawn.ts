import type { Page } from 'playwright-core';

/** What was asked for has come, or the reason why not; messages are drawn as Slack draws them. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  // Not by a function that polls in the page: the Content-Security-Policy forbids its eval, as it should.
  await page.locator('main .sr-only', { hasText: 'Loading' }).first().waitFor({ state: 'detached' });
  if ((await page.locator('.slack').count()) > 0) await page.locator('#slack_blocks_to_jsx').first().waitFor();
}
