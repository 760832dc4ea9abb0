import type { OpenDispute } from '../console/contract-now.ts';
import { textAt } from '../domain/json.ts';
import type { Subject } from '../domain/subject.ts';
import { newest } from '../interpret/advance.ts';
import { disputeAmount, dueBy } from '../interpret/dispute-reading.ts';
import type { Store } from '../store/store.ts';

const open = new Set(['needs_response', 'under_review', 'warning_needs_response', 'warning_under_review']);
/** Disputes are few; these are the ones that changed last. */
const lookedAt = 200;
const shown = 50;

/** Disputes that can still be won or lost: first those that wait for evidence, by the day when it is due. */
export async function openDisputes(store: Pick<Store, 'searchSubjects' | 'getSubject'>): Promise<OpenDispute[]> {
  const found = await store.searchSubjects({ kind: 'dispute', limit: lookedAt });
  const subjects = await Promise.all(found.map(({ id }) => store.getSubject(id).catch(() => null)));
  const disputes = subjects.flatMap((subject, index) => {
    const dispute = subject === null ? null : disputeOf(subject);
    return dispute === null ? [] : [{ ...dispute, customer: found[index]?.customer ?? null }];
  });
  return disputes.toSorted((a, b) => dueAt(a) - dueAt(b)).slice(0, shown);
}

function dueAt({ status, dueAt: at }: OpenDispute): number {
  return status.endsWith('needs_response') && at !== null ? at : Number.MAX_SAFE_INTEGER;
}

function disputeOf(subject: Subject): OpenDispute | null {
  const id = Object.keys(subject.state.objects).find((key) => /^(?:dp|du)_/.test(key));
  const object = id === undefined ? null : newest(subject.state, id);
  const status = object === null ? null : textAt(object, 'status');
  if (object === null || status === null || !open.has(status)) return null;
  const due = dueBy(object);
  return {
    subjectId: subject.id,
    amount: disputeAmount(object),
    status,
    reason: textAt(object, 'reason'),
    dueAt: due === null ? null : due * 1000,
    customer: null,
    assignee: assigneeOf(subject),
    livemode: subject.livemode,
  };
}

/** Whoever it was given to last, by the story that people's actions left. */
function assigneeOf({ state }: Subject): string | null {
  const taken = Object.values(state.story)
    .filter(({ key }) => /^action\/assign(?:_me)?\//.test(key))
    .toSorted((a, b) => b.at - a.at)[0];
  const who = taken?.phrase.find((part) => part.type === 'slack_user');
  return who?.type === 'slack_user' ? who.id : null;
}
