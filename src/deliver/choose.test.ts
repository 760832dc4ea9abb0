import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeDelivery } from '../../test/deliveries.ts';
import { severities } from '../domain/severity.ts';
import type { Delivery, LaneHead } from '../store/store.ts';
import { choose, type LaneView } from './choose.ts';

const now = 1_000_000;

function headOf(due: readonly Delivery[], over: Partial<LaneHead['folds'][number]> = {}): LaneHead {
  const classes = new Map<string, Delivery[]>();
  for (const delivery of due) {
    if (delivery.foldClass === null || delivery.state === 'ambiguous') continue;
    classes.set(delivery.foldClass, [...(classes.get(delivery.foldClass) ?? []), delivery]);
  }
  return {
    due,
    folds: [...classes].map(([foldClass, members]) => ({
      foldClass,
      count: members.length,
      oldestDeadlineAt: Math.min(...members.map((member) => member.deadlineAt)),
      newestDeadlineAt: Math.max(...members.map((member) => member.deadlineAt)),
      scheduled: false,
      ...over,
    })),
  };
}

function viewOf(head: LaneHead, over: Partial<LaneView> = {}): LaneView {
  return {
    head,
    now,
    gapMs: 1_000,
    free: 1,
    busySubjects: new Set(),
    probeAt: new Map(),
    foldedAt: new Map(),
    methodAt: { find: 0, update: 0, remove: 0 },
    ...over,
  };
}

const made = (over: Partial<Delivery> & { id: number }): Delivery => madeDelivery({ createdAt: now, ...over });

function sentIds(view: LaneView): number[] {
  const choice = choose(view);
  return choice.kind === 'send' ? choice.deliveries.map((delivery) => delivery.id) : [];
}

describe('order', () => {
  test('critical first, then by priority, then by age', () => {
    const due = [
      made({ id: 1, severity: 'low', createdAt: now - 900 }),
      made({ id: 2, severity: 'normal', createdAt: now - 800 }),
      made({ id: 3, severity: 'normal', createdAt: now - 850 }),
      made({ id: 4, severity: 'critical' }),
      made({ id: 5, severity: 'high' }),
    ];
    expect(sentIds(viewOf(headOf(due), { free: 9 }))).toEqual([4, 5, 3, 2, 1]);
    expect(sentIds(viewOf(headOf(due)))).toEqual([4]);
  });

  test('news goes before a refresh, until the refresh has waited 30 s', () => {
    const news = made({ id: 2, severity: 'low' });
    const fresh = made({ id: 1, posted: true, createdAt: now - 29_999 });
    const aged = made({ id: 1, posted: true, createdAt: now - 30_000 });
    expect(sentIds(viewOf(headOf([fresh, news])))).toEqual([2]);
    expect(sentIds(viewOf(headOf([aged, news])))).toEqual([1]);
  });

  test('a reply never overtakes its card, but goes before the refresh of a card that stands', () => {
    const card = made({ id: 1, subjectId: 's', severity: 'low' });
    const reply = made({ id: 2, subjectId: 's', op: 'reply', severity: 'critical' });
    expect(sentIds(viewOf(headOf([reply, card]), { free: 9 }))).toEqual([1]);
    expect(sentIds(viewOf(headOf([reply, { ...card, posted: true }]), { free: 9 }))).toEqual([2]);
  });

  test('one operation a subject, and none while another is in flight', () => {
    const due = [made({ id: 1, subjectId: 's' }), made({ id: 2, subjectId: 's' }), made({ id: 3 })];
    expect(sentIds(viewOf(headOf(due), { free: 9, gapMs: 0 }))).toEqual([1, 3]);
    expect(sentIds(viewOf(headOf(due), { free: 9, gapMs: 0, busySubjects: new Set(['s']) }))).toEqual([3]);
    expect(choose(viewOf(headOf(due.slice(0, 2)), { busySubjects: new Set(['s']) }))).toEqual({
      kind: 'wait',
      until: null,
    });
  });

  test('an update waits for the workspace, news does not', () => {
    const update = made({ id: 1, posted: true, createdAt: now - 60_000 });
    const methodAt = { find: 0, update: now + 700, remove: now + 900 };
    expect(choose(viewOf(headOf([update]), { methodAt }))).toEqual({ kind: 'wait', until: now + 700 });
    expect(sentIds(viewOf(headOf([update, made({ id: 2 })]), { methodAt }))).toEqual([2]);
    expect(choose(viewOf(headOf([made({ id: 3, op: 'retract' })]), { methodAt }))).toEqual({
      kind: 'wait',
      until: now + 900,
    });
  });
});

