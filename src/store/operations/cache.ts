import type { Context } from './context.ts';
import { change, first, type Steps } from './query.ts';

export function* getCached(
  context: Context,
  query: { account: string; id: string; now: number },
): Steps<string | null> {
  const found = yield* first<{ key_id: string; object: Uint8Array }>(
    'SELECT key_id, object FROM cache WHERE account = ? AND id = ? AND expires_at > ?',
    query.account,
    query.id,
    query.now,
  );
  if (found === null) return null;
  // One that does not open is as good as none: it is fetched again.
  const plain = context.cipher.open(cachePlace(query), { keyId: found.key_id, data: found.object });
  return plain === null ? null : Buffer.from(plain).toString('utf8');
}

export function* putCached(
  context: Context,
  entry: { account: string; id: string; json: string; expiresAt: number },
): Steps<void> {
  const sealed = context.cipher.seal(cachePlace(entry), Buffer.from(entry.json));
  yield* change(
    `INSERT INTO cache (account, id, expires_at, key_id, object) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO UPDATE SET expires_at = excluded.expires_at, key_id = excluded.key_id,
       object = excluded.object`,
    entry.account,
    entry.id,
    entry.expiresAt,
    sealed.keyId,
    sealed.data,
  );
}

export function* dropCached(entry: { account: string; id: string }): Steps<void> {
  yield* change('DELETE FROM cache WHERE account = ? AND id = ?', entry.account, entry.id);
}

export function cachePlace(entry: { account: string; id: string }): string {
  return `cache/${entry.account}/${entry.id}`;
}
