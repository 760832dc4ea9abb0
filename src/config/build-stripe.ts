import type { Secret } from '../domain/secret.ts';
import { type Build, list, orNull } from './build.ts';
import type { StripeAccountConfig } from './config.ts';
import type { Path } from './fault.ts';
import type { AccountFile } from './schema.ts';
import { checked, modeOf, secretOf, secretVariable } from './secrets.ts';

/** The accounts of the file; from the environment where the file names none. */
export function buildAccounts(
  build: Build,
  accounts: Readonly<Record<string, AccountFile>> | undefined,
  /** False where the file has an account that is wrong in itself: its absence is then no fault of its own. */
  complete: boolean,
): Record<string, StripeAccountConfig> {
  const names = Object.keys(accounts ?? {});
  const built: Record<string, StripeAccountConfig> = {};
  const owners = new Map<string, string>();
  for (const name of names) {
    const account = accounts?.[name];
    if (account === undefined) continue;
    const path = ['stripe', 'accounts', name];
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
      build.fault({
        code: 'bad_name',
        path,
        message: 'the name of an account is part of its address, /webhooks/stripe/{name}',
        suggestion: 'use letters, digits, "_" and "-"',
      });
    }
    built[name] = buildAccount(build, name, account, path, names.length === 1 && complete);
    refuseShared(build, name, built[name], path, owners);
  }
  if (names.length > 0 || !complete) return built;
  const fromVariables = accountOfEnvironment(build);
  return fromVariables === null ? {} : { main: fromVariables };
}

function buildAccount(
  build: Build,
  name: string,
  account: AccountFile,
  path: Path,
  only: boolean,
): StripeAccountConfig {
  const secrets: Secret[] = [];
  const many = Array.isArray(account.webhook_secret);
  list(account.webhook_secret).forEach((value, index) => {
    const place = many ? [...path, 'webhook_secret', index] : [...path, 'webhook_secret'];
    const secret = secretOf(build, value, place, 'webhook_secret');
    if (secret !== null) secrets.push(secret);
    else if (value === null || value === '') missingSecret(build, place);
  });
  if (many && list(account.webhook_secret).length === 0) missingSecret(build, [...path, 'webhook_secret']);
  if (secrets.length > 2) {
    build.warn({
      code: 'many_webhook_secrets',
      path: [...path, 'webhook_secret'],
      message: `${secrets.length} secrets for one address: every event will come once for each of those endpoints`,
      suggestion: 'keep one endpoint for each address in Stripe; two secrets are for the time while one is rolled',
    });
  }
  const apiKey =
    secretOf(build, account.api_key, [...path, 'api_key'], 'api_key') ??
    (only && account.api_key === undefined ? secretVariable(build, 'STRIPE_API_KEY', 'api_key') : null);
  return { name, webhookSecrets: secrets, apiKey, livemode: livemode(build, account, apiKey, path) };
}

function missingSecret(build: Build, path: Path): void {
  build.fault({
    code: 'missing_secret',
    path,
    message: 'is empty: without it any event could be forged',
    suggestion: 'copy the signing secret of the endpoint from Stripe: Workbench, Webhooks',
  });
}

/** F112: a key of the one mode on an account that is said to be the other. */
function livemode(build: Build, account: AccountFile, apiKey: Secret | null, path: Path): boolean | null {
  const said = orNull(account.livemode);
  const keys = modeOf(apiKey);
  if (said !== null && keys !== null && said !== keys) {
    build.fault({
      code: 'mode_mismatch',
      path: [...path, account.api_key === undefined ? 'livemode' : 'api_key'],
      message: `is a ${keys ? 'live' : 'test'} key, but the account says livemode: ${said}`,
      suggestion: `use a ${said ? 'live' : 'test'} key, or say livemode: ${keys}`,
    });
  }
  return said ?? keys;
}

function refuseShared(
  build: Build,
  name: string,
  account: StripeAccountConfig,
  path: Path,
  owners: Map<string, string>,
): void {
  const keys = [...account.webhookSecrets, ...(account.apiKey === null ? [] : [account.apiKey])];
  for (const secret of keys) {
    const owner = owners.get(secret.reveal());
    const key = account.webhookSecrets.includes(secret) ? 'webhook_secret' : 'api_key';
    if (owner === undefined) {
      owners.set(secret.reveal(), `${name}`);
      continue;
    }
    build.fault({
      code: 'shared_secret',
      path: [...path, key],
      message: owner === name ? 'is given twice' : `is the same as that of the account "${owner}"`,
      suggestion:
        key === 'webhook_secret'
          ? 'every endpoint in Stripe has a secret of its own'
          : 'every account has keys of its own',
    });
  }
}

/** `STRIPE_WEBHOOK_SECRET` (two with a comma while one is rolled) and `STRIPE_API_KEY`; null and a fault where the first is missing. */
function accountOfEnvironment(build: Build): StripeAccountConfig | null {
  const name = 'STRIPE_WEBHOOK_SECRET';
  const text = build.environment.get(name);
  const apiKey = secretVariable(build, 'STRIPE_API_KEY', 'api_key');
  if (text === null) {
    if (build.hasFile) {
      build.fault({
        code: 'missing_key',
        path: ['stripe', 'accounts'],
        message: 'is missing: whose events are they?',
        suggestion: `write accounts: { main: { webhook_secret: \${STRIPE_WEBHOOK_SECRET} } }, or set ${name}`,
      });
    } else if (build.environment.faults.every((fault) => fault.variable !== name)) {
      build.fault({
        code: 'missing_variable',
        path: [],
        variable: name,
        message: 'is not set: without it any event could be forged',
        suggestion: 'copy the signing secret of the endpoint from Stripe (whsec_…): Workbench, Webhooks',
      });
    }
    return null;
  }
  const secrets = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => checked(build, part, { path: [], variable: name }, 'webhook_secret'))
    .filter((secret) => secret !== null);
  return { name: 'main', webhookSecrets: secrets, apiKey, livemode: modeOf(apiKey) };
}