describe('F49 ambiguous sends', () => {
  const lost = made({ id: 1, subjectId: 's', state: 'ambiguous' });

  test('are looked for before anything is sent', () => {
    expect(choose(viewOf(headOf([lost, made({ id: 2, severity: 'critical' })])))).toEqual({
      kind: 'probe',
      delivery: lost,
    });
  });

  test('hold back their subject, and nothing else, while the look must wait', () => {
    const probeAt = new Map([[1, now + 500]]);
    const later = made({ id: 2, subjectId: 's', severity: 'critical' });
    expect(choose(viewOf(headOf([lost, later]), { probeAt }))).toEqual({ kind: 'wait', until: now + 500 });
    expect(sentIds(viewOf(headOf([lost, later, made({ id: 3 })]), { probeAt }))).toEqual([3]);
  });
});

describe('folding', () => {
  const burst = (count: number, over: Partial<Delivery> = {}) =>
    Array.from({ length: count }, (_, index) => made({ id: index + 1, foldClass: 'payments', ...over }));

  test('six in a five-second deadline go as cards, the seventh folds them all', () => {
    expect(sentIds(viewOf(headOf(burst(6))))).toEqual([1]);
    expect(choose(viewOf(headOf(burst(7))))).toEqual({ kind: 'fold', foldClass: 'payments' });
  });

  test('a class of one is never folded, however late', () => {
    expect(sentIds(viewOf(headOf(burst(1, { deadlineAt: now - 9_000 }))))).toEqual([1]);
    expect(sentIds(viewOf(headOf(burst(1), { scheduled: true })))).toEqual([1]);
  });

  test('a scheduled class folds in time, even where its members are behind the head', () => {
    expect(choose(viewOf(headOf(burst(2), { scheduled: true })))).toEqual({ kind: 'fold', foldClass: 'payments' });
    const hidden = {
      due: [],
      folds: [{ foldClass: 'd', count: 1, oldestDeadlineAt: now + 9, newestDeadlineAt: now + 9, scheduled: true }],
    };
    expect(choose(viewOf(hidden))).toEqual({ kind: 'fold', foldClass: 'd' });
  });

  test('members that the head does not show count in the queue', () => {
    const head = headOf(burst(3));
    const many = { ...head, folds: head.folds.map((fold) => ({ ...fold, count: 40 })) };
    expect(choose(viewOf(many))).toEqual({ kind: 'fold', foldClass: 'payments' });
  });

  test('critical goes first and is never folded', () => {
    const dispute = made({ id: 99, severity: 'critical' });
    expect(sentIds(viewOf(headOf([...burst(50), dispute])))).toEqual([99]);
    const wronglyClassed = made({ id: 98, severity: 'critical', foldClass: 'payments', subjectId: 'busy' });
    const view = viewOf(headOf([...burst(50), wronglyClassed]), { busySubjects: new Set(['busy']) });
    expect(choose(view).kind).toBe('send');
  });

  test('folding one class may save the next', () => {
    const queue = [...burst(5), ...burst(4).map((one) => ({ ...one, id: one.id + 50, subjectId: `r${one.id}` }))];
    const due = queue.map((one, index) =>
      index < 5 ? one : { ...one, foldClass: 'refunds', deadlineAt: now + 4_500 },
    );
    expect(choose(viewOf(headOf(due)))).toEqual({ kind: 'fold', foldClass: 'refunds' });
    const after = due.filter((one) => one.foldClass === 'payments');
    expect(sentIds(viewOf(headOf(after)))).toEqual([1]);
  });

  test('a digest in a hurry goes before a backlog that cannot be folded; one with time lets it pass', () => {
    const backlog = made({ id: 500, op: 'reply', posted: true, createdAt: now - 60_000, deadlineAt: now - 55_000 });
    const hurried = burst(50, { createdAt: now - 4_000, deadlineAt: now + 1_000 });
    const relaxed = burst(50);
    expect(choose(viewOf(headOf([backlog, ...hurried])))).toEqual({ kind: 'fold', foldClass: 'payments' });
    expect(sentIds(viewOf(headOf([backlog, ...relaxed])))).toEqual([500]);
  });

  test('what is more urgent goes before a digest unless it has the time', () => {
    const hurried = burst(50, { createdAt: now - 4_000, deadlineAt: now + 1_000 });
    const patient = made({ id: 500, severity: 'high' });
    const pressed = made({ id: 500, severity: 'high', createdAt: now - 4_000, deadlineAt: now + 1_000 });
    expect(choose(viewOf(headOf([patient, ...hurried]))).kind).toBe('fold');
    expect(sentIds(viewOf(headOf([pressed, ...hurried])))).toEqual([500]);
  });

  test('a digest rests for two slots after the last of its class, unless it would be late', () => {
    const foldedAt = new Map([['payments', now - 1_000]]);
    expect(choose(viewOf(headOf(burst(50)), { foldedAt }))).toEqual({ kind: 'wait', until: now + 1_000 });
    expect(choose(viewOf(headOf(burst(50)), { foldedAt: new Map([['payments', now - 2_000]]) })).kind).toBe('fold');
    const hurried = burst(50, { createdAt: now - 4_000, deadlineAt: now + 1_000 });
    expect(choose(viewOf(headOf(hurried), { foldedAt })).kind).toBe('fold');
  });

  test('unpaced: only what is late already folds', () => {
    expect(sentIds(viewOf(headOf(burst(40)), { gapMs: 0, free: 32 }))).toHaveLength(32);
    const overdue = burst(40, { deadlineAt: now - 1 });
    expect(choose(viewOf(headOf(overdue), { gapMs: 0, free: 32 })).kind).toBe('fold');
  });
});

