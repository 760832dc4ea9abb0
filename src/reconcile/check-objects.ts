import type { Reason } from '../domain/event.ts';
import { type JsonObject, numberAt, textAt } from '../domain/json.ts';
import { type ComparedKind, comparedKinds } from '../domain/stripe-lister.ts';
import type { AskDeps, ReconcileAccount } from './deps.ts';
import { expects, type Subscribed } from './endpoint.ts';
import type { Taken } from './fill-gaps.ts';
import { type AllPages, allPages } from './list-pages.ts';
import { comparedFor, differences, eventTelling, keysOf, typeToTell } from './object-state.ts';

/** An object whose state no stored event shows. */
export interface Untold {
  readonly kind: ComparedKind;
  readonly object: JsonObject;
  /** The differing fields as events last showed them; empty where no event showed the object at all. */
  readonly before: JsonObject;
  /** Unix seconds. */
  readonly seenAt: number;
  readonly connectAccount: string | null;
  readonly type: string;
}

export interface ObjectScope {
  readonly account: ReconcileAccount;
  readonly connectAccount: string | null;
  readonly subscription: Subscribed;
  /** Unix seconds: objects made before are compared only where events showed them. */
  readonly floor: number;
  /** Objects made before are not asked for; null: as far back as their kind changes. */
  readonly since: number | null;
  /** False for types that are not asked about. */
  readonly wanted: (type: string) => boolean;
}

/** Objects that changed so few seconds ago may still be told by a webhook. */
const fresh = 60;

export interface Compared {
  readonly kind: 'compared';
  readonly untold: readonly Untold[];
  /** Why some kind of object may not be listed; null where all may. */
  readonly refused: Reason | null;
}

/** Lists the objects of the last days and gives those whose state no event showed; or why Stripe did not tell. */
export async function untoldObjects(
  deps: AskDeps,
  scope: ObjectScope,
): Promise<Exclude<AllPages, { kind: 'listed' }> | Compared> {
  const untold: Untold[] = [];
  let refused: Reason | null = null;
  for (const kind of comparedKinds) {
    const now = Math.floor(deps.clock.now() / 1000);
    const window = { from: Math.max(now - comparedFor[kind], scope.since ?? 0), to: now - fresh };
    const listed = await allPages(
      (after) => scope.account.lister.objects(kind, { ...window, after, connectAccount: scope.connectAccount }),
      async (objects) => {
        const found = await Promise.all(objects.map((object) => compare(deps, scope, kind, object, now)));
        return found.filter((one) => one !== null);
      },
    );
    if (listed.kind === 'listed') untold.push(...listed.objects);
    else if (listed.kind === 'refused') refused ??= listed.reason;
    else return listed;
  }
  return { kind: 'compared', untold, refused };
}

async function compare(
  deps: Pick<AskDeps, 'store'>,
  scope: ObjectScope,
  kind: ComparedKind,
  object: JsonObject,
  seenAt: number,
): Promise<Untold | null> {
  const before = await unseen(deps, scope, kind, object);
  if (before === null) return null;
  const made = numberAt(object, 'created') ?? 0;
  if (Object.keys(before).length === 0 && made < scope.floor) return null;
  const type = typeToTell(kind, object, before);
  if (!expects(scope.subscription, type) || !scope.wanted(type)) return null;
  return { kind, object, before, seenAt, connectAccount: scope.connectAccount, type };
}

/** How the object differs from what events showed; null where they showed it as it is. */
async function unseen(
  deps: Pick<AskDeps, 'store'>,
  scope: ObjectScope,
  kind: ComparedKind,
  object: JsonObject,
): Promise<JsonObject | null> {
  const id = textAt(object, 'id');
  if (id === null) return null;
  const subjects = await deps.store.findSubjects({
    account: scope.account.name,
    livemode: livemodeOf(object, scope),
    keys: keysOf(object),
  });
  const snapshots = subjects.flatMap((subject) =>
    Object.hasOwn(subject.state.objects, id) ? (subject.state.objects[id] ?? []) : [],
  );
  return differences(
    kind,
    object,
    snapshots.map((snapshot) => snapshot.object),
  );
}

function livemodeOf(object: JsonObject, scope: ObjectScope): boolean {
  return typeof object['livemode'] === 'boolean' ? object['livemode'] : (scope.account.livemode ?? false);
}

/**
 * A second look, some time after the first: those that events still do not show, and of which nothing arrived meanwhile.
 * What changed in between is looked at again by the next comparison.
 */
export async function stillUntold(deps: AskDeps, scope: ObjectScope, untold: readonly Untold[]): Promise<Untold[]> {
  const still: Untold[] = [];
  for (const one of untold) {
    const before = await unseen(deps, scope, one.kind, one.object);
    if (before !== null && JSON.stringify(before) === JSON.stringify(one.before)) still.push(one);
  }
  return still;
}

export interface Told extends Taken {
  readonly objectId: string;
}

/** Takes in an event for each, through the same path as Stripe's own; one that was taken in before is not told again. */
export async function tellObjects(deps: AskDeps, scope: ObjectScope, untold: readonly Untold[]): Promise<Told[]> {
  const taken: Told[] = [];
  for (const one of untold) {
    const event = eventTelling({
      ...one,
      livemode: livemodeOf(one.object, scope),
      apiVersion: scope.account.lister.apiVersion,
    });
    const id = textAt(event, 'id') ?? '';
    const known = await deps.store.eventFates({ account: scope.account.name, ids: [id] });
    const incoming = known.length > 0 ? null : deps.toIncoming(Buffer.from(JSON.stringify(event)), scope.account.name);
    if (incoming === null) continue;
    const result = await deps.store.acceptEvent(incoming);
    if (result.outcome === 'accepted') taken.push({ id, type: one.type, objectId: textAt(one.object, 'id') ?? '' });
  }
  return taken;
}
