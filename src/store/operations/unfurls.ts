import { change, perform, type Steps } from './query.ts';

export function* noteUnfurl(note: { channel: string; object: string; now: number; until: number }): Steps<boolean> {
  yield* perform('DELETE FROM unfurls WHERE until <= ?', note.now);
  const noted = yield* change(
    'INSERT INTO unfurls (channel, object, until) VALUES (?, ?, ?) ON CONFLICT (channel, object) DO NOTHING',
    note.channel,
    note.object,
    note.until,
  );
  return noted > 0;
}

export function* forgetUnfurl(note: { channel: string; object: string }): Steps<void> {
  yield* perform('DELETE FROM unfurls WHERE channel = ? AND object = ?', note.channel, note.object);
}
