import type { FieldRule } from '../../src/domain/synced-field.ts';
import type { Interleaving } from './field-sync.ts';
import { path, type SyncWorld } from './field-sync-world.ts';

/** What must hold once everything has arrived and ended. */
export function violations(run: Interleaving): string[] {
  const { world, rule } = run;
  const mark = world.marks.get(path);
  const agreed = mark === undefined ? (world.known?.value ?? null) : mark.value;
  const found: string[] = [];
  if (agreed !== world.value) found.push(`Slack shows ${agreed}, Stripe has ${world.value}`);
  if (world.lock !== null) found.push(`the lock is still held by ${world.lock}`);
  const writes = world.history.filter(({ action }) => action !== null).map(({ action }) => action);
  if (new Set(writes).size < writes.length) found.push('an action wrote twice');
  const wrong = byRule[rule](run);
  if (wrong !== null) found.push(`${rule}: ${wrong}`);
  return found;
}

const byRule: Readonly<Record<FieldRule, (run: Interleaving) => string | null>> = {
  /** What was set in Slack last stays, whatever was done in Stripe. */
  slack({ world, edits, gaveIn }) {
    if (gaveIn) return null;
    const done = edits.filter(({ action }) => world.actions.get(action)?.state === 'done');
    if (done.length < edits.length) return 'an edit of Slack was refused';
    if (edits.length === 0 || edits.some(({ value }) => value === world.value)) return null;
    return `${world.value} was never set in Slack`;
  },
  /** No edit goes over a change in Stripe that it was not decided by. */
  stripe({ world, edits, readAt, guessed }) {
    if (guessed || repeats(world)) return null;
    const last = world.history.findLastIndex(({ action }) => action === null);
    const theirs = last < 0 ? null : (world.history[last]?.value ?? null);
    if (world.value === theirs) return null;
    const seen = edits.filter(({ action, value }) => value === world.value && (readAt.get(action) ?? 0) > last);
    return seen.length > 0 ? null : `${world.value} stands over ${theirs}, which came later or was not seen`;
  },
  /** Within one second either may be the last. */
  last_write_wins({ world, edits, guessed }) {
    if (guessed || repeats(world)) return null;
    const writes = [
      ...edits.map(({ value, editedAt }) => ({ value, at: editedAt })),
      ...world.history.flatMap(({ action, value, at }) =>
        action === null ? [{ value, at: Math.floor(at / 1000) }] : [],
      ),
    ];
    const last = Math.max(...writes.map(({ at }) => at));
    const winners = writes.filter(({ at }) => at === last).map(({ value }) => value);
    if (writes.length === 0 || winners.includes(world.value)) return null;
    return `${world.value} stands, the last were ${winners.join(', ')}`;
  },
};

/** When a value was set is known by the value: where one came twice, either time may be taken for the other. */
function repeats({ history }: SyncWorld): boolean {
  return new Set([null, ...history.map(({ value }) => value)]).size <= history.length;
}
