import { readFileSync } from 'node:fs';
import { loadConfig } from '../../src/config/load.ts';
import { createRandom } from '../../src/sandbox/stripe/random.ts';
import { mutateText } from './mutate.ts';

const examples = ['minimal', 'tillbell', 'platform', 'demo'].map((name) =>
  readFileSync(new URL(`../../examples/${name}.yaml`, import.meta.url), 'utf8'),
);
const tokens = [
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '&a',
  '*a',
  '!!js',
  '|',
  '>',
  '"',
  "'",
  '#',
  '\n',
  '\t',
  '  ',
  '---',
  `\${X}`,
  `\${`,
  'null',
  '~',
  'true',
  '1e9',
  '-1',
  '0x1f',
  '09:00',
  'EUR',
  'C0FINANCE',
  'routes:',
  'channels:',
  'when: ',
  'amount >= ',
  '__proto__: ',
  '<<: ',
  '\ufeff',
  '\ud800',
];
const env = {
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef0123456789abcdef',
  SLACK_BOT_TOKEN: 'xoxb-0000000000-0000000000-abcdefghijklmnopqrstuvwx',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
};

/** Broken configurations: loading never throws, and says at least one fault, each in words, or gives a configuration. */
export function fuzzConfig(seed: number, inputs: number): number {
  const random = createRandom(`config/${seed}`);
  for (let number = 0; number < inputs; number += 1) {
    const text = mutateText(random, examples[random.int(0, examples.length - 1)] ?? '', tokens);
    try {
      const loaded = loadConfig({ file: 'tillbell.yaml', env, cwd: '/nowhere', readFile: () => text });
      if (loaded.ok) continue;
      if (loaded.faults.length === 0) throw new Error('refused without a fault');
      const silent = loaded.faults.find((fault) => fault.message === '' || fault.code === '');
      if (silent !== undefined) throw new Error(`a fault without words: ${JSON.stringify(silent)}`);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.stack : String(error)}\n${text}`);
    }
  }
  return inputs;
}
