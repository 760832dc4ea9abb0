import type { Clock } from '../domain/clock.ts';
import type { Reason } from '../domain/event.ts';
import { loadPair, type Pair, type TlsFiles } from './pair.ts';

/** How often the two files are looked at. Mounted secrets are swapped by links that no file watcher sees through. */
const everyMs = 10_000;

export interface ServedPair {
  current(): Pair;
  /** Why the newest files are not served; null where they are. */
  refused(): Reason | null;
  /** Looks at the files now. */
  look(): void;
  stop(): void;
}

export interface WatchOptions {
  readonly files: TlsFiles;
  readonly first: Pair;
  readonly clock: Clock;
  readonly readFile: (path: string) => string;
  /** Serves another pair from the next connection on. */
  readonly serve: (pair: Pair) => void;
  readonly onRefused: (problem: Reason) => void;
}

/**
 * Serves what the files hold: a new pair from the next connection on, while those that are open go on. A pair that is not
 * right is refused by name, and the one before stays (F110); a pair half written is simply looked at again.
 */
export function watchPair(options: WatchOptions): ServedPair {
  const { files, clock, readFile } = options;
  let current = options.first;
  let refused: Reason | null = null;
  let cancel: () => void = () => undefined;

  function look(): void {
    const read = loadPair(files, readFile);
    if (!read.ok) {
      const problem = {
        code: read.reason.code,
        text: `${read.which === 'cert' ? files.certFile : files.keyFile} ${read.reason.text}: ${read.hint}`,
      };
      if (refused?.text !== problem.text) options.onRefused(problem);
      refused = problem;
      return;
    }
    refused = null;
    if (read.pair.cert === current.cert && read.pair.key === current.key) return;
    current = read.pair;
    options.serve(current);
  }

  function next(): void {
    cancel = clock.after(everyMs, () => {
      look();
      next();
    });
  }
  next();
  return { current: () => current, refused: () => refused, look, stop: () => cancel() };
}
