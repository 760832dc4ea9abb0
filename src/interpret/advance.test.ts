import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StripeEvent } from '../domain/event.ts';
import { type JsonObject, textAt } from '../domain/json.ts';
import { say } from '../domain/phrase.ts';
import { type Change, emptyState, type SubjectState } from '../domain/subject.ts';
import { advance, hasTwin, mergeStates, newest, newestSnapshot, tell } from './advance.ts';
import type { Touch } from './family.ts';

function event(
  id: string,
  type: string,
  created: number,
  object: JsonObject | null,
  previous: JsonObject | null = null,
): StripeEvent {
  return {
    id,
    type,
    created,
    livemode: true,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    object,
    related: null,
    previous,
  };
}

const touch = (objectId: string): Touch => ({ kind: 'payment', keys: [objectId], objectId });

function stateOf(...events: readonly StripeEvent[]): SubjectState {
  return events.reduce(
    (state, one) => advance(state, one, touch(textAt(one.object ?? undefined, 'id') ?? '')).state,
    emptyState,
  );
}

const invoice = (status: string, more: JsonObject = {}): JsonObject => ({
  id: 'in_1',
  object: 'invoice',
  status,
  ...more,
});

describe('advance', () => {
  test('F30 an older state that arrives later changes nothing and is late', () => {
    const paid = stateOf(event('evt_2', 'invoice.paid', 20, invoice('paid')));
    const step = advance(paid, event('evt_1', 'invoice.finalized', 10, invoice('open')), touch('in_1'));
    expect(step).toEqual({ state: paid, changed: false, late: true });
  });

  test('a stage that is never left beats a later second: Stripe stamps events of one moment in any order', () => {
    const state = stateOf(
      event('evt_2', 'invoice.paid', 20, invoice('paid')),
      event('evt_1', 'invoice.updated', 21, invoice('open')),
    );
    expect(newest(state, 'in_1')).toMatchObject({ status: 'paid' });
  });

  test('between states that may come and go the later second counts, not the rank', () => {
    const state = stateOf(
      event('evt_1', 'payment_intent.processing', 10, { id: 'pi_1', object: 'payment_intent', status: 'processing' }),
      event('evt_2', 'payment_intent.payment_failed', 11, {
        id: 'pi_1',
        object: 'payment_intent',
        status: 'requires_payment_method',
      }),
    );
    expect(newest(state, 'pi_1')).toMatchObject({ status: 'requires_payment_method' });
    expect(state.objects['pi_1']).toHaveLength(1);
  });

  test('F31 within one second previous_attributes tell the order, whichever came first', () => {
    const sub = (seats: string): JsonObject => ({
      id: 'sub_1',
      object: 'subscription',
      status: 'active',
      metadata: { seats },
    });
    const events = [
      event('evt_a', 'customer.subscription.updated', 10, sub('1'), { metadata: { seats: '9' } }),
      event('evt_b', 'customer.subscription.updated', 10, sub('5'), { metadata: { seats: '1' } }),
      event('evt_c', 'customer.subscription.updated', 10, sub('3'), { metadata: { seats: '5' } }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 3 }), (order) => {
        expect(newest(stateOf(...order), 'sub_1')).toMatchObject({ metadata: { seats: '3' } });
      }),
    );
  });

  test('F31 a null before means absent before', () => {
    const state = stateOf(
      event('evt_b', 'customer.updated', 10, { id: 'cus_1', object: 'customer', name: 'A' }, { name: null }),
      event('evt_a', 'customer.updated', 10, { id: 'cus_1', object: 'customer', name: null }, { name: 'Z' }),
    );
    expect(newest(state, 'cus_1')).toMatchObject({ name: 'A' });
  });

  test('F31 without previous_attributes the usual order of states decides', () => {
    const state = stateOf(
      event('evt_2', 'payment_intent.succeeded', 10, { id: 'pi_1', object: 'payment_intent', status: 'succeeded' }),
      event('evt_1', 'payment_intent.created', 10, {
        id: 'pi_1',
        object: 'payment_intent',
        status: 'requires_payment_method',
      }),
    );
    expect(newest(state, 'pi_1')).toMatchObject({ status: 'succeeded' });
  });

  test('F31 set, reset and set again in one second is a circle: an answer all the same, and always the same', () => {
    const customer = (name: string): JsonObject => ({ id: 'cus_1', object: 'customer', name });
    const events = [
      event('evt_1', 'customer.updated', 10, customer('A'), { name: 'B' }),
      event('evt_2', 'customer.updated', 10, customer('B'), { name: 'A' }),
    ];
    expect(newest(stateOf(...events), 'cus_1')).toEqual(newest(stateOf(...events.toReversed()), 'cus_1'));
  });

  test('F32 a deletion that came first stays, told from its snapshot', () => {
    const customer = { id: 'cus_1', object: 'customer', name: 'Jenny' };
    const state = stateOf(
      event('evt_2', 'customer.deleted', 20, customer),
      event('evt_1', 'customer.updated', 30, { ...customer, name: 'Other' }),
    );
    expect(newestSnapshot(state, 'cus_1')).toMatchObject({ type: 'customer.deleted', object: customer });
  });

  test('F20 a thin notification without its object names it, and never hides what is known', () => {
    const thin: StripeEvent = {
      ...event('evt_9', 'v1.charge.failed', 90, null),
      kind: 'thin',
      related: { id: 'ch_1', type: 'charge', url: null },
    };
    const named = advance(emptyState, thin, touch('ch_1')).state;
    expect(newest(named, 'ch_1')).toEqual({ id: 'ch_1', object: 'charge' });
    const known = advance(
      named,
      event('evt_1', 'charge.failed', 10, { id: 'ch_1', object: 'charge', status: 'failed' }),
      touch('ch_1'),
    ).state;
    expect(newest(known, 'ch_1')).toMatchObject({ status: 'failed' });
    expect(advance(known, thin, touch('ch_1'))).toMatchObject({ changed: false, late: true });
  });

  test('an object fetched later shows that second', () => {
    const fetched: StripeEvent = {
      ...event('evt_1', 'v1.customer.updated', 10, { id: 'cus_1', object: 'customer', name: 'New' }),
      observedAt: 60,
    };
    const state = advance(emptyState, fetched, touch('cus_1')).state;
    expect(
      advance(
        state,
        event('evt_2', 'customer.updated', 30, { id: 'cus_1', object: 'customer', name: 'Old' }),
        touch('cus_1'),
      ).late,
    ).toBe(true);
  });

  test('an event without an object changes nothing', () => {
    expect(advance(emptyState, event('evt_1', 'x.y', 1, null), touch('x_1'))).toEqual({
      state: emptyState,
      changed: false,
      late: false,
    });
  });

  test('F24 a twin is known by its content, a repetition of the same event is none', () => {
    const first = event(
      'evt_1',
      'customer.subscription.updated',
      10,
      { id: 'sub_1', object: 'subscription', status: 'active' },
      { status: 'past_due' },
    );
    const state = stateOf(first);
    expect(hasTwin(state, { ...first, id: 'evt_2' }, touch('sub_1'))).toBe(true);
    expect(hasTwin(state, first, touch('sub_1'))).toBe(false);
    expect(stateOf(first, { ...first, id: 'evt_2' })).toEqual(stateOf({ ...first, id: 'evt_2' }, first));
  });

  test('F15 an id that names a prototype is an id like any other', () => {
    const state = stateOf(event('evt_1', 'x.y', 1, { id: '__proto__', object: 'x' }));
    expect(newest(state, '__proto__')).toEqual({ id: '__proto__', object: 'x' });
    expect(newest(emptyState, '__proto__')).toBeNull();
    expect(newest(mergeStates(emptyState, state), '__proto__')).toEqual({ id: '__proto__', object: 'x' });
  });
});

