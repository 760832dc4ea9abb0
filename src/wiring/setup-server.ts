import { fileURLToPath } from 'node:url';
import { type Handlers, registerApi } from '../console/api.ts';
import { createGuard } from '../console/guard.ts';
import { registerConsole } from '../console/serve.ts';
import { setupHandlers } from '../console/setup-handlers.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { createHttpServer } from '../http.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { version } from '../version.ts';
import { setupSteps } from './setup.ts';

export interface SetupServerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly port: number;
  /** Where the files are written. */
  readonly folder: string;
  readonly timezone: string;
  readonly stripeApiUrl: string | null;
  readonly slackApiUrl: string | null;
}

export interface SetupServer {
  readonly address: string;
  /** Resolves when the configuration is written. */
  readonly written: Promise<void>;
  close(): Promise<void>;
}

/** The console's First run alone, on the loopback and nowhere else: whoever sits at the machine sets it up. */
export async function startSetupServer(options: SetupServerOptions): Promise<SetupServer> {
  const { store, clock, log } = options;
  let wrote: () => void = () => undefined;
  const written = new Promise<void>((resolve) => {
    wrote = resolve;
  });
  const guard = createGuard({
    clock,
    store,
    posture: () => ({ mode: 'local', publicOrigin: null, tls: false }),
    roleOf: async () => null,
  });
  const handlers: Handlers = setupHandlers({
    clock,
    store,
    slackSignIn: () => false,
    settings: () => ({
      version,
      timezone: options.timezone,
      locale: 'en-GB',
      accounts: [],
      channels: [],
      firstRun: true,
    }),
    note: (entry) => store.noteAudit({ ...entry, at: clock.now() }),
    setup: setupSteps({ ...options, onWritten: () => wrote() }),
  });
  const server = createHttpServer({ trustedProxies: [] });
  registerApi(server, { guard, handlers, onProblem: (problem) => log.error(problem, 'the console could not answer') });
  registerConsole(server, fileURLToPath(new URL('../../dist/web', import.meta.url)), guard);
  try {
    const address = await server.listen({ host: '127.0.0.1', port: options.port });
    return { address, written, close: () => server.close() };
  } catch (error) {
    throw new TillbellError('config_port', `cannot listen on 127.0.0.1:${options.port}`, {
      hint: 'set PORT to a free one',
      cause: error,
    });
  }
}
