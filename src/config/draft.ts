import { isMap, isScalar, parseDocument, stringify } from 'yaml';
import type { Config, RouteConfig } from './config.ts';
import type { ConfigFault } from './fault.ts';
import { type LoadOptions, loadConfig } from './load.ts';
import { hide } from './placeholder.ts';

/** What can be tried without a change of anything else: who sees what, when, and how it looks. None of it holds a secret. */
const draftable = ['routes', 'quiet', 'rates', 'cards'] as const;

export type Drafted = { readonly config: Config | null; readonly faults: readonly ConfigFault[] };

const file = 'draft.yaml';

/**
 * Today's configuration with the draft's sections in the place of its own; sections that the draft lacks stay. Judged as a
 * file with these accounts and channels would be, with every fault at its place in the draft. The environment and other
 * files are out of its reach.
 */
export function draftConfig(current: Config, text: string, inspect: NonNullable<LoadOptions['inspect']>): Drafted {
  const keys = topKeys(text);
  const foreign = keys.filter((key) => !draftable.some((name) => name === key));
  if (foreign.length > 0) return { config: null, faults: foreign.map(notDraftable) };
  const source = `${text}\n${surroundings(current, keys)}`;
  const loaded = loadConfig({
    file,
    env: {},
    cwd: '/',
    readFile(path) {
      if (path.endsWith(`/${file}`) || path === file) return source;
      throw new Error('ENOENT: a draft reads no files');
    },
    inspect,
  });
  const lines = text.split('\n').length;
  const told = [...(loaded.ok ? [] : loaded.faults), ...loaded.warnings].map((fault) =>
    fault.line !== null && fault.line > lines ? { ...fault, line: null, column: null } : fault,
  );
  if (!loaded.ok) return { config: null, faults: told };
  const { routes, quiet, rates, cards } = { ...current, ...pick(loaded.config, keys) };
  return { config: { ...current, routes, quiet, rates, cards }, faults: told };
}

function pick(config: Config, keys: readonly string[]): Partial<Config> {
  return Object.fromEntries(draftable.filter((key) => keys.includes(key)).map((key) => [key, config[key]]));
}

function notDraftable(key: string): ConfigFault {
  return {
    file,
    line: null,
    column: null,
    path: key.slice(0, 60),
    code: 'not_draftable',
    message: 'cannot be tried in a draft',
    suggestion: `a draft has ${draftable.join(', ')}`,
  };
}

/** The rest of a file around the draft; JSON is YAML. Stand-ins where secrets would be: nothing is sent with them. */
function surroundings(config: Config, keys: readonly string[]): string {
  const accounts = Object.keys(config.stripe.accounts).map((name, index) => [
    name,
    { webhook_secret: `whsec_draft_${index}` },
  ]);
  const channels = Object.values(config.channels).map(({ name, id, privacy, allow, timezone, locale }, index) => {
    const place = id === null ? { webhook_url: `https://hooks.slack.com/services/draft/${index}` } : { id };
    return [name, { ...place, privacy, allow, timezone, locale }];
  });
  const [first] = Object.keys(config.channels);
  return [
    `stripe: ${JSON.stringify({ accounts: Object.fromEntries(accounts) })}`,
    `slack: ${JSON.stringify({ bot_token: 'xoxb-draft' })}`,
    `channels: ${JSON.stringify(Object.fromEntries(channels))}`,
    `timezone: ${JSON.stringify(config.timezone)}`,
    `locale: ${JSON.stringify(config.locale)}`,
    ...(keys.includes('routes') ? [] : [`routes: ${JSON.stringify([{ name: 'all', to: [first] }])}`]),
    '',
  ].join('\n');
}

/** Names of the mapping at the top; empty where there is none: loading then says what is wrong. */
function topKeys(text: string): string[] {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (!isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key }) =>
    isScalar(key) && typeof key.value === 'string' ? [key.value] : [],
  );
}

/** The draftable sections of a configuration file, as they stand there. Placeholders are hidden while it is read: `{ key: ${KEY} }` is no YAML. */
export function draftSections(text: string): string {
  const document = parseDocument(hide(text), { logLevel: 'silent' });
  if (!isMap(document.contents)) return '';
  const items = document.contents.items.map(({ key }) => ({
    name: isScalar(key) ? key.value : null,
    start: isScalar(key) ? (key.range?.[0] ?? 0) : 0,
  }));
  return items
    .map(({ name, start }, index) =>
      draftable.some((one) => one === name) ? `${text.slice(start, items[index + 1]?.start).trimEnd()}\n` : '',
    )
    .filter((section) => section !== '')
    .join('\n');
}

/** The built-in routes as a file would say them. */
export function builtInDraft(routes: readonly RouteConfig[]): string {
  const written = routes.map(({ name, match, to, severity }) => ({
    name,
    topics: match.topics,
    to,
    ...(severity === null ? {} : { severity }),
  }));
  return `# The built-in routes. Write your own in their place.\n${stringify({ routes: written }, { lineWidth: 100 })}`;
}
