import type { Reason } from '../domain/event.ts';
import { type JsonObject, textAt } from '../domain/json.ts';
import type { InteractDeps } from './deps.ts';
import type { Draft } from './draft.ts';
import { actionMetadata, isApplied } from './writes.ts';

export type LookedUp =
  | { readonly kind: 'applied'; readonly object: JsonObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly reason: Reason };

const unavailable: LookedUp = {
  kind: 'unavailable',
  reason: { code: 'stripe_unreachable', text: 'Stripe could not be asked' },
};

/** Whether Stripe shows what an action would have done; writes nothing. */
export async function lookUp(
  draft: Draft,
  actionId: string,
  deps: Pick<InteractDeps, 'readerOf' | 'writerOf'>,
): Promise<LookedUp> {
  if (draft.verb === 'refund' || draft.verb === 'fraud_refund' || draft.verb === 'refund_review') {
    const refunds = await deps.writerOf(draft.account)?.refundsOf(draft.target, draft.connect);
    if (refunds === undefined || refunds === null) return unavailable;
    const ours = refunds.find((refund) => textAt(refund, `metadata.${actionMetadata}`) === actionId);
    return ours === undefined ? { kind: 'absent' } : { kind: 'applied', object: ours };
  }
  const fetched = await deps.readerOf(draft.account)?.retrieve(draft.object, draft.connect);
  if (fetched === undefined) return unavailable;
  if (fetched.kind === 'missing') return { kind: 'absent' };
  if (fetched.kind !== 'object') return { kind: 'unavailable', reason: fetched.reason };
  return isApplied(draft, fetched.object) === true ? { kind: 'applied', object: fetched.object } : { kind: 'absent' };
}
