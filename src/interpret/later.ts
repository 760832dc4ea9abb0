import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { Snapshot } from '../domain/subject.ts';
import { canonicalText, compareText } from './canonical.ts';
import { prune } from './prune.ts';
import { compareRank } from './rank.ts';

/**
 * The newest of several snapshots of one object and one second. `previous_attributes` is the witness: B came after A where
 * A has what B says it had before. Where no such chain tells, the usual order of states does, then the figures that only
 * grow, then an arbitrary but stable order, so that the answer never depends on the order of arrival.
 */
export function newestOf(candidates: readonly Snapshot[]): Snapshot | null {
  const [only, ...others] = candidates;
  if (only === undefined) return null;
  if (others.length === 0) return only;
  const open = candidates.filter((a) => !candidates.some((b) => b !== a && follows(b, a)));
  // A circle (set, reset and set again within one second) proves nothing.
  const heads = open.length > 0 ? open : candidates;
  return heads.reduce((best, next) => (compareLater(next, best) > 0 ? next : best));
}

/** True where `b` says that what it changed stood before as it stands in `a`. */
export function follows(b: Snapshot, a: Snapshot): boolean {
  if (b.previous === null || Object.keys(b.previous).length === 0) return false;
  return agrees(a.object, b.previous) && !agrees(b.object, b.previous);
}

/** Total order of snapshots of one object and second; 0 only for equal ones. */
export function compareLater(a: Snapshot, b: Snapshot): -1 | 0 | 1 {
  const rank = compareRank(a, b);
  if (rank !== 0) return rank;
  // Of two events about one and the same object the one that names the happening says more than `….updated`.
  const steps = [
    compareText(canonicalText(a.object), canonicalText(b.object)),
    telling(a) - telling(b),
    compareText(contentOf(a), contentOf(b)),
  ];
  const step = steps.find((one) => one !== 0) ?? 0;
  return step === 0 ? 0 : step < 0 ? -1 : 1;
}

function telling({ type }: Snapshot): number {
  return type.endsWith('.updated') ? 0 : 1;
}

/** What a snapshot says, apart from which event said it: two events for one change have equal content. */
export function contentOf(snapshot: Snapshot): string {
  return canonicalText([snapshot.object, snapshot.type, snapshot.previous, snapshot.at]);
}

/** Only the keys that `previous` names are compared; nested objects name only what changed in them, lists are whole. */
function agrees(object: JsonObject, previous: JsonObject): boolean {
  return Object.keys(previous).every((key) => {
    const [now, before] = [Object.hasOwn(object, key) ? object[key] : undefined, previous[key]];
    if (isObject(now) && isObject(before) && before['object'] !== 'list') return agrees(now, before);
    return bare(now) === bare(before);
  });
}

function bare(value: JsonValue | undefined): string {
  return canonicalText(prune({ value }));
}
