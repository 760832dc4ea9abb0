import type { Command } from 'commander';
import type { Clock } from '../domain/clock.ts';

/** What a command may touch of the process; tests give their own. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly interactive: boolean;
  readonly clock: Clock;
  /** Resolves when the process is asked to end (SIGINT, SIGTERM). */
  readonly ended: Promise<string>;
  /** Calls `listener` whenever the process is asked to read its configuration again (SIGHUP). */
  onReload(listener: () => void): void;
}

/** Adds one command to the program; `exit` sets the code with which the process ends. */
export type RegisterCommand = (program: Command, terminal: Terminal, exit: (code: 0 | 1 | 2) => void) => void;

/** One JSON document on standard output, for machines. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}
