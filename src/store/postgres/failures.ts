import { messageOf, TillbellError } from '../../domain/errors.ts';
import { Overtaken } from '../operations/query.ts';

/** What becomes of an operation whose statement failed. */
export type Failure =
  /** Another transaction came in between: run again. */
  | 'overtaken'
  /** The schema changed below a prepared statement: run again on a new connection. */
  | 'outdated'
  /** The server, the network or the disk: nobody's fault here. */
  | 'unavailable'
  | 'fault';

/** SQLSTATEs that name a race: serialization, deadlock, a key that another transaction gave away first. */
const races = new Set(['40001', '40P01', '23505', '40003']);

/**
 * Classes that say that the server or its resources are to blame: 08 connection, 53 resources, 57 operator intervention
 * (shutdown, cancelled by a timeout), 58 system, XX internal; 25006 a standby; 55P03 a lock not had in time; 25P03/25P04 too
 * slow a transaction; 28 a password that was changed; 3D a database that is gone.
 */
const unavailableCodes = /^(?:08|53|57|58|XX|28|3D|25006|55P03|25P03|25P04)/;

export function failureOf(error: unknown): Failure {
  if (error instanceof Overtaken) return 'overtaken';
  if (error instanceof TillbellError) return error.code === 'store_unavailable' ? 'unavailable' : 'fault';
  const code = codeOf(error);
  if (code === null) return isOfTheConnection(error) ? 'unavailable' : 'fault';
  if (races.has(code)) return 'overtaken';
  if (code === '0A000' && messageOf(error).includes('cached plan')) return 'outdated';
  if (code === '26000') return 'outdated';
  return unavailableCodes.test(code) ? 'unavailable' : 'fault';
}

/** A five-character SQLSTATE; null where the server said nothing. */
export function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in (error as Error) ? code : null;
}

/** What is thrown without a word from the server is the connection's, but for mistakes of our own. */
function isOfTheConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
  );
}

/** `store_unavailable` or `store_fault`; a TillbellError stays as it is. */
export function tillbellErrorOf(error: unknown): TillbellError {
  if (error instanceof TillbellError) return error;
  const failure = failureOf(error);
  if (failure === 'fault') {
    return new TillbellError('store_fault', `the store failed: ${told(error)}`, { cause: error });
  }
  return new TillbellError('store_unavailable', `the database cannot be used: ${told(error)}`, {
    cause: error,
    hint: 'see whether PostgreSQL runs, can be reached and has room; Tillbell goes on by itself when it does',
  });
}

/** The server's own sentence; its detail may hold values of rows and is left out. */
function told(error: unknown): string {
  const code = codeOf(error);
  return code === null ? messageOf(error) : `${messageOf(error)} (SQLSTATE ${code})`;
}
