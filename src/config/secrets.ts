import { Secret } from '../domain/secret.ts';
import { type Build, textOfFile } from './build.ts';
import type { FaultDraft, Path } from './fault.ts';

export type SecretKind =
  | 'webhook_secret'
  | 'api_key'
  | 'bot_token'
  | 'signing_secret'
  | 'webhook_url'
  | 'app_token'
  | 'client_secret';
export type SecretFile = string | null | { readonly file: string };
type Where = Pick<FaultDraft, 'path' | 'variable'>;

interface Shape {
  readonly right: RegExp;
  readonly is: string;
  readonly from: string;
}

const shapes: Readonly<Record<SecretKind, Shape>> = {
  webhook_secret: {
    right: /^whsec_\S+$/,
    is: 'a webhook secret, which begins with whsec_',
    from: 'copy the signing secret of the endpoint from Stripe: Workbench, Webhooks',
  },
  api_key: {
    right: /^(?:rk|sk)_(?:test|live)_\S+$/,
    is: 'an API key, which begins with rk_ or sk_',
    from: 'make a restricted key in Stripe: Developers, API keys',
  },
  bot_token: {
    right: /^(?:xoxb-|xoxe\.xoxb-)\S+$/,
    is: 'a bot token, which begins with xoxb-',
    from: 'copy the Bot User OAuth Token of the app from Slack: OAuth & Permissions',
  },
  signing_secret: {
    right: /^[0-9a-f]{32}$/i,
    is: 'a signing secret, which is 32 hexadecimal digits',
    from: 'copy the Signing Secret of the app from Slack: Basic Information',
  },
  webhook_url: {
    right: /^https?:\/\/\S+$/,
    is: 'the address of an incoming webhook, which begins with https://hooks.slack.com/',
    from: 'copy it from Slack: Incoming Webhooks',
  },
  client_secret: {
    right: /^[0-9a-f]{32}$/i,
    is: 'a client secret, which is 32 hexadecimal digits',
    from: 'copy the Client Secret of the app from Slack: Basic Information',
  },
  app_token: {
    right: /^xapp-\S+$/,
    is: 'an app-level token, which begins with xapp-',
    from: 'make one with connections:write in Slack: Basic Information, App-Level Tokens',
  },
};

/** What a wrong value is, by its beginning; the value itself is never shown. */
const looksLike: readonly (readonly [RegExp, string])[] = [
  [/^whsec_/, 'a Stripe webhook secret'],
  [/^pk_/, 'a publishable key of Stripe'],
  [/^rk_/, 'a restricted key of Stripe'],
  [/^sk_/, 'a secret key of Stripe'],
  [/^we_/, 'the id of a webhook endpoint, not its secret'],
  [/^acct_/, 'the id of an account'],
  [/^xoxp-/, 'a user token of Slack'],
  [/^xoxb-|^xoxe\.xoxb-/, 'a bot token of Slack'],
  [/^xoxe/, 'a refresh or configuration token of Slack'],
  [/^xapp-/, 'an app-level token of Slack'],
  [/^https?:\/\//, 'an address'],
];

/** A secret of the file, from its text or from the file that it names; null where it is not given, or wrong (then a fault). */
export function secretOf(build: Build, value: SecretFile | undefined, path: Path, kind: SecretKind): Secret | null {
  if (value === undefined || value === null) return null;
  const named = typeof value === 'object' ? value.file : value.startsWith('file://') ? value : null;
  const text = named !== null ? textOfFile(build, named, path) : typeof value === 'string' ? value.trim() : null;
  return text === null || text === '' ? null : checked(build, text, { path }, kind);
}

/** A secret of the environment; null where it is not set, or wrong (then a fault). */
export function secretVariable(build: Build, name: string, kind: SecretKind): Secret | null {
  const text = build.environment.get(name);
  return text === null ? null : checked(build, text, { path: [], variable: name }, kind);
}

export function checked(build: Build, text: string, where: Where, kind: SecretKind): Secret | null {
  const shape = shapes[kind];
  if (shape.right.test(text) && !(kind === 'webhook_url' && !isWebhookUrl(text))) return new Secret(text);
  const seen = looksLike.find(([pattern]) => pattern.test(text))?.[1];
  const inner = /\s/.test(text) ? 'it holds blanks' : null;
  const what = kind === 'webhook_url' && seen === 'an address' ? 'an address without https, or with blanks' : seen;
  build.fault({
    ...where,
    code: 'wrong_secret',
    message: `is not ${shape.is}${what === undefined ? (inner === null ? '' : `: ${inner}`) : `: it is ${what}`}`,
    suggestion: shape.from,
  });
  return null;
}

/** HTTPS, except on this very machine (stand-ins and proxies). */
function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

/** The mode that an API key belongs to, by its prefix; null for none. */
export function modeOf(key: Secret | null): boolean | null {
  if (key === null) return null;
  const mode = /^(?:rk|sk)_(test|live)_/.exec(key.reveal())?.[1];
  return mode === undefined ? null : mode === 'live';
}
