/**
 * The import table of docs/architecture.md, checked. A stage may import only what stands in its row; type-only imports of a
 * contract file are listed apart, because they vanish at run time. Exit 1 and one line a fault: file, import, and why not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const contracts = [
  'store/store.ts',
  'store/action-store.ts',
  'config/config.ts',
  'telemetry/log.ts',
  'telemetry/metrics.ts',
];

/** Folder (or top-level file) of src/ → folders it may import. `domain` and itself are always allowed, except for domain. */
const table: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  telemetry: [],
  tls: [],
  config: ['tls'],
  store: [],
  receive: [],
  interpret: [],
  route: [],
  render: [],
  deliver: [],
  interact: [],
  sync: [],
  report: [],
  reconcile: [],
  clients: [],
  console: [],
  sandbox: [],
  'http.ts': ['tls'],
  // Wiring: these may import every stage; nothing may import them but each other.
  'app.ts': ['*'],
  wiring: ['*'],
  'version.ts': [],
  cli: ['*'],
  'cli.ts': ['*'],
  'main.ts': ['*'],
};

/** Beyond the table, with the reason for it. */
const exceptions: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: 'receive/door.test.ts', to: 'http.ts', why: 'the door is tested inside the real server' },
];

function roomOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('console/web'))
    .map((file) => file.replaceAll('\\', '/'));
}

export function checkImports(src: string): string[] {
  const faults: string[] = [];
  for (const file of sourceFiles(src)) {
    const from = roomOf(file);
    const allowed = table[from];
    if (allowed === undefined) {
      faults.push(`src/${file}: the folder is not in the import table (scripts/check-imports.ts)`);
      continue;
    }
    const text = readFileSync(join(src, file), 'utf8');
    for (const match of text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/g,
    )) {
      const specifier = match[2] ?? match[3];
      if (specifier === undefined) continue;
      const target = relative(src, resolve(src, dirname(file), specifier)).replaceAll('\\', '/');
      const to = roomOf(target);
      if (to === '..') {
        if (!/\.test(-support)?\.ts$/.test(file))
          faults.push(`src/${file} imports ${specifier}: nothing outside src/ may be imported`);
        continue;
      }
      const fine =
        to === from ||
        allowed.includes('*') ||
        allowed.includes(to) ||
        (to === 'domain' && from !== 'domain') ||
        (match[1] !== undefined && (contracts.includes(target) || /^store\/[a-z-]+-store\.ts$/.test(target))) ||
        // Tests may use the stand-ins and the real store: there are no mocks of our own modules.
        (file.endsWith('.test.ts') && ['sandbox', 'store', 'config'].includes(to)) ||
        exceptions.some((one) => one.from === file && one.to === target);
      if (!fine) faults.push(`src/${file} imports src/${target}: ${from} may not know ${to} (docs/architecture.md)`);
    }
    faults.push(...forbiddenCalls(file, text));
  }
  return faults;
}

const forbidden: readonly { readonly pattern: RegExp; readonly allowedIn: RegExp; readonly why: string }[] = [
  {
    pattern: /\bDate\.now\(\)|new Date\(\)/,
    allowedIn: /^(domain\/clock|cli|sandbox|main)/,
    why: 'a stage is given its clock',
  },
  { pattern: /\bprocess\.env\b/, allowedIn: /^(config|cli|main)/, why: 'only config/ reads the environment' },
  {
    pattern: /\bfetch\(|@slack\/web-api|from 'stripe'/,
    allowedIn: /^(clients|sandbox|cli)/,
    why: 'only clients/ speak HTTP outwards',
  },
  {
    pattern: /\b(?:SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b/,
    allowedIn: /^store/,
    why: 'only store/ writes SQL',
  },
  {
    pattern: /^import (?!type).*from '(?:echarts|@resvg)/,
    allowedIn: /^$/,
    why: 'loaded at the first picture, not at the start',
  },
];

function forbiddenCalls(file: string, text: string): string[] {
  if (file.endsWith('.test.ts')) return [];
  const faults: string[] = [];
  text.split('\n').forEach((line, index) => {
    // `import type` of Stripe's shapes is a check of types, not a call.
    if (/^\s*(\*|\/\/|\/\*)/.test(line) || line.startsWith('import type ')) return;
    for (const rule of forbidden) {
      if (rule.pattern.test(line) && !rule.allowedIn.test(file)) faults.push(`src/${file}:${index + 1}: ${rule.why}`);
    }
  });
  return faults;
}

if (process.argv[1] !== undefined && import.meta.filename === resolve(process.argv[1])) {
  const faults = checkImports(join(import.meta.dirname, '..', 'src'));
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'import table: well' : `import table: ${faults.length} faults`);
  process.exit(faults.length === 0 ? 0 : 1);
}
