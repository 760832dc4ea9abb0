import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatFault } from '../../src/config/fault.ts';
import { loadConfig } from '../../src/config/load.ts';
import { inspectConfig } from '../../src/wiring/inspect-cards.ts';

const folder = import.meta.dirname;
const env = {
  STRIPE_WEBHOOK_SECRET: 'whsec_fromtheenvironment',
  SLACK_BOT_TOKEN: 'xoxb-fromtheenvironment',
  EMPTY_API_KEY: '',
  SECOND_FILE_GONE_FILE: '/run/secrets/gone',
  TWICE: 'twice-fromtheenvironment',
  TWICE_FILE: '/run/secrets/twice',
};

/** One bad configuration a file; beside it what the loader must say of it. */
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function load(name: string): string {
  const result = loadConfig({
    file: name,
    env,
    cwd: folder,
    readFile(path) {
      if (path === join(folder, name)) return readFileSync(path, 'utf8');
      throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    },
    inspect: inspectConfig,
  });
  const faults = result.ok ? [] : result.faults;
  return [...faults.map(formatFault), ...result.warnings.map((warning) => `warning: ${formatFault(warning)}`), ''].join(
    '\n',
  );
}

describe('a bad configuration', () => {
  it.each(fixtures)('%s: every fault at once, each at its place, with what would be right', async (name) => {
    const said = load(name);
    expect(said.trim()).not.toBe('');
    await expect(said).toMatchFileSnapshot(join(folder, name.replace('.yaml', '.txt')));
  });

  it.each(fixtures)('F68 %s: no secret in what is said', (name) => {
    expect(load(name)).not.toMatch(/secretvalue|fromtheenvironment/);
  });
});
