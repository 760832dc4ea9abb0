import { messageOf, TillbellError } from '../../domain/errors.ts';
import type { Cipher } from '../cipher.ts';
import type { Context, CounterName, Dialect } from '../operations/context.ts';
import { type Input, type OperationName, operations } from '../operations/operations.ts';
import { change, type Steps } from '../operations/query.ts';
import { type Connection, unavailableFrom } from './connection.ts';

/** One operation asked for. */
export interface Call<N extends OperationName = OperationName> {
  readonly id: number;
  readonly name: N;
  readonly input: Input<N>;
}

export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: TillbellError });

export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly work: ReadonlySet<'interpret' | 'deliver'>;
}

/** One writer at a time is SQLite's own rule: nothing needs a row lock. */
const dialect: Dialect = {
  concurrent: false,
  forUpdate: '',
  skipLocked: '',
  picked: (select) => `IN (${select})`,
  nextPayloadId: 'SELECT coalesce(max(id), 0) + 1 AS id FROM payloads',
};

/**
 * Runs all calls that arrived while the last commit ran: the reads at the last commit, the writes each in its own savepoint
 * within one transaction. Events to accept are taken together, since they share a payload. Every answer is given after
 * COMMIT; where that fails, every write of the batch is answered `store_unavailable` and nothing of it is there.
 */
export function runBatch(connection: Connection, cipher: Cipher, calls: readonly Call[]): BatchResult {
  const reads = calls.filter((call) => !operations[call.name].writes);
  const writes = calls.filter((call) => operations[call.name].writes);
  const answers = reads.map((call) => runRead(connection, cipher, call));
  if (writes.length === 0) return { answers, work: new Set() };
  try {
    const written = runWrites(connection, cipher, writes);
    return { answers: [...answers, ...written.answers], work: written.work };
  } catch (error) {
    if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
    const failure = unavailableFrom(error) ?? uncommitted(error);
    return { answers: [...answers, ...writes.map(({ id }) => ({ id, error: failure }))], work: new Set() };
  }
}

function runRead(connection: Connection, cipher: Cipher, call: Call): Answer {
  try {
    return { id: call.id, value: connection.run(stepsOf(call, effects(cipher).context)) };
  } catch (error) {
    return { id: call.id, error: failureOf(error) };
  }
}

function runWrites(connection: Connection, cipher: Cipher, writes: readonly Call[]): BatchResult {
  const { database } = connection;
  const answers: Answer[] = [];
  const counted = new Map<CounterName, number>();
  const work = new Set<'interpret' | 'deliver'>();
  database.exec('BEGIN IMMEDIATE');
  for (const group of grouped(writes)) answers.push(...runGroup(connection, cipher, group, counted, work));
  for (const [name, by] of counted) if (by !== 0) connection.run(addToCounter(name, by));
  database.exec('COMMIT');
  return { answers, work };
}

/** Events to accept form one group; every other call is one by itself. */
function grouped(writes: readonly Call[]): Call[][] {
  const accepts = writes.filter((call) => call.name === 'acceptEvents');
  const others = writes.filter((call) => call.name !== 'acceptEvents');
  return [...(accepts.length === 0 ? [] : [accepts]), ...others.map((call) => [call])];
}

function runGroup(
  connection: Connection,
  cipher: Cipher,
  group: readonly Call[],
  counted: Map<CounterName, number>,
  work: Set<'interpret' | 'deliver'>,
): Answer[] {
  const { database } = connection;
  const mine = effects(cipher);
  database.exec('SAVEPOINT operation');
  try {
    const answers = group[0]?.name === 'acceptEvents' ? acceptAll(connection, mine.context, group) : [];
    if (answers.length === 0) {
      for (const call of group) answers.push({ id: call.id, value: connection.run(stepsOf(call, mine.context)) });
    }
    database.exec('RELEASE operation');
    for (const [name, by] of mine.counted) counted.set(name, (counted.get(name) ?? 0) + by);
    for (const stage of mine.work) work.add(stage);
    return answers;
  } catch (error) {
    // The whole transaction is lost: the caller answers for all.
    if (!database.isTransaction || unavailableFrom(error) !== null) throw error;
    database.exec('ROLLBACK TO operation');
    database.exec('RELEASE operation');
    if (group.length === 1) return group.map(({ id }) => ({ id, error: failureOf(error) }));
    // One of them cannot be stored: the others must not go with it.
    return group.flatMap((call) => runGroup(connection, cipher, [call], counted, work));
  }
}

function acceptAll(connection: Connection, context: Context, group: readonly Call[]): Answer[] {
  const inputs = group.map((call) => call.input as Input<'acceptEvents'>);
  const results = connection.run(operations.acceptEvents.run(context, inputs.flat()));
  let next = 0;
  return group.map(({ id }, index) => {
    const count = inputs[index]?.length ?? 0;
    next += count;
    return { id, value: results.slice(next - count, next) };
  });
}

/** The map of operations gives each name the type of its input; that a call's name and input belong together is its type. */
function stepsOf(call: Call, context: Context): Steps<unknown> {
  const run = operations[call.name].run as (context: Context, input: unknown) => Steps<unknown>;
  return run(context, call.input);
}

function effects(cipher: Cipher) {
  const counted = new Map<CounterName, number>();
  const work = new Set<'interpret' | 'deliver'>();
  const context: Context = {
    cipher,
    dialect,
    count: (name, by) => counted.set(name, (counted.get(name) ?? 0) + by),
    work: (stage) => work.add(stage),
  };
  return { context, counted, work };
}

function* addToCounter(name: CounterName, by: number): Steps<void> {
  yield* change(
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value',
    name,
    by,
  );
}

function failureOf(error: unknown): TillbellError {
  return unavailableFrom(error) ?? (error instanceof TillbellError ? error : faultFrom(error));
}

function uncommitted(error: unknown): TillbellError {
  return new TillbellError('store_unavailable', `cannot commit: ${messageOf(error)}`, { cause: error });
}

function faultFrom(error: unknown): TillbellError {
  return new TillbellError('store_fault', `the store failed: ${messageOf(error)}`, { cause: error });
}
