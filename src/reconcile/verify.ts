import type { Reason } from '../domain/event.ts';
import { idAt, textAt } from '../domain/json.ts';
import type { EventFate } from '../store/reconcile-store.ts';
import { type ObjectScope, stillUntold, tellObjects, type Untold, untoldObjects } from './check-objects.ts';
import type { AskDeps, ReconcileAccount } from './deps.ts';
import type { Subscribed } from './endpoint.ts';
import { type ListedEvent, listWithFates, takeIn } from './fill-gaps.ts';
import { grace, listedFor, split } from './windows.ts';

export interface VerifyQuery {
  /** Unix seconds. */
  readonly since: number;
  /** Types asked about; a trailing `*` means a family. Empty: all. */
  readonly types: readonly string[];
  /** Takes in what is missing. */
  readonly fix: boolean;
  /** Waits before the second look at objects; resolves when it is time. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
}

export interface FamilyCount {
  /** `charge`, `customer.subscription`, `invoice`. */
  readonly family: string;
  /** Listed by Stripe and sent by the endpoint; objects that no event shows. */
  readonly expected: number;
  /** In the store, however they came. */
  readonly received: number;
  /** Of the received: fetched from Stripe, because no webhook brought them. */
  readonly recovered: number;
  /** Told in Slack: a card, a reply, a line of a digest, or what a card says already. */
  readonly shown: number;
  /** Deliberately not told, by reason code. */
  readonly suppressed: Readonly<Record<string, number>>;
  /** On the way: not interpreted yet, or a delivery is pending. */
  readonly waiting: number;
  /** Where a person must act: parked, dead, quarantined, failed. */
  readonly parked: number;
  /** Not in the store. */
  readonly missing: number;
  /** Listed by Stripe, but the endpoint does not send this type. */
  readonly notSubscribed: number;
}

export interface Missing {
  readonly account: string;
  readonly connectAccount: string | null;
  /** The event's id; for an object that no event shows, the object's. */
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly at: number;
  readonly how: 'event' | 'object';
}

export interface Verified {
  readonly families: readonly FamilyCount[];
  /** What is still missing at the end; with `fix` only what could not be taken in. */
  readonly missing: readonly Missing[];
  /** Taken in by this run. */
  readonly fixed: readonly Missing[];
  /** Where Stripe did not tell everything, and why: then nothing is proven. */
  readonly problems: readonly { readonly account: string; readonly reason: Reason }[];
}

export interface VerifyScope {
  readonly account: ReconcileAccount;
  readonly connectAccount: string | null;
  readonly subscription: Subscribed;
  /** Unix seconds from which events were promised; what is older and was never received is not missing. */
  readonly floor: number;
}

/** Compares what Stripe lists since a time with what was received and told. Reads only, unless `fix`. */
export async function verify(deps: AskDeps, scopes: readonly VerifyScope[], query: VerifyQuery): Promise<Verified> {
  const tally = new Map<string, MutableCount>();
  const missing: Missing[] = [];
  const fixed: Missing[] = [];
  const problems: { account: string; reason: Reason }[] = [];
  const now = Math.floor(deps.clock.now() / 1000);
  const to = now - grace;
  const from = Math.max(query.since, now - listedFor);
  const total = scopes.length * (split({ from, to }).length + 1);
  let done = 0;
  for (const scope of scopes) {
    const account = scope.account.name;
    // What a missing event would have shown is missing once, not twice.
    const explained = new Set<string>();
    const problem = (found: { reason: Reason }) => problems.push({ account, reason: found.reason });
    for (const window of split({ from: Math.max(from, scope.floor), to })) {
      const listed = await listWithFates(deps, { ...scope, window, undelivered: false });
      if (listed.kind !== 'listed') problem(listed);
      else {
        const events = listed.events.filter((one) => wants(query.types, one.type));
        for (const one of events) count(tally, one);
        for (const one of events) for (const id of objectsNamed(one)) explained.add(id);
        const absent = events
          .filter((one) => one.expected && one.fate === null)
          .map((one) => missingEvent(account, one));
        const taken = query.fix ? new Set((await takeIn(deps, account, events)).map((one) => one.id)) : new Set();
        for (const one of absent) (query.fix && taken.has(one.id) ? fixed : missing).push(one);
      }
      done += 1;
      query.onProgress(done, total);
      if (listed.kind === 'refused') break;
    }
    const objects = await objectsOf(deps, scope, query, explained);
    if (objects.kind !== 'compared') problem(objects);
    else {
      if (objects.refused !== null) problem({ reason: objects.refused });
      for (const one of objects.untold) countMissing(tally, one.type);
      missing.push(...objects.left);
      fixed.push(...objects.fixed);
    }
    done += 1;
    query.onProgress(done, total);
  }
  const families = [...tally.values()].sort((a, b) => (a.family < b.family ? -1 : 1));
  return { families: settleFixed(families, fixed), missing, fixed, problems };
}

