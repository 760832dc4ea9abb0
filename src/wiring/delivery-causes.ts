import type { DeliveryCause } from '../deliver/deps.ts';
import type { Delivery, EventCommit, EventRow, Store } from '../store/store.ts';
import { traceIdOf } from '../telemetry/trace-id.ts';

export interface DeliveryCauses {
  /** Keeps in mind for which event the deliveries of a commit were planned. */
  note(event: EventRow, commit: EventCommit): void;
  of(delivery: Delivery): Promise<DeliveryCause | null>;
}

/** Deliveries mostly go out within seconds; what waits longer is looked up in the store. */
const mostRemembered = 10_000;
const looksBack = 20;

/**
 * Finds the event behind a delivery. The store keeps no such link: a card tells all of its subject. Here it is the event whose
 * commit planned the delivery; where another process made that commit, the newest of the subject received until then.
 */
export function createDeliveryCauses(store: Pick<Store, 'listEvents'>): DeliveryCauses {
  const remembered = new Map<string, DeliveryCause>();
  const keyOf = (subjectId: string, plannedAt: number) => `${subjectId} ${plannedAt}`;

  function remember(key: string, cause: DeliveryCause): void {
    remembered.set(key, cause);
    if (remembered.size <= mostRemembered) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      return;
    }
  }

  return {
    note(event, commit) {
      const cause = causeFrom(event);
      for (const { id } of commit.subjects) remember(keyOf(id, commit.now), cause);
    },
    async of({ subjectId, createdAt }) {
      if (subjectId === null) return null;
      const key = keyOf(subjectId, createdAt);
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const events = await store.listEvents({ subjectId, limit: looksBack });
      const event = events.find(({ receivedAt }) => receivedAt <= createdAt);
      if (event === undefined) return null;
      const cause = causeFrom(event);
      remember(key, cause);
      return cause;
    },
  };
}

function causeFrom({ account, id, created, receivedAt }: EventRow): DeliveryCause {
  return { event: id, traceId: traceIdOf(account, id), created, receivedAt };
}
