import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { messageOf, TillbellError } from '../../domain/errors.ts';
import { type Cipher, makeCipher } from '../cipher.ts';
import { makeKeyring } from '../keyring.ts';
import { type Answer, type Call, runBatch } from './batch.ts';
import { type Connection, connect, unavailableFrom } from './connection.ts';
import { holdLock } from './lock.ts';
import type { FromWorker, PlainError, ToWorker, WorkerSettings } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const { path, lockPath, keys } = workerData as WorkerSettings;

/**
 * Each round takes everything that has arrived by then, which is what came while the last commit ran. There is no timer:
 * a batch that waits to be filled gains nothing.
 */
function serve(first: Connection, cipher: Cipher, refreshKeys: () => void): void {
  let connection: Connection | null = first;

  port?.on('message', (message: ToWorker) => {
    const calls: Call[] = [];
    let closing = false;
    let next: ToWorker | undefined = message;
    while (next !== undefined) {
      if ('close' in next) closing = true;
      else calls.push(...next.calls);
      next = port === null ? undefined : (receiveMessageOnPort(port) as { message: ToWorker } | undefined)?.message;
    }
    if (calls.length > 0) answer(calls);
    if (closing) {
      connection?.close();
      releaseLock();
      port?.close();
    }
  });

  function answer(calls: readonly Call[]): void {
    if (calls.some((call) => call.name === 'rotateKeys' || call.name === 'ping')) refreshKeys();
    try {
      connection ??= connect(path);
    } catch (error) {
      const failure = unavailableFrom(error) ?? new TillbellError('store_unavailable', messageOf(error));
      send({ answers: calls.map(({ id }) => ({ id, error: plain(failure) })), work: [] });
      return;
    }
    const { answers, work } = runBatch(connection, cipher, calls);
    send({ answers: answers.map(toPlain), work: [...work] }, buffersOf(answers));
    if (answers.some((one) => 'error' in one && one.error.code === 'store_unavailable')) reopenNextTime();
  }

  /** After a fault of the disk the connection's view of the file cannot be trusted. */
  function reopenNextTime(): void {
    try {
      connection?.close();
    } finally {
      connection = null;
    }
  }
}

function toPlain(answer: Answer) {
  return 'error' in answer ? { id: answer.id, error: plain(answer.error) } : answer;
}

function plain(error: TillbellError): PlainError {
  return { code: error.code, message: error.message, hint: error.hint };
}

/** Bodies lie in buffers of their own, so they are handed over instead of copied. */
function buffersOf(answers: readonly Answer[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const answer of answers) {
    if (!('value' in answer)) continue;
    for (const bytes of bytesIn(answer.value)) if (bytes.buffer instanceof ArrayBuffer) buffers.add(bytes.buffer);
  }
  return [...buffers];
}

function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'body' in item && item.body instanceof Uint8Array ? [item.body] : [],
  );
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

let releaseLock = (): void => {};
try {
  if (lockPath !== null) releaseLock = holdLock(lockPath);
  const keyring = makeKeyring(keys);
  const cipher = makeCipher(keyring);
  serve(connect(path), cipher, () => keyring.refresh());
  send({ opened: true });
} catch (error) {
  releaseLock();
  const failure = error instanceof TillbellError ? error : unavailableFrom(error);
  send({ refused: plain(failure ?? new TillbellError('store_unavailable', messageOf(error))) });
}
