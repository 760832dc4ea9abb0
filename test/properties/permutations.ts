import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { StripeEvent } from '../../src/domain/event.ts';
import { type Lifecycle, lifecycles } from './lifecycles.ts';
import { runSubjects, type SubjectRun } from './subject-run.ts';

const now = 1_785_800_000;

/** What must not depend on the order of arrival: which subjects there are, their objects, and their cards. */
function outcome({ subjects }: SubjectRun): unknown {
  return subjects.map(({ keys, kind, state, card }) => ({ keys, kind, objects: state.objects, card }));
}

/** Any order of the lifecycle's events, each once or more. */
export function disordered({ events }: Lifecycle): fc.Arbitrary<StripeEvent[]> {
  return fc
    .array(fc.constantFrom(...events), { maxLength: events.length })
    .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }));
}

/**
 * Plays `runs` disordered, duplicated runs over all lifecycles and compares each with the ordered one; throws with the
 * smallest counterexample. Returns how many were played. For CI a few thousand, for a soak a hundred thousand.
 */
export function checkPermutations(runs: number, seed?: number): number {
  const each = Math.ceil(runs / lifecycles.length);
  for (const lifecycle of lifecycles) {
    const ordered = outcome(runSubjects(lifecycle.events, now));
    fc.assert(
      fc.property(disordered(lifecycle), (events) => {
        deepStrictEqual(outcome(runSubjects(events, now)), ordered, lifecycle.name);
      }),
      { numRuns: each, ...(seed === undefined ? {} : { seed }) },
    );
  }
  return each * lifecycles.length;
}
