import { priorityOf } from '../src/domain/severity.ts';
import type { Delivery } from '../src/store/store.ts';

/** A pending card of its own subject, due since it was made; `over` says what is different. */
export function madeDelivery(over: Partial<Delivery> & { id: number }): Delivery {
  const severity = over.severity ?? 'normal';
  const createdAt = over.createdAt ?? 0;
  return {
    op: 'card',
    state: 'pending',
    lane: 'T1/C1',
    channel: 'finance',
    route: 'all',
    subjectId: `s${over.id}`,
    changeKey: null,
    severity,
    priority: priorityOf(severity),
    mention: null,
    foldClass: null,
    createdAt,
    notBefore: createdAt,
    deadlineAt: createdAt + 5_000,
    attempts: 0,
    degraded: 0,
    posted: false,
    note: null,
    deliveryKey: `key${over.id}`,
    ...over,
  };
}
