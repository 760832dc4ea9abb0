import { money } from '../../domain/money.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { AnyId, DeliveryNote, SubjectFound, SubjectQuery } from '../console-store.ts';
import type { Context } from './context.ts';
import { survivorOf } from './find-subjects.ts';
import { Conditions } from './inspect.ts';
import { listOf, perform, rows, type Steps } from './query.ts';
import { reasonOf } from './records.ts';

interface FoundRecord {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly account: string;
  readonly livemode: number;
  readonly code: string | null;
  readonly customer: string | null;
  readonly amount_minor: string | null;
  readonly amount_currency: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** Few of these are among many others: they have an index of their own. */
const rare = `('checkout', 'dispute', 'payout', 'customer', 'review', 'other')`;

export function* searchSubjects(query: SubjectQuery): Steps<SubjectFound[]> {
  const where = new Conditions();
  if (query.anyId !== undefined) yield* byAnyId(where, query.anyId);
  if (query.customer !== undefined) where.add('s.customer = ?', query.customer);
  if (query.kind !== undefined) {
    where.add(rare.includes(`'${query.kind}'`) ? `s.kind IN ${rare} AND s.kind = ?` : 's.kind = ?', query.kind);
  }
  if (query.before !== undefined) {
    const { updatedAt, id } = query.before;
    where.add('s.updated_at <= ? AND (s.updated_at < ? OR s.id < ?)', updatedAt, updatedAt, id);
  }
  where.add('s.merged_into IS NULL');
  const found = yield* rows<FoundRecord>(
    `SELECT s.id, s.kind, s.account, s.livemode, s.code, s.customer, s.amount_minor, s.amount_currency, s.created_at,
       s.updated_at FROM subjects s ${where.text} ORDER BY s.updated_at DESC, s.id DESC LIMIT ?`,
    ...where.values,
    query.limit,
  );
  return found.map((record) => ({
    id: record.id,
    kind: record.kind,
    account: record.account,
    livemode: record.livemode === 1,
    code: record.code,
    customer: record.customer,
    amount: money(record.amount_minor, record.amount_currency),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  }));
}

function* byAnyId(where: Conditions, { id, accounts }: AnyId): Steps<void> {
  const names = listOf(accounts.length === 0 ? ['main'] : accounts);
  const owners = yield* rows<{ subject_id: string }>(
    `SELECT subject_id FROM subject_keys WHERE account IN (${names.marks}) AND livemode IN (0, 1) AND key = ?`,
    ...names.values,
    id,
  );
  const itself = yield* survivorOf(id);
  const list = listOf([...owners.map((owner) => owner.subject_id), itself ?? id]);
  if (id.startsWith('cus_')) {
    where.add(`(s.customer = ? OR s.id IN (${list.marks}))`, id, ...list.values);
  } else where.add(`s.id IN (${list.marks})`, ...list.values);
}

export function* describeDeliveries(ids: readonly number[]): Steps<DeliveryNote[]> {
  if (ids.length === 0) return [];
  const list = listOf(ids);
  const found = yield* rows<{
    id: number;
    reason_code: string | null;
    reason_text: string | null;
    sent_at: number | null;
    ts: string | null;
  }>(
    `SELECT id, reason_code, reason_text, sent_at, ts FROM deliveries WHERE id IN (${list.marks}) ORDER BY id`,
    ...list.values,
  );
  return found.map((record) => ({
    id: record.id,
    reason: reasonOf(record),
    sentAt: record.sent_at,
    ts: record.ts,
  }));
}

/** Only what waits: what is on its way to Slack goes on. */
export function* parkDeliveries(context: Context, park: { ids: readonly number[]; by: string }): Steps<number> {
  if (park.ids.length === 0) return 0;
  const list = listOf(park.ids);
  const waiting = yield* rows<{ id: number }>(
    `SELECT id FROM deliveries WHERE id IN (${list.marks}) AND state = 'pending' ORDER BY id ${context.dialect.forUpdate}`,
    ...list.values,
  );
  for (const { id } of waiting) {
    yield* perform(
      `UPDATE deliveries SET state = 'parked', reason_code = 'parked_by_person', reason_text = ? WHERE id = ?`,
      `parked by ${park.by}; it goes on when somebody releases it`,
      id,
    );
  }
  context.count('delivery:pending', -waiting.length);
  context.count('delivery:parked', waiting.length);
  return waiting.length;
}
