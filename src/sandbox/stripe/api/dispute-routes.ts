import type Stripe from 'stripe';
import { isObject } from '../../../domain/json.ts';
import { closeReview } from '../changes/close-review.ts';
import { decideDispute, giveEvidence } from '../changes/dispute-charge.ts';
import { refuse } from './api-error.ts';
import { booleanParam, checkNames, mergedMetadata } from './params.ts';
import { required } from './read-routes.ts';
import type { Call, Route } from './route.ts';

export const disputeRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/disputes/:id',
    permission: 'dispute_write',
    allowed: ['evidence', 'submit', 'metadata'],
    handle: updateDispute,
  },
  {
    method: 'POST',
    path: '/v1/disputes/:id/close',
    permission: 'dispute_write',
    allowed: [],
    handle: (call) => {
      const dispute = required(call, 'dispute');
      if (!isOpen(dispute)) throw refuse('This dispute is already closed');
      return decideDispute(call.world, dispute, 'lost');
    },
  },
  {
    method: 'POST',
    path: '/v1/reviews/:id/approve',
    permission: 'review_write',
    allowed: [],
    handle: (call) => {
      const review = required(call, 'review');
      if (!review.open) throw refuse('This review has already been closed.');
      return closeReview(call.world, review, 'approved');
    },
  },
];

function isOpen(dispute: Stripe.Dispute): boolean {
  return dispute.status === 'needs_response' || dispute.status === 'warning_needs_response';
}

/** `submit` is true unless told otherwise: the trap of this endpoint. Evidence goes to the bank once. */
function updateDispute(call: Call): Stripe.Dispute {
  const { world, params } = call;
  let dispute = required(call, 'dispute');
  if (params['metadata'] !== undefined) {
    const changed = world.change(dispute, { metadata: mergedMetadata(dispute.metadata, params['metadata']) });
    dispute = changed.object;
    world.emit('charge.dispute.updated', dispute, changed.previous);
  }
  const evidence = params['evidence'];
  const submit = booleanParam(params, 'submit') ?? evidence !== undefined;
  if (evidence === undefined && !submit) return dispute;
  if (!isOpen(dispute)) throw refuse('This dispute is already closed or its evidence was already submitted');
  return giveEvidence(world, dispute, evidenceOf(dispute, evidence), submit);
}

function evidenceOf(dispute: Stripe.Dispute, sent: unknown): Record<string, string> {
  if (!isObject(sent)) return {};
  checkNames(sent, Object.keys(dispute.evidence));
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value !== 'string') throw refuse('Invalid string', { param: `evidence[${name}]` });
    texts[name] = value;
  }
  // Source: docs.stripe.com/api/disputes/update: 150,000 characters in all.
  if (Object.values(texts).join('').length > 150_000) {
    throw refuse('Evidence can have at most 150,000 characters combined.', { param: 'evidence' });
  }
  return texts;
}
