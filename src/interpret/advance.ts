import type { StripeEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import { type Severity, severities } from '../domain/severity.ts';
import type { Change, Snapshot, SubjectState } from '../domain/subject.ts';
import { canonicalText, compareText } from './canonical.ts';
import type { Touch } from './family.ts';
import { compareLater, contentOf, newestOf } from './later.ts';
import { prune, prunePrevious } from './prune.ts';
import { levelOf } from './rank.ts';

/** Snapshots of one object and one second that are kept side by side. */
const candidatesKept = 16;

export interface Advanced {
  readonly state: SubjectState;
  /** False where the state is as it was: nothing new was said. */
  readonly changed: boolean;
  /** The object was already known in a newer state: recorded, but it does not change what is shown (F33). */
  readonly late: boolean;
}

/**
 * The state with what the event says of its object. Joins, never overwrites: commutative, associative and idempotent, so
 * the order of arrival and repetitions do not matter. An event without an object changes nothing.
 */
export function advance(state: SubjectState, event: StripeEvent, touch: Touch): Advanced {
  const snapshot = snapshotOf(event);
  if (snapshot === null) return { state, changed: false, late: false };
  const held = snapshotsOf(state, touch.objectId);
  const kept = keepNewest([...held, snapshot]);
  const changed = held.length !== kept.length || kept.some((one, index) => !same(one, held[index]));
  const shown = newestOf(kept);
  const late = shown !== snapshot && (shown === null || canonicalText(shown.object) !== canonicalText(snapshot.object));
  if (!changed) return { state, changed, late };
  return { state: { ...state, objects: { ...state.objects, [touch.objectId]: kept } }, changed, late };
}

/** Two subjects that turned out to be one. Commutative, associative, idempotent. */
export function mergeStates(a: SubjectState, b: SubjectState): SubjectState {
  const objects: Record<string, readonly Snapshot[]> = { ...a.objects };
  for (const id of Object.keys(b.objects)) {
    define(objects, id, keepNewest([...snapshotsOf(a, id), ...snapshotsOf(b, id)]));
  }
  return Object.values(b.story).reduce(tell, { objects, story: a.story });
}

/** The state with one more change in its story. Two reports of one change become one, each part by its own stable rule. */
export function tell(state: SubjectState, change: Change): SubjectState {
  const known = Object.hasOwn(state.story, change.key) ? state.story[change.key] : undefined;
  const told = known === undefined ? change : mergeChanges(known, change);
  return { ...state, story: { ...state.story, [change.key]: told } };
}

/** True where this change was told before, by whichever event. */
export function isTold(state: SubjectState, key: string): boolean {
  return Object.hasOwn(state.story, key);
}

/** The newest known state of the object that is kept under `objectId`; null where it is not part of the subject. */
export function newest(state: SubjectState, objectId: string): JsonObject | null {
  return newestSnapshot(state, objectId)?.object ?? null;
}

/** As `newest`, with the event that showed it. */
export function newestSnapshot(state: SubjectState, objectId: string): Snapshot | null {
  return newestOf(snapshotsOf(state, objectId));
}

/** Newest snapshot of each object, by id. */
export function newestSnapshots(state: SubjectState): Map<string, Snapshot> {
  const found = new Map<string, Snapshot>();
  for (const id of Object.keys(state.objects).sort()) {
    const snapshot = newestSnapshot(state, id);
    if (snapshot !== null) found.set(id, snapshot);
  }
  return found;
}

/** True where another event said exactly the same of this object before (F24: two events for one change). */
export function hasTwin(state: SubjectState, event: StripeEvent, touch: Touch): boolean {
  const held = snapshotsOf(state, touch.objectId);
  const snapshot = held.length === 0 ? null : snapshotOf(event);
  if (snapshot === null) return false;
  const content = contentOf(snapshot);
  return held.some((one) => one.event !== event.id && contentOf(one) === content);
}

/** A thin notification whose object could not be had still tells that the object exists, and of what type it is. */
function snapshotOf(event: StripeEvent): Snapshot | null {
  const { related } = event;
  const object = event.object ?? (related === null ? null : { id: related.id, object: related.type });
  if (object === null) return null;
  return {
    object: prune(object),
    at: event.observedAt ?? event.created,
    event: event.id,
    type: event.type,
    previous: prunePrevious(event.previous),
    ...(event.connectAccount === null ? {} : { connect: event.connectAccount }),
  };
}

function snapshotsOf(state: SubjectState, id: string): readonly Snapshot[] {
  return Object.hasOwn(state.objects, id) ? (state.objects[id] ?? []) : [];
}

/**
 * The highest stage, of it the latest second, of that every distinct content (the smallest event id stands for twins), at
 * most the sixteen last by rank. Each step picks a maximum of a total order on single snapshots: hence the laws above.
 */
function keepNewest(all: readonly Snapshot[]): readonly Snapshot[] {
  const level = Math.max(...all.map(levelOf));
  const highest = all.filter((one) => levelOf(one) === level);
  const second = Math.max(...highest.map((one) => one.at));
  const last = highest.filter((one) => one.at === second);
  if (last.length === 1) return last;
  const distinct = new Map<string, Snapshot>();
  for (const one of last) {
    const content = contentOf(one);
    const twin = distinct.get(content);
    if (twin === undefined || compareText(one.event, twin.event) < 0) distinct.set(content, one);
  }
  return [...distinct.values()].sort(compareLater).slice(-candidatesKept);
}

function same(a: Snapshot, b: Snapshot | undefined): boolean {
  return a === b || (b !== undefined && a.event === b.event && contentOf(a) === contentOf(b));
}

function mergeChanges(a: Change, b: Change): Change {
  const [x, y] = [canonicalText(textOf(a)), canonicalText(textOf(b))];
  return {
    key: a.key,
    at: Math.min(a.at, b.at),
    // The earlier report is what people have read; of two of one second the order of their texts decides.
    phrase: a.at !== b.at ? (a.at < b.at ? a : b).phrase : (x <= y ? a : b).phrase,
    severity: moreUrgent(a.severity, b.severity),
    broadcast: a.broadcast || b.broadcast,
  };
}

function textOf(change: Change): JsonObject[] {
  return change.phrase.map((part) => JSON.parse(JSON.stringify(part)) as JsonObject);
}

function moreUrgent(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) <= severities.indexOf(b) ? a : b;
}

/** Ids are foreign text: assigning to `__proto__` would change the record instead of adding to it. */
function define(record: Record<string, readonly Snapshot[]>, id: string, value: readonly Snapshot[]): void {
  Object.defineProperty(record, id, { value, enumerable: true, configurable: true, writable: true });
}
