import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const candidates = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function installed(): string | null {
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

/** Debian's package, where we may install it. Says why not, else null. */
function install(): string | null {
  if (process.getuid?.() !== 0) return 'there is no Chromium, and only root can install it';
  if (!existsSync('/usr/bin/apt-get')) return 'there is no Chromium, and no apt-get to install it with';
  const wait = ['-o', 'DPkg::Lock::Timeout=180'];
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', [...wait, 'update', '-qq'], { stdio: 'ignore', timeout: 120_000, env });
    execFileSync('apt-get', [...wait, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
      timeout: 400_000,
      env,
    });
    return installed() === null ? 'apt-get brought no Chromium' : null;
  } catch {
    return 'there is no Chromium, and apt-get could not install it (no network?)';
  }
}

/** Why the browser tests cannot run here; null where they can. */
export const missing: string | null = installed() === null ? install() : null;
if (missing !== null) process.stderr.write(`browser tests skipped: ${missing}\n`);

export interface OpenedBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A browser with a profile of its own, which goes with it. It reaches nothing but 127.0.0.1. */
export async function openBrowser(
  options: { width?: number; height?: number; scheme?: 'light' | 'dark' } = {},
): Promise<OpenedBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'tillbell-chromium-'));
  const executablePath = installed();
  if (executablePath === null) throw new Error('no Chromium');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    headless: true,
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    colorScheme: options.scheme ?? 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(15_000);
  await context.route(
    (url) => url.hostname !== '127.0.0.1' && url.protocol.startsWith('http'),
    (route) => route.abort(),
  );
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
