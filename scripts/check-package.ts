/**
 * Packs the package, installs it into an empty folder with production dependencies only, and runs it from there: `--help`,
 * then `start` with the three variables of the README until it says that it is ready, then SIGTERM. Exit 1 with what failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tillbell-package-'));
// The user's machine has Node 24; here it is the one that runs this script, first on the PATH.
const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: process.env['HOME'] ?? folder };

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startFromPackage(): Promise<string> {
  const port = await freePort();
  const child = spawn(join(folder, 'node_modules/.bin/tillbell'), ['start'], {
    cwd: folder,
    env: {
      ...env,
      PORT: String(port),
      STRIPE_WEBHOOK_SECRET: 'whsec_check',
      SLACK_BOT_TOKEN: 'xoxb-check',
      SLACK_CHANNEL: 'C0CHECK',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('"ready"')) resolve();
    });
    child.on('exit', (code) => reject(new Error(`start ended with ${code} before it was ready:\n${output}`)));
  });
  await ready;
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const page = await fetch(`http://127.0.0.1:${port}/`);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  const code = await ended;
  if (!answer.ok || !page.ok || code !== 0)
    throw new Error(`readyz ${answer.status}, page ${page.status}, exit code ${code}`);
  return 'start, /readyz, the page and SIGTERM work';
}

try {
  run('npm', ['pack', '--silent', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote nothing');
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  const help = run(join(folder, 'node_modules/.bin/tillbell'), ['--help'], folder);
  if (!help.includes('start')) throw new Error('--help does not list the commands');
  console.log(await startFromPackage());
  const packages = run('npm', ['ls', '--all', '--parseable', '--omit=dev'], folder).trim().split('\n').length - 2;
  const size = run('du', ['-sm', 'node_modules'], folder).split('\t')[0];
  console.log(`the package: ${packages} production dependencies, ${size} MB installed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
