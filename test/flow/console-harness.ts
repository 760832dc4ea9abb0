import type { Answer, ApiFailure, Body, EndpointName, Role } from '../../src/console/contract.ts';
import { newToken, tokenHash } from '../../src/console/session.ts';
import { type AppHarness, type AppHarnessOptions, appHarness } from './app-harness.ts';

/** A client of the console's API with its own cookie and CSRF value. */
export interface ConsoleClient {
  /** The answer; throws where it is refused. `path` is the endpoint with its parameters and query filled in. */
  ask<N extends EndpointName>(name: N, path?: string, body?: Body<N>): Promise<Answer<N>>;
  /** Status and body, whatever they are. */
  raw(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Readonly<Record<string, string>>; csrf?: boolean },
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
}

/** `cookie`: of a session; without it whoever sits at the machine, or nobody. */
export async function consoleClient(address: string, cookie?: string): Promise<ConsoleClient> {
  let csrf: string | null = null;

  const raw: ConsoleClient['raw'] = async (method, path, options = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(csrf === null || options.csrf === false ? {} : { 'x-tillbell-csrf': csrf }),
        ...options.headers,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(options.body ?? {}) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  };

  const client: ConsoleClient = {
    raw,
    async ask(name, path, body) {
      const [method = 'GET', url = ''] = name.split(' ');
      const answer = await raw(method, path ?? url, { body });
      if (answer.status === 200) return answer.body as never;
      const { error } = answer.body as ApiFailure;
      throw new Error(`${name}: ${answer.status} ${error.code}: ${error.message}`);
    },
  };
  const me = await raw('GET', '/api/me');
  if (me.status === 200) csrf = (me.body as Answer<'GET /api/me'>).csrf;
  return client;
}

export interface ConsoleHarness extends AppHarness {
  /** Whoever sits at the machine. */
  local(): Promise<ConsoleClient>;
  /** Somebody with a session of this role. */
  as(role: Role): Promise<ConsoleClient>;
}

/** The whole service with its console. */
export async function consoleHarness(options: AppHarnessOptions = {}): Promise<ConsoleHarness> {
  const harness = await appHarness(options);
  return Object.assign(harness, {
    local: () => consoleClient(harness.app.address),
    as: async (role: Role) => consoleClient(harness.app.address, await sessionOf(harness, role)),
  });
}

/** A cookie of a new session. */
export async function sessionOf(
  harness: Pick<AppHarness, 'app'>,
  role: string,
  slackUser: string | null = null,
): Promise<string> {
  const token = newToken();
  await harness.app.store.putSession({
    id: tokenHash(token),
    kind: 'session',
    expiresAt: Date.now() + 3_600_000,
    role,
    via: slackUser === null ? 'link' : 'slack',
    name: role,
    slackUser,
  });
  return `tillbell=${token}`;
}
