import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { messageOf, TillbellError } from '../../domain/errors.ts';
import type { Engine } from '../engine.ts';
import type { Input, OperationName, Output } from '../operations/operations.ts';
import type { Call } from './batch.ts';
import type { FromWorker, PlainError, ToWorker, WorkerSettings } from './protocol.ts';

/**
 * More than one message may be on its way, so that the worker finds the next batch when it has committed one; with more than
 * two the batches only become smaller.
 */
const mostInFlight = 2;

/**
 * Node strips types with WebAssembly, in each thread by itself, and V8 13.6 shares the compiled import wrappers between
 * threads: tiering one up in one thread while another ends now and then kills the process ("Check failed:
 * jit_page_->allocations_.erase(addr) == 1" below Runtime_TierUpWasmToJSWrapper; once in some 2,000 threads). Wrappers
 * that are never tiered up are never freed. Compiled, there is no WebAssembly in the thread.
 */
const noWrapperTierUp = '--wasm-wrapper-tiering-budget=2000000000';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: TillbellError) => void;
}

/**
 * SQLite in one worker thread: fsync never stops the doors or the sender. Calls made while messages are on their way go
 * together with the next. Rejects where the worker refuses to open the file.
 */
export async function sqliteEngine(settings: WorkerSettings): Promise<Engine> {
  // Run from source the worker is TypeScript; compiled, both are JavaScript.
  const fromSource = import.meta.url.endsWith('.ts');
  if (fromSource) setFlagsFromString(noWrapperTierUp);
  const file = fromSource ? './worker.ts' : './worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: settings, name: 'tillbell-store' });
  await opened(worker);
  return engineOver(worker);
}

function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => reject(gone(messageOf(error)));
    worker.once('error', failed);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', failed);
      if ('refused' in message) {
        reject(errorOf(message.refused));
        void worker.terminate();
      } else resolve();
    });
  });
}

function engineOver(worker: Worker): Engine {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(stage: 'interpret' | 'deliver') => void>();
  let queue: Call[] = [];
  let lastId = 0;
  let inFlight = 0;
  let scheduled = false;
  let ended: TillbellError | null = null;
  let exited: (() => void) | null = null;

  function flush(): void {
    scheduled = false;
    if (queue.length === 0 || inFlight >= mostInFlight) return;
    const { calls, buffers } = packed(queue);
    queue = [];
    inFlight += 1;
    worker.postMessage({ calls } satisfies ToWorker, buffers);
  }

  function schedule(): void {
    if (scheduled || inFlight >= mostInFlight) return;
    scheduled = true;
    queueMicrotask(flush);
  }

  function end(error: TillbellError): void {
    ended ??= error;
    queue = [];
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }

  worker.on('message', (message: FromWorker) => {
    if (!('answers' in message)) return;
    inFlight -= 1;
    for (const answer of message.answers) {
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) one?.reject(errorOf(answer.error));
      else one?.resolve(answer.value);
    }
    schedule();
    for (const stage of message.work) for (const listener of listeners) listener(stage);
  });
  worker.on('error', (error) => end(gone(messageOf(error))));
  worker.on('exit', () => {
    end(gone('its thread ended'));
    exited?.();
  });

  return {
    call<N extends OperationName>(name: N, input: Input<N>) {
      return new Promise<Output<N>>((resolve, reject) => {
        if (ended !== null) return reject(ended);
        lastId += 1;
        waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
        queue.push({ id: lastId, name, input } as Call);
        schedule();
      });
    },
    onWork(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (ended !== null) return;
      inFlight = 0;
      flush();
      ended = new TillbellError('store_unavailable', 'the store is closed');
      const exit = new Promise<void>((resolve) => {
        exited = resolve;
      });
      worker.postMessage({ close: true } satisfies ToWorker);
      await exit;
    },
  };
}

/**
 * The bodies of a batch in one buffer that is handed over: a body is often a view on a larger pooled buffer, all of which
 * would be copied with it.
 */
function packed(queue: readonly Call[]): { calls: Call[]; buffers: ArrayBuffer[] } {
  const accepts = queue.filter((call) => call.name === 'acceptEvents');
  if (accepts.length === 0) return { calls: [...queue], buffers: [] };
  const events = accepts.flatMap((call) => call.input as Input<'acceptEvents'>);
  const bytes = new Uint8Array(events.reduce((sum, event) => sum + event.body.length + event.digest.length, 0));
  let offset = 0;
  const moved = (part: Uint8Array): Uint8Array => {
    bytes.set(part, offset);
    offset += part.length;
    return bytes.subarray(offset - part.length, offset);
  };
  const calls = queue.map((call): Call => {
    if (call.name !== 'acceptEvents') return call;
    const input = call.input as Input<'acceptEvents'>;
    return {
      ...call,
      input: input.map((event) => ({ ...event, body: moved(event.body), digest: moved(event.digest) })),
    };
  });
  return { calls, buffers: [bytes.buffer] };
}

function gone(why: string): TillbellError {
  return new TillbellError('store_unavailable', `the store stopped: ${why}`, { hint: 'restart Tillbell' });
}

function errorOf(error: PlainError): TillbellError {
  return new TillbellError(error.code, error.message, error.hint === null ? {} : { hint: error.hint });
}
