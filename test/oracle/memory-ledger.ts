import { DatabaseSync } from 'node:sqlite';
import { Secret } from '../../src/domain/secret.ts';
import { makeCipher } from '../../src/store/cipher.ts';
import { makeKeyring, sharedKeys } from '../../src/store/keyring.ts';
import type { LedgerStore } from '../../src/store/ledger-store.ts';
import { migrations } from '../../src/store/migrations.ts';
import type { OperationName, Output } from '../../src/store/operations/operations.ts';
import { type Call, runBatch } from '../../src/store/sqlite/batch.ts';
import { connectionOver } from '../../src/store/sqlite/connection.ts';
import { migrate } from '../../src/store/sqlite/migrate.ts';

export interface MemoryLedger extends Pick<LedgerStore, 'recordLedger' | 'ledgerSums'> {
  close(): void;
}

/** The real operations on SQLite in memory, in this thread: thousands of years need no disk. */
export function memoryLedger(): MemoryLedger {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  const connection = connectionOver(database);
  const cipher = makeCipher(makeKeyring(sharedKeys(new Secret('00'.repeat(32)))));
  const call = async <N extends OperationName>(name: N, input: unknown): Promise<Output<N>> => {
    const [answer] = runBatch(connection, cipher, [{ id: 1, name, input } as Call]).answers;
    if (answer === undefined || 'error' in answer) throw answer?.error ?? new Error('no answer');
    return answer.value as Output<N>;
  };
  return {
    recordLedger: (write) => call('recordLedger', write),
    ledgerSums: (query) => call('ledgerSums', query),
    close: () => connection.close(),
  };
}
