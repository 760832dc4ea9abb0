import type { CardContent } from '../../src/domain/card.ts';
import type { StripeEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { type Change, emptyState, type SubjectKind, type SubjectState } from '../../src/domain/subject.ts';
import { advance, mergeStates, tell } from '../../src/interpret/advance.ts';
import type { Context, Meaning, Touch } from '../../src/interpret/family.ts';
import { describe, identify, mean } from '../../src/interpret/interpret.ts';
import { kindOf } from '../../src/interpret/kind-of.ts';

/** What the events told, in the order in which they came. */
export interface Told {
  readonly event: StripeEvent;
  readonly meaning: Meaning;
  readonly late: boolean;
  /** The reply that a card which stood before would get. */
  readonly change: Change | null;
}

export interface SubjectRun {
  readonly subjects: readonly RunSubject[];
  readonly told: readonly Told[];
}

export interface RunSubject {
  readonly keys: readonly string[];
  readonly kind: SubjectKind;
  readonly state: SubjectState;
  readonly card: CardContent;
}

interface Held {
  keys: Set<string>;
  kind: SubjectKind;
  state: SubjectState;
}

/** Plays events through identify, advance, mean and describe, with subjects joined as a store joins them. */
export function runSubjects(
  events: readonly StripeEvent[],
  now: number,
  known: Readonly<Record<string, JsonObject>> = {},
): SubjectRun {
  const context: Context = { account: 'main', livemode: true, connectAccount: null, known, now };
  let held: Held[] = [];
  const told: Told[] = [];
  const join = (touch: Touch): Held => {
    const mine = held.filter((one) => touch.keys.some((key) => one.keys.has(key)));
    const state = mine.reduce((merged, one) => mergeStates(merged, one.state), emptyState);
    const joined: Held = {
      keys: new Set([...mine.flatMap((one) => [...one.keys]), ...touch.keys]),
      kind: touch.kind,
      state,
    };
    held = [...held.filter((one) => !mine.includes(one)), joined];
    return joined;
  };
  for (const event of events) {
    const identified = identify(event);
    if (identified.about === null) {
      told.push({ event, meaning: { alert: null, reason: identified.reason }, late: false, change: null });
      continue;
    }
    const about = join(identified.about);
    const before = about.state;
    const step = advance(before, event, identified.about);
    const meaning = mean(event, before, step.state, context);
    const change = meaning.alert?.change ?? null;
    about.state = change === null ? step.state : tell(step.state, change);
    about.kind = kindOf(identified.about.kind, about.state);
    told.push({ event, meaning, late: step.late, change });
    for (const touch of identified.also) {
      const other = join(touch);
      other.state = advance(other.state, event, touch).state;
      other.kind = kindOf(touch.kind, other.state);
    }
  }
  const subjects = held.map((one) => ({
    keys: [...one.keys].sort(),
    kind: one.kind,
    state: one.state,
    card: describe(one.kind, one.state, context),
  }));
  return { subjects: subjects.sort((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1)), told };
}
