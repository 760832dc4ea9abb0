import type { QueryConfig } from 'pg';
import { TillbellError } from '../../domain/errors.ts';
import type { CounterName } from '../operations/context.ts';
import type { Query, Steps } from '../operations/query.ts';
import { codeOf, failureOf } from './failures.ts';
import type { Session } from './sessions.ts';
import { queryOf, queryOfBulk } from './statements.ts';

/** What an operation leaves beside its result, to be used when and only when it commits. */
export interface Effects {
  readonly counted: ReadonlyMap<CounterName, number>;
}

/** Thrown where the answer to COMMIT was lost: what was written may be there or not. */
export class Uncertain extends Error {
  override readonly name = 'Uncertain';
}

/**
 * Runs the statements of an operation that only reads, each by itself. Statements are sent as soon as they are known; those
 * of which nothing is wanted are not waited for.
 */
export async function runReads<T>(session: Session, steps: Steps<T>): Promise<T> {
  const sent = new Sent(session);
  const value = await drive(sent, steps);
  await sent.settled();
  return value;
}

/** The same in one transaction, with what it counted. Rejects with the first statement's error; then nothing is there. */
export async function runTransaction<T>(session: Session, steps: Steps<T>, effects: Effects): Promise<T> {
  const sent = new Sent(session);
  sent.forget({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED' });
  let value: T;
  try {
    value = await drive(sent, steps);
    countInto(sent, session.slot, effects.counted);
  } catch (error) {
    sent.forget({ text: 'ROLLBACK' });
    await sent.settled().catch(() => {});
    throw sent.first ?? error;
  }
  await commit(sent);
  return value;
}

async function commit(sent: Sent): Promise<void> {
  let command: string;
  try {
    command = (await sent.ask({ text: 'COMMIT' })).command;
  } catch (error) {
    throw mayHaveCommitted(error) ? new Uncertain('the connection was lost while committing', { cause: error }) : error;
  }
  // A transaction in which a statement failed that was not waited for is answered ROLLBACK.
  if (command !== 'COMMIT') throw sent.first ?? new TillbellError('store_fault', 'the transaction was rolled back');
}

/** A server that says why has rolled back, unless it says that it ends the connection. */
function mayHaveCommitted(error: unknown): boolean {
  if (failureOf(error) !== 'unavailable') return false;
  const code = codeOf(error);
  return code === null || /^(?:08|57P)/.test(code);
}

async function drive<T>(sent: Sent, steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    const given = await answer(sent, step.value);
    step = steps.next(given);
  }
  return step.value;
}

function answer(sent: Sent, query: Query): unknown {
  if ('into' in query) return sent.ask(queryOfBulk(query)).then((result) => result.rows);
  if (query.wants === 'nothing') return sent.forget(queryOf(query));
  const asked = sent.ask(queryOf(query));
  return query.wants === 'rows' ? asked.then((result) => result.rows) : asked.then((result) => result.rowCount ?? 0);
}

/** In the order of their names, so that two transactions never wait for each other; last, so that they wait but briefly. */
function countInto(sent: Sent, slot: number, counted: ReadonlyMap<CounterName, number>): void {
  const changes = [...counted].filter(([, by]) => by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, by] of changes) {
    sent.forget(
      queryOf({
        sql: 'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value',
        values: [`${name}~${slot}`, by],
        wants: 'nothing',
      }),
    );
  }
}

interface Answered {
  readonly rows: unknown[];
  readonly rowCount: number | null;
  readonly command: string;
}

/** The statements on their way to the server, which answers them in order. The first error is the cause of those after it. */
class Sent {
  readonly #session: Session;
  #last: Promise<unknown> = Promise.resolve();
  first: unknown = null;

  constructor(session: Session) {
    this.#session = session;
  }

  async ask(query: QueryConfig): Promise<Answered> {
    const asked = this.#session.client.query(query);
    this.#last = asked.catch((error: unknown) => {
      this.first ??= error;
    });
    try {
      return await asked;
    } catch (error) {
      this.first ??= error;
      throw this.first;
    }
  }

  forget(query: QueryConfig): void {
    this.#last = this.#session.client.query(query).catch((error: unknown) => {
      this.first ??= error;
    });
  }

  /** Resolves when the last was answered; rejects with the first error. */
  async settled(): Promise<void> {
    await this.#last;
    if (this.first !== null) throw this.first;
  }
}
