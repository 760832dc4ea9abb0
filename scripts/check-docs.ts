/** Every path and every `npm run` script that the documents name must exist. Exit 1 and one line a fault. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');

function documents(): string[] {
  const top = readdirSync(root).filter((file) => file.endsWith('.md'));
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  return [...top, ...docs.map((file) => `docs/${file}`)];
}

const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;
const faults: string[] = [];
for (const document of documents()) {
  const text = readFileSync(join(root, document), 'utf8');
  for (const [, path] of text.matchAll(/`((?:src|test|docs|bench|examples|scripts|bin|\.ci)\/[A-Za-z0-9_./-]+)`/g)) {
    if (path !== undefined && !existsSync(join(root, path))) faults.push(`${document}: \`${path}\` does not exist`);
  }
  for (const [, link] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    if (link !== undefined && !existsSync(resolve(root, dirname(document), link)))
      faults.push(`${document}: the link ${link} leads nowhere`);
  }
  for (const [, name] of text.matchAll(/npm run ([a-z][a-z:-]*)/g)) {
    if (name !== undefined && scripts[name] === undefined)
      faults.push(`${document}: there is no script "npm run ${name}"`);
  }
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'docs: well' : `docs: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
