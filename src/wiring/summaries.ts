import type { Config } from '../config/config.ts';
import { numberAt, textAt } from '../domain/json.ts';
import { money } from '../domain/money.ts';
import type { OpenDispute, Summary, SummaryWindow, TieOut } from '../domain/summary.ts';
import { computeSummary, type SummaryRequest } from '../report/summaries/compute.ts';
import type { Store } from '../store/store.ts';

export type SummaryStore = Pick<
  Store,
  | 'ledgerSums'
  | 'ledgerCustomers'
  | 'ledgerOfEarlier'
  | 'ledgerScopes'
  | 'listMovements'
  | 'listSubjects'
  | 'getSubject'
>;

export interface SummaryOfDeps {
  readonly store: SummaryStore;
  /** Compares the window with Stripe's balance transactions; without it nothing is compared. */
  readonly tieOut?: (window: SummaryWindow, scopes: SummaryRequest['scopes']) => Promise<TieOut>;
}

/** A summary over the real store: what `tillbell report`, the console, commands in Slack and scheduled posts all ask. */
export function summaryOf(deps: SummaryOfDeps, request: SummaryRequest): Promise<Summary> {
  const { store } = deps;
  return computeSummary(request, {
    store,
    openDisputes: (scopes) => openDisputes(store, scopes),
    tieOut: deps.tieOut ?? notCompared,
  });
}

function notCompared(): Promise<TieOut> {
  const reason = { code: 'not_asked', text: 'Stripe was not asked for its balance transactions' };
  return Promise.resolve({ kind: 'not_compared', reason });
}

/**
 * The accounts that a summary is about, each in the mode that its key is of. Where the configuration does not say, live
 * money counts; an account that only ever saw test events shows those.
 */
export async function scopesOf(
  store: Pick<Store, 'ledgerScopes'>,
  config: Pick<Config, 'stripe'>,
  given: { readonly accounts?: readonly string[]; readonly connected?: boolean } = {},
): Promise<SummaryRequest['scopes']> {
  const wanted = given.accounts ?? [];
  const held = await store.ledgerScopes();
  return Object.values(config.stripe.accounts)
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map(({ name, livemode }) => {
      const own = held.filter(({ account }) => account === name);
      const onlyTest = own.length > 0 && own.every((one) => !one.livemode);
      return { account: name, livemode: livemode ?? !onlyTest, connected: given.connected ?? false };
    });
}

const disputesRead = 200;
const waiting: ReadonlySet<string> = new Set(['needs_response', 'warning_needs_response']);

/** Soonest first. Of disputes that nobody answers in time Stripe decides for the customer. */
async function openDisputes(store: SummaryStore, scopes: SummaryRequest['scopes']): Promise<OpenDispute[]> {
  const open: OpenDispute[] = [];
  for (const id of await store.listSubjects({ kind: 'dispute', limit: disputesRead })) {
    const subject = await store.getSubject(id);
    const wanted = scopes.some((one) => one.account === subject?.account && one.livemode === subject.livemode);
    if (subject === null || !wanted) continue;
    for (const snapshots of Object.values(subject.state.objects)) {
      const object = snapshots.at(-1)?.object;
      const amount = money(object?.['amount'], object?.['currency']);
      if (object?.['object'] !== 'dispute' || amount === null || !waiting.has(textAt(object, 'status') ?? '')) continue;
      const dueBy = numberAt(object, 'evidence_details.due_by');
      open.push({ id: textAt(object, 'id') ?? id, ...amount, dueBy });
    }
  }
  return open.sort((a, b) => (a.dueBy ?? Number.MAX_SAFE_INTEGER) - (b.dueBy ?? Number.MAX_SAFE_INTEGER));
}
