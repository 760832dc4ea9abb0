import type { Verb } from '../domain/action.ts';
import { fieldParams, fieldText } from '../domain/field-path.ts';
import { idAt, type JsonObject, listAt, numberAt, objectAt, textAt } from '../domain/json.ts';
import type { StripeWrite } from '../domain/stripe-writer.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { Draft } from './draft.ts';

type Request = Pick<StripeWrite, 'method' | 'path' | 'params'>;

interface Write {
  readonly request: (draft: Draft, actionId: string) => Request;
  /** Whether the object, read afresh, shows that it was carried out; null where an object cannot show it. */
  readonly applied: (object: JsonObject, draft: Draft) => boolean | null;
}

/** Where a refund says which action it came from, so that it can be found again (F81, F86). */
export const actionMetadata = 'tillbell_action';

const refund: Write = {
  // The amount is always said: without one Stripe refunds whatever is left by then.
  request: (draft, actionId) => ({
    path: '/v1/refunds',
    params: {
      charge: draft.target,
      amount: draft.amount?.minor ?? '0',
      metadata: { [actionMetadata]: actionId },
      ...(draft.reason === null ? {} : { reason: draft.reason }),
    },
  }),
  applied: () => null,
};

/** How each verb writes to Stripe; null: nothing is written there. */
const writes: Readonly<Record<Verb, Write | null>> = {
  acknowledge: null,
  assign_me: null,
  assign: null,
  note: null,
  leave_warning: null,
  why: null,
  mute: null,
  change_routes: null,
  refund,
  fraud_refund: refund,
  refund_review: refund,
  finalize_invoice: {
    request: (draft) => ({ path: `/v1/invoices/${draft.target}/finalize`, params: {} }),
    // One over nothing is paid in the same moment.
    applied: (invoice) => textAt(invoice, 'status') !== null && invoice['status'] !== 'draft',
  },
  retry_invoice: {
    request: (draft) => ({ path: `/v1/invoices/${draft.target}/pay`, params: {} }),
    applied: (invoice) => invoice['status'] === 'paid',
  },
  send_invoice: {
    request: (draft) => ({ path: `/v1/invoices/${draft.target}/send`, params: {} }),
    applied: () => null,
  },
  mark_uncollectible: {
    request: (draft) => ({ path: `/v1/invoices/${draft.target}/mark_uncollectible`, params: {} }),
    applied: (invoice) => invoice['status'] === 'uncollectible',
  },
  void_invoice: {
    request: (draft) => ({ path: `/v1/invoices/${draft.target}/void`, params: {} }),
    applied: (invoice) => invoice['status'] === 'void',
  },
  cancel_subscription: {
    request: (draft) => subscription(draft, { cancel_at_period_end: 'true' }),
    applied: (found) => found['cancel_at_period_end'] === true || numberAt(found, 'cancel_at') !== null,
  },
  keep_subscription: {
    request: (draft) =>
      subscription(
        draft,
        draft.before?.['at_period_end'] === false ? { cancel_at: '' } : { cancel_at_period_end: 'false' },
      ),
    applied: (found) => found['cancel_at_period_end'] !== true && numberAt(found, 'cancel_at') === null,
  },
  cancel_now: {
    request: (draft) => ({ method: 'DELETE', path: `/v1/subscriptions/${draft.target}`, params: {} }),
    applied: (found) => found['status'] === 'canceled',
  },
  extend_trial: {
    // Nothing is charged or credited for it: the trial only ends later.
    request: (draft) => subscription(draft, { trial_end: String(endOfTrial(draft)), proration_behavior: 'none' }),
    applied: (found, draft) => numberAt(found, 'trial_end') === endOfTrial(draft),
  },
  apply_coupon: {
    // The list given replaces what was there.
    request: (draft) =>
      subscription(draft, {
        discounts: [...(draft.discounts ?? []).map((discount) => ({ discount })), { coupon: draft.text ?? '' }],
      }),
    applied: (found, draft) => listAt(found, 'discounts').length > (draft.discounts ?? []).length,
  },
  pause_subscription: {
    request: (draft) => subscription(draft, { pause_collection: { behavior: 'keep_as_draft' } }),
    applied: (found) => textAt(found, 'pause_collection.behavior') !== null,
  },
  resume_subscription: {
    request: (draft) => subscription(draft, { pause_collection: '' }),
    applied: (found) => textAt(found, 'pause_collection.behavior') === null,
  },
  accept_dispute: {
    request: (draft) => ({ path: `/v1/disputes/${draft.target}/close`, params: {} }),
    applied: (dispute) => !textAt(dispute, 'status')?.includes('needs_response'),
  },
  submit_evidence: {
    // `submit` is true unless told otherwise, and evidence goes to the bank once.
    request: (draft) => ({
      path: `/v1/disputes/${draft.target}`,
      params:
        draft.step === 'submit'
          ? { submit: 'true' }
          : { evidence: { uncategorized_text: draft.text ?? '' }, submit: 'false' },
    }),
    applied: (dispute, draft) =>
      draft.step === 'submit'
        ? (numberAt(dispute, 'evidence_details.submission_count') ?? 0) > 0
        : textAt(dispute, 'evidence.uncategorized_text') === draft.text,
  },
  edit_fields: {
    request: (draft) => {
      const values = (draft.fields?.outcomes ?? []).filter(({ kind }) => kind === 'write');
      const params = fieldParams(values);
      // Whatever is set at a dispute goes to the bank with its evidence unless told otherwise.
      const held = draft.fields?.kind === 'dispute' ? { submit: 'false' } : {};
      return { path: `/v1/${collectionOf(draft.fields?.kind)}/${draft.target}`, params: { ...params, ...held } };
    },
    applied: (object, draft) =>
      (draft.fields?.outcomes ?? []).every(
        ({ kind, field, wanted }) => kind !== 'write' || fieldText(object, field) === wanted,
      ),
  },
  approve_review: {
    request: (draft) => ({ path: `/v1/reviews/${draft.target}/approve`, params: {} }),
    applied: (review) => review['open'] === false,
  },
};

