import type { Context } from './context.ts';
import { change, first, perform, type Steps } from './query.ts';

/**
 * A store that was restored from a backup does not know what was sent since: whatever is pending in it may stand in Slack
 * already. It becomes ambiguous, so that it is looked for before it is sent (F39). Called where no other process lives.
 */
export function* doubtRestored(context: Context): Steps<void> {
  const made = yield* first<{ value: string }>("SELECT value FROM settings WHERE name = 'backup:made_at'");
  if (made === null) return;
  const doubted = yield* change(
    "UPDATE deliveries SET state = 'ambiguous', fold_class = NULL, fold_at = NULL WHERE state = 'pending'",
  );
  context.count('delivery:pending', -doubted);
  context.count('delivery:ambiguous', doubted);
  yield* perform("DELETE FROM settings WHERE name = 'backup:made_at'");
  yield* perform(
    `INSERT INTO settings (name, value) VALUES ('backup:restored', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    JSON.stringify({ madeAt: Number(made.value), doubted }),
  );
  context.work('deliver');
}
