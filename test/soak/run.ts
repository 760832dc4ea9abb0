import { parseArgs } from 'node:util';
import { type SuiteResult, suites } from './suites.ts';

/*
 * node test/soak/run.ts [suite …] [--minutes N] [--seed N]
 * All suites unless some are named; so many minutes for each (1 unless given). The same seed tries the same inputs; the
 * table says with which seed to go on. Exit 1 where something was violated.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const names = positionals.length === 0 ? Object.keys(suites) : positionals;
const unknown = names.filter((name) => !Object.hasOwn(suites, name));
const out = (text: string) => void process.stdout.write(text);

if (unknown.length > 0 || !(minutes > 0) || !Number.isInteger(seed)) {
  out(`usage: node test/soak/run.ts [${Object.keys(suites).join('|')}] [--minutes N] [--seed N]\n`);
  process.exit(2);
}

const live = process.stdout.isTTY === true;
const results: { name: string; seconds: number; result: SuiteResult }[] = [];
for (const name of names) {
  const suite = suites[name];
  if (suite === undefined) continue;
  const started = performance.now();
  let told = started;
  const onProgress = (text: string): void => {
    if (performance.now() - told < (live ? 200 : 15_000)) return;
    told = performance.now();
    out(live ? `\r\u001b[K${name}: ${text}` : `${name}: ${text}\n`);
  };
  const result = await suite({ seed, ms: minutes * 60_000, onProgress });
  if (live) out('\r\u001b[K');
  for (const violation of result.violations) out(`${name}: ${violation.slice(0, 4_000)}\n`);
  results.push({ name, seconds: (performance.now() - started) / 1_000, result });
}

out(`${'suite'.padEnd(15)}${'inputs'.padStart(14)}${'seconds'.padStart(9)}${'violations'.padStart(12)}  next seed\n`);
for (const { name, seconds, result } of results) {
  const { inputs, violations, nextSeed, note } = result;
  const figures = `${inputs.toLocaleString('en').padStart(14)}${seconds.toFixed(0).padStart(9)}${String(violations.length).padStart(12)}`;
  out(`${name.padEnd(15)}${figures}  ${nextSeed}\n${note === '' ? '' : `    ${note}\n`}`);
}
process.exit(results.some(({ result }) => result.violations.length > 0) ? 1 : 0);
