import { type Clock, within } from '../../domain/clock.ts';
import { TillbellError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import { makeCipher } from '../cipher.ts';
import type { Engine } from '../engine.ts';
import { type KeyringSource, makeKeyring } from '../keyring.ts';
import { migrations } from '../migrations.ts';
import type { Input, OperationName, Output } from '../operations/operations.ts';
import { groupAccepts } from './accept-group.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { tillbellErrorOf } from './failures.ts';
import { openHints } from './hints.ts';
import { migrate } from './migrate.ts';
import { operationRunner } from './run-operation.ts';
import { openSessions } from './sessions.ts';

/** What was asked for before the end is waited for so long; a network that swallows everything would keep us for ever. */
const lastWordMs = 5_000;

export interface PostgresSettings {
  readonly url: Secret;
  readonly keys: KeyringSource;
  readonly clock: Clock;
  /** Listens for what other processes did. A command that ends soon need not. */
  readonly listens: boolean;
}

/**
 * PostgreSQL, shared with any number of other processes. Brings the database to the newest schema first. Rejects with
 * `database_url_invalid`, `database_newer`, `database_foreign`, `migration_failed`, `store_unavailable`.
 */
export async function postgresEngine(settings: PostgresSettings): Promise<Engine> {
  const address = parseDatabaseUrl(settings.url);
  await migrate(address, migrations);
  const keyring = makeKeyring(settings.keys);
  const sessions = openSessions(address, settings.clock);
  const listeners = new Set<(stage: 'interpret' | 'deliver') => void>();
  const tell = (stage: 'interpret' | 'deliver'): void => {
    for (const listener of listeners) listener(stage);
  };
  const hints = settings.listens ? openHints(address, settings.clock, tell) : null;
  const run = operationRunner(sessions, makeCipher(keyring), (work) => {
    for (const stage of work) tell(stage);
    hints?.send(work);
  });
  const accept = groupAccepts((events) => run('acceptEvents', events));
  const running = new Set<Promise<unknown>>();
  let closed = false;

  return {
    async call<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
      if (closed) throw new TillbellError('store_unavailable', 'the store is closed');
      if (name === 'rotateKeys' || name === 'ping') keyring.refresh();
      const answer =
        name === 'acceptEvents' ? (accept(input as Input<'acceptEvents'>) as Promise<Output<N>>) : run(name, input);
      running.add(answer);
      try {
        return await answer;
      } catch (error) {
        throw tillbellErrorOf(error);
      } finally {
        running.delete(answer);
      }
    },
    onWork(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      await within(settings.clock, lastWordMs, Promise.allSettled(running));
      await Promise.all([hints?.close(), sessions.close()]);
    },
  };
}
