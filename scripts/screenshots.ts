/**
 * Takes docs/console/*.png of every page with a company's month in it, played against the real service, and docs/console.png
 * for the README.   node scripts/screenshots.ts [name …]   (needs Chromium; CHROMIUM names another than /usr/bin/chromium)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { systemClock } from '../src/domain/clock.ts';
import { startSlackSandbox } from '../src/sandbox/slack/slack-sandbox.ts';
import { startStripeSandbox } from '../src/sandbox/stripe/stripe-sandbox.ts';
import { openStore } from '../src/store/open.ts';
import { createLog } from '../src/telemetry/log.ts';
import { startSetupServer } from '../src/wiring/setup-server.ts';
import { buildConsole } from '../test/browser/build-console.ts';
import { openBrowser } from '../test/browser/chromium.ts';
import { drawn } from '../test/browser/drawn.ts';
import { openScene } from '../test/browser/scene.ts';
import { playMonth, type ShowCompany } from '../test/browser/show-company.ts';
import { smallPng } from './small-png.ts';

const folder = join(import.meta.dirname, '../docs/console');

interface Shot {
  readonly name: string;
  readonly path: string | ((company: ShowCompany) => Promise<string>);
  readonly scheme?: 'light' | 'dark';
  readonly phone?: true;
  readonly height?: number;
  /** What a person does before the picture is taken. */
  readonly before?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  { name: 'now', path: '/' },
  { name: 'now-dark', path: '/', scheme: 'dark' },
  { name: 'now-phone', path: '/', phone: true },
  { name: 'events', path: '/events' },
  {
    name: 'event',
    path: async (company) => `/events/${await company.eventSeq('charge.dispute.created')}`,
    height: 1100,
  },
  { name: 'events-phone', path: '/events', phone: true },
  { name: 'subjects', path: '/subjects' },
  {
    name: 'subject',
    path: async (company) => `/subjects/${await company.subjectOf('charge.dispute.created')}`,
    height: 1200,
  },
  { name: 'rules', path: '/rules', height: 760 },
  {
    name: 'playground',
    path: async (company) => `/rules/playground?seq=${await company.eventSeq('payment_intent.succeeded')}`,
    height: 1000,
    before: async (page) => {
      const draft = page.getByRole('textbox', { name: 'Draft' });
      await draft.fill((await draft.inputValue()).replace('to: [sales]', 'to: [sales, finance]'));
      await page.getByRole('region', { name: 'With the draft' }).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'time-machine',
    path: '/rules/machine',
    height: 1000,
    before: async (page) => {
      const draft = page.getByRole('textbox', { name: 'Draft' });
      await draft.fill((await draft.inputValue()).replace('topics: [failures]', 'topics: [checkouts]'));
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('heading', { name: 'Verdict' }).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'card-editor',
    path: async (company) => `/rules/cards?seq=${await company.eventSeq('payment_intent.succeeded')}`,
    before: async (page) => {
      await page.getByRole('button', { name: 'Start with an example' }).click();
      await page.getByText('Fields').first().waitFor();
    },
  },
  { name: 'revenue', path: '/revenue', height: 1100 },
  { name: 'revenue-dark', path: '/revenue', scheme: 'dark', height: 1100 },
  { name: 'quiet', path: '/quiet' },
  { name: 'operations', path: '/operations' },
  { name: 'verify', path: '/operations/verify' },
  { name: 'audit', path: '/operations/audit' },
];

async function take(company: ShowCompany, shot: Shot): Promise<void> {
  const size = shot.phone === true ? { width: 390, height: 844 } : { width: 1280, height: shot.height ?? 860 };
  const browser = await openBrowser({ ...size, scheme: shot.scheme ?? 'light' });
  try {
    const page = await browser.context.newPage();
    const path = typeof shot.path === 'string' ? shot.path : await shot.path(company);
    await page.goto(`${company.address}${path}`);
    await drawn(page);
    await shot.before?.(page);
    await drawn(page);
    const picture = smallPng(await page.screenshot({ type: 'png' }));
    writeFileSync(join(folder, `${shot.name}.png`), picture);
    if (shot.name === 'now') writeFileSync(join(folder, '../console.png'), picture);
    console.log(`${shot.name}.png: ${picture.length} bytes`);
  } catch (error) {
    console.error(`${shot.name}: ${error instanceof Error ? error.message.split('\n')[0] : 'failed'}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

buildConsole();
/** The two pages that a configured service does not show: nobody signed in, and nothing configured. */
async function takeOutside(): Promise<void> {
  const scene = await openScene({ env: { TILLBELL_CONSOLE_SIGN_IN: 'link' } });
  const [slack, stripe] = [await startSlackSandbox(), await startStripeSandbox({ livemode: false })];
  const data = mkdtempSync(join(tmpdir(), 'tillbell-setup-'));
  const where = { databaseUrl: null, dataFolder: data, encryptionKey: null, clock: systemClock, exclusive: true };
  const store = await openStore(where);
  const server = await startSetupServer({
    store,
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    port: 0,
    folder: data,
    timezone: 'Europe/Berlin',
    stripeApiUrl: stripe.url,
    slackApiUrl: slack.apiUrl,
  });
  try {
    const page = await scene.page('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    writeFileSync(join(folder, 'sign-in.png'), smallPng(await page.screenshot({ type: 'png' })));
    await page.goto(server.address);
    await page.getByLabel('Key').fill(stripe.apiKey);
    await page.getByRole('button', { name: 'Check and keep' }).click();
    await page.getByLabel('Public address of this service').waitFor();
    writeFileSync(join(folder, 'setup.png'), smallPng(await page.screenshot({ type: 'png' })));
    console.log('sign-in.png, setup.png');
  } finally {
    await scene.close();
    await server.close();
    await store.close();
    await Promise.all([slack.close(), stripe.close()]);
    rmSync(data, { recursive: true, force: true });
  }
}

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
if (wanted.length === 0 || wanted.includes('outside')) await takeOutside();
if (wanted.length === 1 && wanted[0] === 'outside') process.exit(0);
const company = await playMonth();
try {
  for (const shot of shots) if (wanted.length === 0 || wanted.includes(shot.name)) await take(company, shot);
} finally {
  await company.close();
}
