/**
 * The table of fault cases in docs/faults.md. `node scripts/faults.ts` fills in which test files name each case (`F23` in the
 * name of a test); with `--check` nothing is written: exit 1 where a file that the table names does not test its case any
 * more, or a case that had a test has none.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const document = join(root, 'docs', 'faults.md');
const row = /^\| F(\d+) \| (.*?) \| (.*) \|$/;

function testFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));
}

/** Test files by the number of the case that a title in them begins with or names. */
function testsByCase(): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const file of [...testFiles('src'), ...testFiles('test')]) {
    if (file.startsWith(join(root, 'src')) && !file.endsWith('.test.ts')) continue;
    const text = readFileSync(file, 'utf8');
    const named = new Set([...text.matchAll(/['"`(, ]F(\d{1,3})(?=[ :,)'"`])/g)].map(([, number]) => Number(number)));
    for (const number of named) {
      if (number === 0 || number > 116) continue;
      found.set(number, [...(found.get(number) ?? []), relative(root, file).replaceAll('\\', '/')]);
    }
  }
  return found;
}

const lines = readFileSync(document, 'utf8').split('\n');
const tests = testsByCase();
const none = '—';
if (process.argv.includes('--check')) {
  const faults = lines.flatMap((line) => {
    const [, number, , listed = ''] = row.exec(line) ?? [];
    if (number === undefined || listed === none) return [];
    const now = tests.get(Number(number)) ?? [];
    return [...listed.matchAll(/`([^`]+)`/g)].flatMap(([, file = '']) =>
      now.includes(file) ? [] : [`docs/faults.md: F${number}: ${file} does not name it any more (npm run faults)`],
    );
  });
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'fault cases: well' : `fault cases: ${faults.length} faults`);
  process.exit(faults.length === 0 ? 0 : 1);
}
const missing: string[] = [];
const filled = lines.map((line) => {
  const [, number, what] = row.exec(line) ?? [];
  if (number === undefined) return line;
  // A handful is enough to find the case; conformance and flow suites before the rest.
  const files = (tests.get(Number(number)) ?? [])
    .toSorted((a, b) => a.length - b.length)
    .slice(0, 4)
    .toSorted();
  if (files.length === 0) missing.push(`F${number}`);
  return `| F${number} | ${what} | ${files.length === 0 ? none : files.map((file) => `\`${file}\``).join(', ')} |`;
});
writeFileSync(document, filled.join('\n'));
console.log(
  `docs/faults.md: ${lines.filter((line) => row.test(line)).length} cases; without a test that names it: ${missing.join(', ') || 'none'}`,
);