async function objectsOf(deps: AskDeps, scope: VerifyScope, query: VerifyQuery, explained: ReadonlySet<string>) {
  const wanted = (type: string) => wants(query.types, type);
  const objectScope: ObjectScope = { ...scope, since: query.since, wanted };
  const compared = await untoldObjects(deps, objectScope);
  if (compared.kind !== 'compared') return compared;
  let untold: readonly Untold[] = compared.untold.filter((one) => !explained.has(textAt(one.object, 'id') ?? ''));
  if (untold.length > 0) {
    await query.pause();
    untold = await stillUntold(deps, objectScope, untold);
  }
  const named = untold.map(
    (one): Missing => ({
      account: scope.account.name,
      connectAccount: one.connectAccount,
      id: textAt(one.object, 'id') ?? '',
      type: one.type,
      at: one.seenAt,
      how: 'object',
    }),
  );
  const taken = query.fix ? await tellObjects(deps, objectScope, untold) : [];
  const told = new Set(taken.map((one) => one.objectId));
  return {
    kind: 'compared' as const,
    untold,
    refused: compared.refused,
    left: named.filter((one) => !told.has(one.id)),
    fixed: named.filter((one) => told.has(one.id)),
  };
}

/** True where no types are asked about, or this one is. */
export function wants(types: readonly string[], type: string): boolean {
  return (
    types.length === 0 || types.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one))
  );
}

/** `customer.subscription.updated` belongs to `customer.subscription`. */
export function familyOf(type: string): string {
  const end = type.lastIndexOf('.');
  return end < 0 ? type : type.slice(0, end);
}

export type Ending =
  | { readonly kind: 'shown' | 'waiting' | 'parked' }
  | { readonly kind: 'suppressed'; readonly reason: string };

/** What an event's fate comes to for the people who wait for its news. Pure. */
export function endingOf(fate: EventFate): Ending {
  if (fate.state === 'received') return { kind: 'waiting' };
  if (fate.state === 'quarantined' || fate.state === 'failed') return { kind: 'parked' };
  if (fate.state === 'suppressed') return { kind: 'suppressed', reason: fate.reason?.code ?? 'unknown' };
  const has = (...states: readonly (keyof EventFate['deliveries'])[]) =>
    states.some((state) => (fate.deliveries[state] ?? 0) > 0);
  if (has('sent', 'folded')) return { kind: 'shown' };
  if (has('pending', 'sending', 'ambiguous')) return { kind: 'waiting' };
  if (has('parked', 'dead')) return { kind: 'parked' };
  // Routed, and nothing was left to say: the card that stands says it already, or there is none to change.
  return has('skipped') ? { kind: 'shown' } : { kind: 'suppressed', reason: 'nothing_to_post' };
}

interface MutableCount extends FamilyCount {
  expected: number;
  received: number;
  recovered: number;
  shown: number;
  suppressed: Record<string, number>;
  waiting: number;
  parked: number;
  missing: number;
  notSubscribed: number;
}

function lineOf(tally: Map<string, MutableCount>, type: string): MutableCount {
  const family = familyOf(type);
  const known = tally.get(family);
  if (known !== undefined) return known;
  const counts = { expected: 0, received: 0, recovered: 0, shown: 0, waiting: 0, parked: 0, missing: 0 };
  const made: MutableCount = { family, ...counts, suppressed: {}, notSubscribed: 0 };
  tally.set(family, made);
  return made;
}

function count(tally: Map<string, MutableCount>, one: ListedEvent): void {
  const line = lineOf(tally, one.type);
  if (one.fate === null) {
    if (!one.expected) line.notSubscribed += 1;
    else countMissing(tally, one.type);
    return;
  }
  line.expected += 1;
  line.received += 1;
  if (one.fate.origin === 'reconcile') line.recovered += 1;
  const ending = endingOf(one.fate);
  if (ending.kind === 'suppressed') line.suppressed[ending.reason] = (line.suppressed[ending.reason] ?? 0) + 1;
  else line[ending.kind] += 1;
}

function countMissing(tally: Map<string, MutableCount>, type: string): void {
  const line = lineOf(tally, type);
  line.expected += 1;
  line.missing += 1;
}

/** What this run took in is received and on its way. */
function settleFixed(families: readonly FamilyCount[], fixed: readonly Missing[]): FamilyCount[] {
  return families.map((line) => {
    const here = fixed.filter((one) => familyOf(one.type) === line.family).length;
    return {
      ...line,
      received: line.received + here,
      recovered: line.recovered + here,
      waiting: line.waiting + here,
      missing: line.missing - here,
    };
  });
}

/** The objects that an absent event is about. */
function objectsNamed(one: ListedEvent): string[] {
  const ids = one.event === null ? [] : [idAt(one.event, 'data.object'), idAt(one.event, 'data.object.charge')];
  return ids.filter((id) => id !== null);
}

function missingEvent(account: string, one: ListedEvent): Missing {
  const { id, type, created, connectAccount } = one;
  return { account, connectAccount, id, type, at: created, how: 'event' };
}