/** Where the object is written whose fields a kind of card shows. */
function collectionOf(kind: SubjectKind | undefined): string {
  const collections: Readonly<Partial<Record<SubjectKind, string>>> = {
    payment: 'charges',
    invoice: 'invoices',
    subscription: 'subscriptions',
    dispute: 'disputes',
    payout: 'payouts',
    customer: 'customers',
  };
  const found = kind === undefined ? undefined : collections[kind];
  if (found === undefined) throw new RangeError(`nothing of a ${kind ?? 'thing'} is written`);
  return found;
}

/** Unix seconds: the first second of the day entered, in UTC. */
export function endOfTrial({ text }: Pick<Draft, 'text'>): number {
  return Date.parse(`${text ?? ''}T00:00:00Z`) / 1_000;
}

function subscription(draft: Draft, params: JsonObject): Request {
  return { path: `/v1/subscriptions/${draft.target}`, params };
}

export function writesToStripe(verb: Verb): boolean {
  return writes[verb] !== null;
}

export function requestOf(draft: Draft, actionId: string): Request {
  const write = writes[draft.verb];
  if (write === null) throw new RangeError(`${draft.verb} writes nothing to Stripe`);
  return write.request(draft, actionId);
}

export function isApplied(draft: Draft, object: JsonObject): boolean | null {
  return writes[draft.verb]?.applied(object, draft) ?? null;
}

/** The fields of an object that an action could have changed, for the record: ids, states and amounts only. */
export function recordOf(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  const fields = [
    'id',
    'status',
    'amount',
    'amount_captured',
    'amount_refunded',
    'amount_remaining',
    'currency',
    'attempt_count',
    'cancel_at',
    'cancel_at_period_end',
    'open',
    'actionable',
    'reason',
  ];
  for (const field of fields) {
    const value = object[field];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') kept[field] = value;
  }
  const charge = idAt(object, 'charge');
  if (charge !== null) kept['charge'] = charge;
  if (object['object'] === 'subscription') {
    kept['at_period_end'] = object['cancel_at_period_end'] === true;
    kept['paused'] = objectAt(object, 'pause_collection') !== null;
  }
  const submissions = numberAt(object, 'evidence_details.submission_count');
  if (submissions !== null) kept['submission_count'] = submissions;
  return kept;
}