const anyDelivery = fc
  .record({
    subject: fc.integer({ min: 1, max: 6 }),
    op: fc.constantFrom('card', 'reply', 'notice', 'retract'),
    state: fc.constantFrom('pending', 'pending', 'pending', 'ambiguous'),
    severity: fc.constantFrom(...severities),
    posted: fc.boolean(),
    foldClass: fc.constantFrom(null, 'a', 'b'),
    age: fc.integer({ min: 0, max: 60_000 }),
  })
  .map(({ subject, age, ...rest }) => ({
    ...rest,
    subjectId: rest.op === 'notice' ? null : `s${subject}`,
    foldClass: rest.op === 'card' && !rest.posted && rest.severity !== 'critical' ? rest.foldClass : null,
    createdAt: now - age,
    deadlineAt: now - age + 5_000,
  }));

test('property: never two of a subject, never a busy one, never nothing while something may go', () => {
  fc.assert(
    fc.property(
      fc.array(anyDelivery, { maxLength: 30 }),
      fc.constantFrom(0, 1_000),
      fc.integer({ min: 1, max: 32 }),
      fc.constantFrom<string[]>([], ['s1'], ['s1', 's2']),
      (rows, gapMs, free, busy) => {
        const due = rows.map((row, index) => madeDelivery({ id: index + 1, ...row }));
        const busySubjects = new Set<string>(busy);
        const choice = choose(viewOf(headOf(due), { gapMs, free, busySubjects }));
        if (choice.kind === 'send') {
          const subjects = choice.deliveries.flatMap((one) => (one.subjectId === null ? [] : [one.subjectId]));
          expect(new Set(subjects).size).toBe(subjects.length);
          expect(subjects.some((subject) => busySubjects.has(subject))).toBe(false);
          expect(choice.deliveries.length).toBeLessThanOrEqual(free);
          expect(choice.deliveries.every((one) => one.state === 'pending')).toBe(true);
        }
        if (choice.kind === 'fold') {
          const members = due.filter((one) => one.foldClass === choice.foldClass);
          expect(members.every((one) => one.severity !== 'critical')).toBe(true);
          expect(members.length).toBeGreaterThan(1);
        }
        if (choice.kind === 'wait') {
          expect(due.every((one) => one.subjectId !== null && busySubjects.has(one.subjectId))).toBe(true);
        }
      },
    ),
    { numRuns: 500 },
  );
});
