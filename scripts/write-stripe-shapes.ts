import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `src/config/stripe-shapes.ts`: which properties the objects of Stripe's API have, read from the type declarations of
 * its own library. Run it after the library was updated: `npm run shapes`.
 */

const root = join(import.meta.dirname, '..');
const sdk = join(root, 'node_modules/stripe');
const resources = join(sdk, 'esm/resources');

/** What templates may begin with; whatever these hold is added. */
const roots = [
  'Charge',
  'PaymentIntent',
  'Invoice',
  'InvoicePayment',
  'Checkout.Session',
  'Subscription',
  'SubscriptionSchedule',
  'Customer',
  'Product',
  'Price',
  'Plan',
  'Dispute',
  'Payout',
  'Refund',
  'Review',
  'CreditNote',
  'Radar.EarlyFraudWarning',
  'Transfer',
  'Quote',
  'PaymentMethod',
];
/** Large, and never on a card: what lies below is not looked at. */
const opaque =
  /^(?:Source|ConfirmationToken|SetupAttempt|Mandate|File|TestHelpers\..*|.*\.(?:PaymentMethodOptions|PaymentSettings|NextAction|PaymentMethodData|BrandingSettings|CustomText))$/;

type Shape = Map<string, string>;
const shapes = new Map<string, Shape>();
const aliases = new Map<string, string>();

for (const file of readdirSync(resources, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts') || file.startsWith('V2') || file.endsWith('index.d.ts')) continue;
  const folder = file.includes('/') ? `${file.split('/')[0]}.` : '';
  read(readFileSync(join(resources, file), 'utf8'), folder);
}
read(readFileSync(join(sdk, 'esm/shared.d.ts'), 'utf8'), '');

/** The library's declarations are generated: one property a line, four spaces a level. */
function read(text: string, folder: string): void {
  const names: { name: string; kind: 'interface' | 'namespace' | 'other'; depth: number }[] = [];
  for (const line of text.replaceAll(/\/\*[\s\S]*?\*\//g, '').split('\n')) {
    const depth = line.search(/\S/) / 4;
    if (depth < 0) continue;
    const alias = /^\s*(?:export )?(?:declare )?type (\w+) = (.+);$/.exec(line);
    const opened = /^\s*(?:export )?(?:declare )?(interface|namespace|class) (\w+)[^{]*\{(\})?$/.exec(line);
    const inside = names.map(({ name }) => name);
    if (alias !== null) aliases.set(full(folder, [...inside, alias[1] ?? '']), alias[2] ?? '');
    if (opened !== null) {
      const kind = opened[1] === 'interface' || opened[1] === 'namespace' ? opened[1] : 'other';
      if (kind === 'interface') shapes.set(full(folder, [...inside, opened[2] ?? '']), new Map());
      if (opened[3] === undefined) names.push({ name: opened[2] ?? '', kind, depth });
      continue;
    }
    const last = names.at(-1);
    if (last !== undefined && depth === last.depth && line.trim().startsWith('}')) {
      names.pop();
      continue;
    }
    const property = /^\s*(\w+)\??: (.+);$/.exec(line);
    if (last?.kind === 'interface' && property !== null && depth === last.depth + 1) {
      shapes.get(full(folder, inside))?.set(property[1] ?? '', property[2] ?? '');
    }
  }
}

function full(folder: string, names: readonly string[]): string {
  return folder + names.join('.');
}

/** `string | Customer | DeletedCustomer | null` → `>Customer,DeletedCustomer`; see the head of the written file. */
function coded(type: string, within: string): string {
  const list = /^(?:Array|ApiList)<(.+)>(?: \| null)?$/.exec(type);
  if (type.startsWith('ApiList<')) return `{${coded(list?.[1] ?? '', within)}`;
  if (list !== null) return `[${coded(list[1] ?? '', within)}`;
  if (/^(?:Metadata|\{|Stripe\.Metadata)/.test(type)) return '*';
  const parts = type.split(' | ').filter((part) => part !== 'null');
  const objects = parts.flatMap((part) => resolve(part, within));
  if (objects.includes('*')) return '*';
  if (objects.length === 0) return '';
  return `${parts.includes('string') ? '>' : ''}${[...new Set(objects)].join(',')}`;
}

/** The shapes that a name means where it stands: nearest namespace first. */
function resolve(name: string, within: string): string[] {
  if (/^(?:string|number|boolean|Decimal|OtherString|unknown|'.*'|\d+|true|false)$/.test(name)) return [];
  const places = within.split('.').map((_, index, all) => all.slice(0, all.length - index).join('.'));
  for (const place of [...places.map((one) => `${one}.${name}`), name]) {
    if (shapes.has(place)) return opaque.test(place) ? ['*'] : [place];
    const alias = aliases.get(place);
    if (alias === undefined) continue;
    const parts = alias.split(' | ').flatMap((part) => resolve(part, place));
    return parts;
  }
  return ['*'];
}

const written = new Map<string, string>();
function add(name: string): void {
  const shape = shapes.get(name);
  if (shape === undefined || written.has(name)) return;
  written.set(name, '');
  const properties = [...shape].map(([property, type]) => [property, coded(type, name)] as const);
  written.set(name, properties.map(([property, code]) => (code === '' ? property : `${property}:${code}`)).join(' '));
  // Events hold the ids of what may be expanded; its shape matters only where it can be a root itself.
  for (const [, code] of properties)
    if (!code.includes('>'))
      code
        .replace(/^[[{]+/, '')
        .split(',')
        .forEach(add);
}
for (const name of roots) {
  if (!shapes.has(name)) throw new Error(`the library declares no ${name}`);
  add(name);
}

const version = readFileSync(join(sdk, 'VERSION'), 'utf8').trim();
const api = /["'](\d{4}-\d{2}-\d{2}\.\w+)["']/.exec(readFileSync(join(sdk, 'esm/apiVersion.d.ts'), 'utf8'))?.[1] ?? '';
const lines = [...written]
  .filter(([, shape]) => shape !== '')
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, shape]) => {
    const line = `  ${/^\w+$/.test(name) ? name : `'${name}'`}: '${shape}',`;
    // As the formatter breaks lines: never after a key as short as its indentation.
    return line.length <= 120 || name.length <= 4 ? line : line.replace(': ', ':\n    ');
  });
writeFileSync(
  join(root, 'src/config/stripe-shapes.ts'),
  `// Written by scripts/write-stripe-shapes.ts from stripe ${version}. Do not edit: run \`npm run shapes\`.

/** The version of Stripe's API that the shapes are of. */
export const shapesVersion = '${api}';

/**
 * Properties by shape, one after the other. After a colon: the shape of an object, \`[\` a list of, \`{\` a Stripe list
 * (\`data\`, \`has_more\`) of, \`>\` an id that may be expanded into, several shapes by commas, \`*\` anything.
 */
export const stripeShapes: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`,
);
