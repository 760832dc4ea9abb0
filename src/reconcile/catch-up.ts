import type { Reason } from '../domain/event.ts';
import { stillUntold, tellObjects, untoldObjects } from './check-objects.ts';
import type { ReconcileAccount, ReconcileDeps } from './deps.ts';
import { type Subscribed, subscribed } from './endpoint.ts';
import { listWithFates, type Taken, takeIn } from './fill-gaps.ts';
import { allPages } from './list-pages.ts';
import { type Cursor, cursorName, grace, readCursor, undeliveredFor, windowsOf, writeCursor } from './windows.ts';

export interface RoundResult {
  readonly taken: readonly Taken[];
  /** Null where the round went through. */
  readonly stopped: { readonly kind: 'refused' | 'unavailable'; readonly reason: Reason } | null;
}

/** Another endpoint of the account may fail for days and fill this list: so much of it is read a round. */
const mostUndeliveredPages = 10;
/** Connected accounts that were silent for so long are no longer asked. */
const connectedForMs = 30 * 86_400_000;

export interface AskedScope {
  /** Null: the account of the key itself. */
  readonly connectAccount: string | null;
  /** Unix seconds of the first event known to be of it; null for the account of the key. */
  readonly firstAt: number | null;
}

/** The account of the key itself, then each connected account that events named lately. */
export async function scopesOf(deps: Pick<ReconcileDeps, 'store' | 'clock'>, account: string): Promise<AskedScope[]> {
  const since = deps.clock.now() - connectedForMs;
  const connected = await deps.store.connectAccounts({ account, since });
  return [
    { connectAccount: null, firstAt: null },
    ...connected.map(({ id, firstAt }) => ({ connectAccount: id, firstAt })),
  ];
}

/** What the account's endpoints send here; unknown where the key may not list them. */
export async function subscriptionOf(account: ReconcileAccount): Promise<Subscribed> {
  const listed = await allPages(
    () => account.lister.endpoints(),
    (endpoints) => endpoints,
    1,
  );
  return listed.kind === 'listed' ? subscribed(listed.objects, account.doors) : { kind: 'unknown' };
}

/**
 * One round over one account: every event that Stripe lists from the high-water mark on, and what it could not deliver;
 * what is not in the store is taken in. The mark moves window by window, so that a long absence is caught up with in
 * pieces, and a round that Stripe stops goes on from there.
 */
export async function catchUp(deps: ReconcileDeps, account: ReconcileAccount): Promise<RoundResult> {
  const subscription = await subscriptionOf(account);
  const taken: Taken[] = [];
  let stopped: RoundResult['stopped'] = null;
  for (const asked of await scopesOf(deps, account.name)) {
    const { connectAccount } = asked;
    const scope = { account, subscription, ...asked };
    const done = await catchUpScope(deps, scope);
    taken.push(...done.taken);
    // A connected account that took its access back stops nobody else.
    if (done.stopped !== null && connectAccount === null) return { taken, stopped: done.stopped };
    stopped ??= done.stopped?.kind === 'unavailable' ? done.stopped : null;
  }
  return { taken, stopped };
}

interface Scope extends AskedScope {
  readonly account: ReconcileAccount;
  readonly subscription: Subscribed;
}

async function catchUpScope(deps: ReconcileDeps, scope: Scope): Promise<RoundResult> {
  const now = Math.floor(deps.clock.now() / 1000);
  const { cursor, save } = await cursorOf(deps, scope, now);
  const taken: Taken[] = [];
  for (const window of windowsOf(cursor, now)) {
    const listed = await listWithFates(deps, { ...scope, window, undelivered: false });
    if (listed.kind !== 'listed') return { taken, stopped: listed };
    taken.push(...(await takeIn(deps, scope.account.name, listed.events)));
    await save({ ...cursor, mark: Math.max(cursor.mark, window.to) });
    deps.figures.mark({ account: scope.account.name, at: window.to });
  }
  const from = Math.max(cursor.floor, now - undeliveredFor);
  if (from > now - grace) return { taken, stopped: null };
  const window = { from, to: now - grace };
  const undelivered = { ...scope, window, undelivered: true, mostPages: mostUndeliveredPages };
  const listed = await listWithFates(deps, undelivered);
  if (listed.kind !== 'listed') return { taken, stopped: listed };
  taken.push(...(await takeIn(deps, scope.account.name, listed.events)));
  return { taken, stopped: null };
}

async function cursorOf(deps: Pick<ReconcileDeps, 'store'>, scope: Omit<Scope, 'subscription'>, now: number) {
  const { account, connectAccount, firstAt } = scope;
  const name = cursorName(account.name, connectAccount);
  const text = await deps.store.getSetting(name);
  // Of a connected account everything since its first event was promised; before, it was perhaps not connected.
  const own = readCursor(await deps.store.getSetting(cursorName(account.name, null)), now);
  const cursor: Cursor = readCursor(text, firstAt === null ? now : Math.max(own.floor, firstAt));
  const save = (changed: Cursor) => deps.store.putSetting(name, writeCursor(changed));
  if (text === null) await save(cursor);
  return { cursor, save };
}

/**
 * Compares the objects of the last days with what events showed; each difference is looked at twice, `confirmMs` apart,
 * before it is told. Lists of events cannot prove themselves complete: Stripe may fail to make an event at all.
 */
export async function compareObjects(
  deps: ReconcileDeps,
  account: ReconcileAccount,
  confirm: () => Promise<boolean>,
): Promise<RoundResult> {
  const subscription = await subscriptionOf(account);
  const taken: Taken[] = [];
  let stopped: RoundResult['stopped'] = null;
  for (const asked of await scopesOf(deps, account.name)) {
    const { connectAccount } = asked;
    const now = Math.floor(deps.clock.now() / 1000);
    const { cursor } = await cursorOf(deps, { account, ...asked }, now);
    const scope = { account, connectAccount, subscription, floor: cursor.floor, since: null, wanted: () => true };
    const compared = await untoldObjects(deps, scope);
    if (compared.kind !== 'compared') {
      if (connectAccount === null) return { taken, stopped: compared };
      continue;
    }
    if (compared.refused !== null && connectAccount === null) stopped = { kind: 'refused', reason: compared.refused };
    if (compared.untold.length === 0) continue;
    if (!(await confirm())) return { taken, stopped };
    taken.push(...(await tellObjects(deps, scope, await stillUntold(deps, scope, compared.untold))));
  }
  return { taken, stopped };
}
