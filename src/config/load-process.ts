import { readFileSync } from 'node:fs';
import type { Config, Finding } from './config.ts';
import { type LoadResult, loadConfig } from './load.ts';

/** `loadConfig` with this process's environment, files and working directory: the one place that reads them. */
export function loadFromProcess(file: string | null, inspect?: (config: Config) => readonly Finding[]): LoadResult {
  return loadConfig({
    file,
    env: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
    cwd: process.cwd(),
    ...(inspect === undefined ? {} : { inspect }),
  });
}
