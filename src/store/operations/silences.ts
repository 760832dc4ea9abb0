import { holdOfSilence, type Silence, type SilenceMatcher } from '../../domain/silence.ts';
import type { SilenceRow, UntoldHold } from '../silence-store.ts';
import type { EventCommit } from '../store.ts';
import type { Context } from './context.ts';
import { enqueueNotice } from './enqueue-notice.ts';
import { change, first, rows, type Steps } from './query.ts';

interface SilenceRecord {
  readonly id: string;
  readonly matcher: string;
  readonly effect: Silence['effect'];
  readonly critical: number;
  readonly digest_ms: number | null;
  readonly author: string;
  readonly created_at: number;
  readonly until: number;
  readonly ended_by: string | null;
  readonly key_id: string;
  readonly reason: Uint8Array;
}

export function silencePlace(id: string): string {
  return `silences/${id}`;
}

export function* putSilence(context: Context, silence: Silence & { now: number }): Steps<void> {
  const sealed = context.cipher.seal(silencePlace(silence.id), Buffer.from(silence.reason));
  yield* change(
    `INSERT INTO silences (id, matcher, effect, critical, digest_ms, author, created_at, until, key_id, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    silence.id,
    JSON.stringify(silence.matcher),
    silence.effect,
    silence.critical ? 1 : 0,
    silence.digestMs ?? null,
    silence.author,
    silence.now,
    silence.until,
    sealed.keyId,
    sealed.data,
  );
  context.work('interpret');
}

export function* endSilence(
  context: Context,
  end: { id: string; by: string; now: number },
): Steps<'ended' | 'over' | 'unknown'> {
  const found = yield* first<{ until: number }>('SELECT until FROM silences WHERE id = ?', end.id);
  if (found === null) return 'unknown';
  if (found.until <= end.now) return 'over';
  yield* change('UPDATE silences SET until = ?, ended_by = ? WHERE id = ?', end.now, end.by, end.id);
  const hold = holdOfSilence(end.id);
  yield* change('UPDATE holds SET until = ? WHERE hold = ?', end.now, hold);
  yield* change(
    `UPDATE deliveries SET fold_at = ?, not_before = ?, due_at = ?
     WHERE state = 'pending' AND fold_class = ? AND fold_class IS NOT NULL AND fold_at IS NOT NULL AND fold_at > ?`,
    end.now,
    end.now,
    end.now,
    `held:${hold}`,
    end.now,
  );
  context.work('deliver');
  context.work('interpret');
  return 'ended';
}

export function* activeSilences(context: Context, now: number): Steps<Silence[]> {
  const found = yield* rows<SilenceRecord>('SELECT * FROM silences WHERE until > ? ORDER BY until, id', now);
  return found.map((record) => silenceOf(context, record));
}

export function* listSilences(context: Context, query: { since: number; limit: number }): Steps<SilenceRow[]> {
  const found = yield* rows<SilenceRecord>(
    'SELECT * FROM silences WHERE until > ? ORDER BY created_at DESC, id LIMIT ?',
    query.since,
    query.limit,
  );
  const listed: SilenceRow[] = [];
  for (const record of found) {
    const held = yield* rows<{ channel: string; count: number }>(
      'SELECT channel, count(*) AS count FROM held WHERE hold = ? GROUP BY channel ORDER BY channel',
      holdOfSilence(record.id),
    );
    listed.push({
      ...silenceOf(context, record),
      createdAt: record.created_at,
      endedBy: record.ended_by,
      held: held.map(({ channel, count }) => ({ channel, count: Number(count) })),
    });
  }
  return listed;
}

/** Part of an event's commit, so that what is counted is exactly what was held. What a digest will tell counts as told. */
export function* noteHeld(commit: {
  readonly decision: EventCommit['decision'];
  readonly subjects: readonly { readonly id: string }[];
}): Steps<void> {
  const subject = commit.subjects[0]?.id;
  if (subject === undefined) return;
  for (const { hold, channel, name, effect, until } of commit.decision?.held ?? []) {
    yield* change(
      `INSERT INTO holds (hold, channel, name, effect, until, told_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (hold, channel) DO NOTHING`,
      hold,
      channel,
      name,
      effect,
      until,
      effect === 'digest' ? 0 : null,
    );
    yield* change(
      'INSERT INTO held (hold, channel, subject_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      hold,
      channel,
      subject,
    );
  }
}

export function* untoldHolds(before: number): Steps<UntoldHold[]> {
  const found = yield* rows<UntoldHold>(
    `SELECT h.hold, h.channel, h.name, h.until,
       (SELECT count(*) FROM held s WHERE s.hold = h.hold AND s.channel = h.channel) AS count
     FROM holds h WHERE h.told_at IS NULL AND h.until < ? ORDER BY h.until, h.hold, h.channel LIMIT 100`,
    before,
  );
  return found.map((row) => ({ ...row, count: Number(row.count) }));
}

export function* tellHold(
  context: Context,
  tell: { hold: string; channel: string; lane: string; text: string; now: number },
): Steps<boolean> {
  const told = yield* change(
    'UPDATE holds SET told_at = ? WHERE hold = ? AND channel = ? AND told_at IS NULL',
    tell.now,
    tell.hold,
    tell.channel,
  );
  if (told === 0) return false;
  const { channel, lane, text, now } = tell;
  yield* enqueueNotice(context, { channel, lane, code: `held:${tell.hold}`, text, now, severity: 'normal' });
  return true;
}

/** Silences and holds whose end is past the retention. */
export function* dropSilences(before: number, batch: number): Steps<number> {
  const ended = yield* change(
    'DELETE FROM silences WHERE id IN (SELECT id FROM silences WHERE until < ? ORDER BY until LIMIT ?)',
    before,
    batch,
  );
  const holds = yield* rows<{ hold: string; channel: string }>(
    'SELECT hold, channel FROM holds WHERE until < ? AND told_at IS NOT NULL ORDER BY until LIMIT ?',
    before,
    batch,
  );
  for (const { hold, channel } of holds) {
    yield* change('DELETE FROM held WHERE hold = ? AND channel = ?', hold, channel);
    yield* change('DELETE FROM holds WHERE hold = ? AND channel = ?', hold, channel);
  }
  return Math.max(ended, holds.length);
}

function silenceOf(context: Context, record: SilenceRecord): Silence {
  const reason = context.cipher.open(silencePlace(record.id), { keyId: record.key_id, data: record.reason });
  return {
    id: record.id,
    matcher: JSON.parse(record.matcher) as SilenceMatcher,
    until: record.until,
    author: record.author,
    reason: reason === null ? '' : Buffer.from(reason).toString('utf8'),
    effect: record.effect,
    critical: record.critical === 1,
    digestMs: record.digest_ms,
  };
}
