import type { KeyringSource } from '../keyring.ts';
import type { Call } from './batch.ts';

/** What the worker thread is started with. */
export interface WorkerSettings {
  readonly path: string;
  /** Where the lock is held that keeps a second service out; null for a command that may look on. */
  readonly lockPath: string | null;
  readonly keys: KeyringSource;
}

export type ToWorker = { readonly calls: readonly Call[] } | { readonly close: true };

/** An error as it crosses between threads. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export type FromWorker =
  | { readonly opened: true }
  | { readonly refused: PlainError }
  | {
      readonly answers: readonly (
        | { readonly id: number; readonly value: unknown }
        | { readonly id: number; readonly error: PlainError }
      )[];
      readonly work: readonly ('interpret' | 'deliver')[];
    };