const statuses = ['draft', 'open', 'uncollectible', 'void', 'paid', 'strange'];
const anyEvent = fc
  .record({
    n: fc.integer({ min: 0, max: 3 }),
    status: fc.constantFrom(...statuses),
    at: fc.integer({ min: 1, max: 3 }),
    id: fc.integer({ min: 0, max: 9 }),
    was: fc.option(fc.constantFrom(...statuses)),
  })
  .map(({ n, status, at, id, was }) =>
    event(
      `evt_${id}`,
      'invoice.updated',
      at,
      { id: `in_${n % 2}`, object: 'invoice', status, attempt_count: n },
      was === null ? null : { status: was },
    ),
  );
const anyChange: fc.Arbitrary<Change> = fc.record({
  key: fc.constantFrom('a', 'b'),
  at: fc.integer({ min: 1, max: 2 }),
  phrase: fc.constantFrom(say`one`, say`two`),
  severity: fc.constantFrom('critical', 'normal', 'low'),
  broadcast: fc.boolean(),
});
const anyState = fc
  .tuple(fc.array(anyEvent, { maxLength: 24 }), fc.array(anyChange, { maxLength: 4 }))
  .map(([events, changes]) => changes.reduce(tell, stateOf(...events)));

describe('mergeStates', () => {
  test('does not care for order, grouping and repetition', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (a, b, c) => {
        expect(mergeStates(a, b)).toEqual(mergeStates(b, a));
        expect(mergeStates(mergeStates(a, b), c)).toEqual(mergeStates(a, mergeStates(b, c)));
        expect(mergeStates(a, a)).toEqual(a);
        expect(mergeStates(a, emptyState)).toEqual(a);
      }),
      { numRuns: 500 },
    );
  });

  test('merging is the same as having had all events in one subject', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 24 }), fc.integer({ min: 0, max: 24 }), (events, cut) => {
        expect(mergeStates(stateOf(...events.slice(0, cut)), stateOf(...events.slice(cut))).objects).toEqual(
          stateOf(...events).objects,
        );
      }),
      { numRuns: 500 },
    );
  });

  test('more than sixteen changes of one second are bounded, and still in no order', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      event(`evt_${n}`, 'invoice.updated', 1, invoice('open', { attempt_count: n })),
    );
    expect(stateOf(...many).objects['in_1']).toHaveLength(16);
    expect(stateOf(...many)).toEqual(stateOf(...many.toReversed()));
    expect(newest(stateOf(...many), 'in_1')).toMatchObject({ attempt_count: 39 });
  });

  test('the earliest report of a change is the one that people read', () => {
    const change: Change = { key: 'paid', at: 5, phrase: say`late`, severity: 'low', broadcast: false };
    const told = tell(tell(emptyState, change), { ...change, at: 3, phrase: say`early`, severity: 'high' });
    expect(told.story['paid']).toEqual({ key: 'paid', at: 3, phrase: say`early`, severity: 'high', broadcast: false });
  });
});
