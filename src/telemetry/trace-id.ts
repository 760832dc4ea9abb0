import { createHash } from 'node:crypto';

/**
 * The trace of everything that is done because of one event: 32 hexadecimal digits. Computed from the event, so that another
 * process, or this one after a restart, continues the same trace without anything being stored for it.
 */
export function traceIdOf(account: string, event: string): string {
  return createHash('sha256').update(`${account}\0${event}`).digest('hex').slice(0, 32);
}
