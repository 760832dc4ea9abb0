import type { Cipher } from '../cipher.ts';

/** What an operation needs beside its statements. One per operation: what it counted is dropped when it is rolled back. */
export interface Context {
  readonly cipher: Cipher;
  readonly dialect: Dialect;
  /** Changes a counter when, and only when, this operation commits. */
  count(counter: CounterName, by: number): void;
  /** Tells a stage after the commit that it may have work. */
  work(stage: 'interpret' | 'deliver'): void;
}

/** The few words in which the engines' SQL differs inside shared statements. */
export interface Dialect {
  /** Whether other transactions write at the same time, so that what is read must be locked to stay true. */
  readonly concurrent: boolean;
  /** Ends a SELECT whose rows this transaction is going to change. */
  readonly forUpdate: string;
  /** The same, passing over rows that another process holds. */
  readonly skipLocked: string;
  /** What follows a column that shall be one of those that `select` picks, each of which is locked or passed over. */
  picked(select: string): string;
  /** Gives one row `id`: the id of the next payload, known before the row is sealed under it. */
  readonly nextPayloadId: string;
}

export type CounterName = `event:${string}` | `delivery:${string}` | 'duplicates' | 'conflicts' | 'possible_duplicates';
