import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { type ConfigFault, formatFault } from '../config/fault.ts';
import { type LoadResult, loadConfig } from '../config/load.ts';
import { inspectConfig } from '../wiring/inspect-cards.ts';
import { printJson, type Terminal } from './terminal.ts';

export const configOption = [
  '-c, --config <file>',
  'configuration file (default: tillbell.yaml here if there is one, else the environment alone)',
] as const;

export interface Configured {
  readonly config: Config;
  readonly warnings: readonly ConfigFault[];
}

/** The file that a command reads: the one named, else `tillbell.yaml` where it stands here, else none. */
export function configFileOf(terminal: Terminal, named: string | undefined): string | null {
  if (named !== undefined) return named;
  return existsSync(join(terminal.cwd, 'tillbell.yaml')) ? 'tillbell.yaml' : null;
}

/** Loads the configuration; on faults prints all of them and gives null: the command then ends with 2. */
export function configured(terminal: Terminal, named: string | undefined, json = false): Configured | null {
  const loaded = load(terminal, named);
  if (loaded.ok) return loaded;
  if (json) printJson(terminal, { ok: false, faults: loaded.faults });
  else terminal.error(faultReport(loaded.faults));
  return null;
}

/** Loads the configuration with all checks that `start` makes, routes and cards included. */
export function load(terminal: Terminal, named: string | undefined): LoadResult {
  return loadConfig({
    file: configFileOf(terminal, named),
    env: terminal.env,
    cwd: terminal.cwd,
    readFile: (path) => readFileSync(path, 'utf8'),
    inspect: inspectConfig,
  });
}

export function faultReport(faults: readonly ConfigFault[]): string {
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return `${faults.map(formatFault).join('\n')}\n\nThe configuration has ${count}; nothing was started.\n`;
}
