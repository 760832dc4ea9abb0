import type { Config } from '../config/config.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { configOption, configured } from './configured.ts';
import type { Terminal } from './terminal.ts';

export { configOption };

/** Opens the configured store beside a running service, runs `work` and closes it; null where the configuration is wrong. */
export async function withStore<T>(
  terminal: Terminal,
  options: { config?: string; json?: boolean },
  work: (store: Store, config: Config) => Promise<T>,
): Promise<T | null> {
  const loaded = configured(terminal, options.config, options.json === true);
  if (loaded === null) return null;
  const { config } = loaded;
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataFolder: config.dataFolder,
    encryptionKey: config.encryptionKey,
    clock: terminal.clock,
    exclusive: false,
  });
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}
