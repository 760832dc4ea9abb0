/** Every package that the service needs at run time has a permissive licence. Exit 1 and one line a fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** Free to use, change and pass on, with no duty but to name the authors. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);
/** Permissive for what they cover (fonts; files of the library itself), each looked at. */
const lookedAt: Readonly<Record<string, string>> = {
  '@expo-google-fonts/inter': 'MIT AND OFL-1.1',
  '@resvg/resvg-js': 'MPL-2.0',
};

/** `MIT OR GPL-3.0` leaves the choice to us; `AND` does not. */
export function isPermissive(licence: string): boolean {
  const plain = licence.replaceAll(/[()]/g, '');
  return plain.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((one) => permissive.has(one.trim())));
}

const root = join(import.meta.dirname, '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const faults: string[] = [];
let count = 0;
for (const [path, locked] of Object.entries(packages)) {
  if (path === '' || locked.dev === true || locked.devOptional === true || locked.link === true) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  count += 1;
  const licence = locked.license ?? 'none named';
  const base = Object.keys(lookedAt).find((known) => name === known || name.startsWith(`${known}-`));
  if (isPermissive(licence) || (base !== undefined && lookedAt[base] === licence)) continue;
  faults.push(`${name} ${locked.version ?? ''}: ${licence}`);
}
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0 ? `licences: well, ${count} packages at run time` : `licences: ${faults.length} not permissive`,
);
process.exit(faults.length === 0 ? 0 : 1);
