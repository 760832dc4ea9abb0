import type { LedgerFilter } from '../ledger-store.ts';
import type { SqlValue } from './query.ts';

/** A number as whichever driver gives it. */
export type Whole = number | bigint | string;

export function where(filter: LedgerFilter, of = ''): { sql: string; values: SqlValue[] } {
  return {
    sql: `${of}account = ? AND ${of}livemode = ?${filter.connected ? '' : ` AND ${of}connect = ''`}`,
    values: [filter.account, filter.livemode ? 1 : 0],
  };
}

export function tagged({ tags }: LedgerFilter, of = ''): { sql: string; values: SqlValue[] } {
  if (tags.length === 0) return { sql: '', values: [] };
  return {
    sql: `AND (${tags.map(() => `${of}tags LIKE ? ESCAPE '!'`).join(' OR ')})`,
    values: tags.map((tag) => `%|${tag.replaceAll('|', ' ').replace(/[!%_]/g, '!$&')}|%`),
  };
}
