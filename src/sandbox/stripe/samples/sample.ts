import type { EventType } from '../builders/event.ts';
import { everyLifecycle } from '../lifecycles/every-lifecycle.ts';
import { newId, type Scope } from '../scope.ts';

/** An event's `data`: the object, and what of it was different before. */
interface SampleData {
  readonly object: object;
  readonly previous: object | null;
}
export type Sample = (scope: Scope, type: EventType) => SampleData;

/** The first (or last) event of the type in a story, as rich as the story has it. */
export function told(name: string, which: 'first' | 'last' = 'first'): Sample {
  return (scope, type) => {
    const tell = everyLifecycle[name];
    if (tell === undefined) throw new RangeError(`there is no lifecycle "${name}"`);
    const { events } = tell({ seed: scope.random.digits(9), at: scope.now(), livemode: scope.livemode });
    const matching = events.filter((event) => event.type === type);
    const event = which === 'first' ? matching[0] : matching.at(-1);
    if (event === undefined) throw new RangeError(`the lifecycle "${name}" never says ${type}`);
    return { object: event.data.object, previous: event.data.previous_attributes ?? null };
  };
}

/** A built object, perhaps with what it was before. */
export function built(build: (scope: Scope) => object, previous: object | null = null): Sample {
  return (scope) => ({ object: build(scope), previous });
}

/**
 * An object of which only the telling fields are known here: id, times, and what is given, checked against the SDK's type.
 * `prefix` null: Stripe gives it no id.
 */
export function plain<O extends { object: string }>(
  object: O['object'],
  prefix: string | null,
  fields: Partial<O> | ((scope: Scope) => Partial<O>) = {},
  previous: Partial<O> | null = null,
): Sample {
  return (scope) => ({
    object: {
      ...(prefix === null ? {} : { id: newId(scope, prefix) }),
      object,
      created: scope.now(),
      livemode: scope.livemode,
      metadata: {},
      ...(typeof fields === 'function' ? fields(scope) : fields),
    },
    previous,
  });
}
