import { change, first, type Steps } from './query.ts';

export function* getSetting(name: string): Steps<string | null> {
  const found = yield* first<{ value: string }>('SELECT value FROM settings WHERE name = ?', name);
  return found?.value ?? null;
}

export function* putSetting(entry: { name: string; value: string }): Steps<void> {
  yield* change(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    entry.name,
    entry.value,
  );
}

/** A write that changes nothing anybody reads, to see whether one can be committed. */
export function* ping(): Steps<void> {
  yield* change(
    `INSERT INTO counters (name, value) VALUES ('pings', 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1`,
  );
}
