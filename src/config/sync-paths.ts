import type { SubjectKind } from '../domain/subject.ts';
import { inspectPath, type PathFinding } from './card-paths.ts';
import { stripeShapes } from './stripe-shapes.ts';

/** The Stripe object whose fields a kind of card shows: the one that Stripe sends an event for when they change. */
export const syncRoots: Readonly<Partial<Record<SubjectKind, { readonly root: string; readonly shape: string }>>> = {
  // Nothing is told of a payment intent's metadata; its charge is.
  payment: { root: 'charge', shape: 'Charge' },
  invoice: { root: 'invoice', shape: 'Invoice' },
  subscription: { root: 'subscription', shape: 'Subscription' },
  dispute: { root: 'dispute', shape: 'Dispute' },
  payout: { root: 'payout', shape: 'Payout' },
  customer: { root: 'customer', shape: 'Customer' },
  review: { root: 'review', shape: 'Review' },
};

/** Limits of metadata: docs.stripe.com/api/metadata. */
export const longestMetadataKey = 40;
export const longestMetadataValue = 500;

/**
 * What may be written beside metadata, with its longest value; from the update calls of docs.stripe.com/api. What Stripe
 * takes but what does more than set a text (an address that a receipt is mailed to) is not among them.
 */
const writable: Readonly<Partial<Record<SubjectKind, Readonly<Record<string, number>>>>> = {
  payment: { description: 1_000 },
  invoice: { description: 1_500, footer: 3_000 },
  subscription: { description: 500 },
  customer: { name: 256, email: 512, phone: 20, description: 350 },
  dispute: Object.fromEntries(
    [
      'access_activity_log',
      'billing_address',
      'cancellation_policy_disclosure',
      'cancellation_rebuttal',
      'customer_name',
      'duplicate_charge_explanation',
      'product_description',
      'refund_policy_disclosure',
      'refund_refusal_explanation',
      'service_date',
      'shipping_address',
      'shipping_carrier',
      'shipping_date',
      'shipping_tracking_number',
      'uncategorized_text',
    ].map((name) => [`evidence.${name}`, 3_000]),
  ),
};

/** Kinds whose objects carry metadata that Stripe lets us write. */
const withMetadata: ReadonlySet<SubjectKind> = new Set([
  'payment',
  'invoice',
  'subscription',
  'dispute',
  'payout',
  'customer',
]);

/** The longest text that this field takes; null: it cannot be written. */
export function longestOf(kind: SubjectKind, path: string): number | null {
  if (path.startsWith('metadata.')) return withMetadata.has(kind) ? longestMetadataValue : null;
  const own = writable[kind] ?? {};
  return Object.hasOwn(own, path) ? (own[path] ?? null) : null;
}

/** In words, for a fault's suggestion. */
export function writableNames(kind: SubjectKind): string[] {
  const own = Object.keys(writable[kind] ?? {}).map((name) => name.replace(/^evidence\..*/, 'evidence.…'));
  return [...new Set([...(withMetadata.has(kind) ? ['metadata.…'] : []), ...own])];
}

/** What is wrong with a mapped path: misspelt, moved, or no single value. */
export function inspectSyncPath(kind: SubjectKind, path: string): PathFinding | null {
  const root = syncRoots[kind];
  if (root === undefined) return null;
  const found = inspectPath(`${root.root}.${path}`, kind, []);
  if (found !== null || path.startsWith('metadata.')) return found;
  const shape = shapeOf(root.shape, path.split('.'));
  if (path !== 'metadata' && (shape === '' || shape === '*' || shape.startsWith('>'))) return null;
  const message = `${root.root}.${path} is ${shape.startsWith('[') || shape.startsWith('{') ? 'a list' : 'an object'}, not one value`;
  return { level: 'fault', code: 'unknown_path', message, suggestion: 'name one of its fields' };
}

/** The code of a path that is known to be right; `*` where the shapes do not say. */
function shapeOf(start: string, steps: readonly string[]): string {
  let shape = start;
  for (const step of steps) {
    if (shape.startsWith('[') && /^\d+$/.test(step)) {
      shape = shape.slice(1);
      continue;
    }
    const found = (stripeShapes[shape.replace(/^[>[{]/, '').split(',')[0] ?? ''] ?? '')
      .split(' ')
      .find((property) => property === step || property.startsWith(`${step}:`));
    if (found === undefined) return '*';
    shape = found.includes(':') ? found.slice(found.indexOf(':') + 1) : '';
  }
  return shape;
}
