import type { Input, OperationName, Output } from './operations/operations.ts';

/** What a database has to offer: run operations, each atomic, those asked for at once in one commit where it can. */
export interface Engine {
  call<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>>;
  onWork(listener: (stage: 'interpret' | 'deliver') => void): () => void;
  close(): Promise<void>;
}
