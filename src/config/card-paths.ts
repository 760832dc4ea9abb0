import type { SubjectKind } from '../domain/subject.ts';
import { movedProperty } from './moved-paths.ts';
import { shapesVersion, stripeShapes } from './stripe-shapes.ts';
import { nearest } from './suggest.ts';

/** What is wrong with a path, and what would be right. A warning where an event may hold it all the same. */
export interface PathFinding {
  readonly level: 'fault' | 'warning';
  readonly code: 'unknown_path' | 'moved_path' | 'id_path';
  readonly message: string;
  readonly suggestion: string | null;
  /** Of a `moved_path`: the version of Stripe's API from which on it is gone; null where that is not known. */
  readonly since?: string | null;
}

/** What templates of every kind may begin with. */
const roots: Readonly<Record<string, string>> = {
  charge: 'Charge',
  payment_intent: 'PaymentIntent',
  payment: 'PaymentIntent,Charge',
  invoice: 'Invoice',
  invoice_payment: 'InvoicePayment',
  checkout_session: 'Checkout.Session',
  subscription: 'Subscription',
  subscription_schedule: 'SubscriptionSchedule',
  customer: 'Customer',
  product: 'Product',
  price: 'Price',
  plan: 'Price,Plan',
  dispute: 'Dispute',
  payout: 'Payout',
  refund: 'Refund',
  review: 'Review',
  credit_note: 'CreditNote',
  radar_early_fraud_warning: 'Radar.EarlyFraudWarning',
  transfer: 'Transfer',
  quote: 'Quote',
  metadata: '*',
};

const objects: Readonly<Record<SubjectKind, string>> = {
  payment: 'PaymentIntent,Charge,Invoice',
  invoice: 'Invoice',
  checkout: 'Checkout.Session',
  subscription: 'Subscription',
  dispute: 'Dispute',
  payout: 'Payout',
  customer: 'Customer',
  review: 'Review',
  other: '*',
};

/** What the card adds to Stripe's own properties (render/field-scope.ts). */
const added: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plan: { name: '' },
  subscription: { plan: '@plan' },
};

/**
 * Checks one path of a template (`object.items.data[0].price.nickname`) against the objects of Stripe's API. Null: it is
 * right, or nothing is known against it. `lookups` are the names that the configuration itself gives to fetched objects.
 */
export function inspectPath(path: string, kind: SubjectKind, lookups: readonly string[]): PathFinding | null {
  const steps = stepsOf(path);
  const [root, ...rest] = steps;
  if (root === undefined || lookups.includes(root)) return null;
  if (root === 'amount') return amountStep(rest[0]);
  const shape = root === 'object' ? objects[kind] : Object.hasOwn(roots, root) ? roots[root] : undefined;
  if (shape === undefined) return unknownRoot(root, lookups);
  return walk(root, shape, rest);
}

/** Paths that templates of a kind of card may name, two steps deep; deeper ones are left to who looks at an event. */
export function knownPaths(kind: SubjectKind): { readonly path: string; readonly type: string }[] {
  const found = [{ path: 'amount', type: 'money' }];
  for (const [root, shape] of [['object', objects[kind]] as const, ...Object.entries(roots)]) {
    if (shape === '*') found.push({ path: root, type: 'object' });
    for (const name of shape.split(',')) {
      for (const [step, inner] of propertiesOf(name)) {
        const path = `${root}.${step}`;
        if (step !== '' && !found.some((one) => one.path === path))
          found.push({ path, type: typeOfShape(step, inner) });
      }
    }
  }
  return found;
}

function typeOfShape(step: string, shape: string): string {
  if (shape.startsWith('[') || shape.startsWith('{')) return 'list';
  if (shape === '' || shape.startsWith('>')) return /(?:^|_)amount(?:_|$)/.test(step) ? 'money' : 'string';
  return 'object';
}

/** Null for a step that is read from a variable: what it will be is not known. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const [, index, quoted, variable, word] of path.matchAll(/\[(-?\d+)\]|\['([^']*)'\]|(\[)|([^.[\]]+)/g)) {
    if (variable !== undefined) return steps;
    steps.push(index ?? quoted ?? word ?? '');
  }
  return steps;
}

function amountStep(step: string | undefined): PathFinding | null {
  if (step === undefined || step === 'minor' || step === 'currency') return null;
  return unknown(`amount has no "${step}"`, 'write {{ amount | money }}');
}

function unknownRoot(root: string, lookups: readonly string[]): PathFinding {
  const known = ['object', 'amount', ...Object.keys(roots), ...lookups];
  const near = nearest(root, known);
  // Objects of other events are named by their type, too: they cannot all be listed.
  return near === null
    ? {
        level: 'warning',
        code: 'unknown_path',
        message: `"${root}" is no object that cards usually know: the field stays away where it is missing`,
        suggestion: `known are ${known.join(', ')}`,
      }
    : unknown(`there is no "${root}"`, `did you mean "${near}"?`);
}

function walk(root: string, start: string, steps: readonly string[]): PathFinding | null {
  let shape = start;
  let trail = root;
  for (const [index, step] of steps.entries()) {
    if (shape === '*' || shape === '') return null;
    if (shape.startsWith('@')) return walk(shape.slice(1), roots[shape.slice(1)] ?? '*', steps.slice(index));
    if (shape.startsWith('>')) return idStep(trail, shape.slice(1).split(',')[0] ?? '', step);
    const next = nextShape(root, index, shape, step);
    if (next === undefined) return missing(trail, shape, step);
    trail = /^-?\d+$/.test(step) ? `${trail}[${step}]` : `${trail}.${step}`;
    shape = next;
  }
  return null;
}

function nextShape(root: string, index: number, shape: string, step: string): string | undefined {
  if (shape.startsWith('[')) {
    if (/^-?\d+$/.test(step) || step === 'first' || step === 'last') return shape.slice(1);
    return step === 'size' ? '' : undefined;
  }
  if (shape.startsWith('{')) {
    return { data: `[${shape.slice(1)}`, has_more: '', total_count: '', url: '', object: '' }[step];
  }
  const own = index === 0 && Object.hasOwn(added, root) ? added[root] : undefined;
  if (own !== undefined && Object.hasOwn(own, step)) return own[step];
  return shape
    .split(',')
    .map((name) => (Object.hasOwn(stripeShapes, name) ? propertiesOf(name).get(step) : '*'))
    .find((found) => found !== undefined);
}

function propertiesOf(name: string): Map<string, string> {
  const text = stripeShapes[name] ?? '';
  return new Map(
    text.split(' ').map((property) => {
      const colon = property.indexOf(':');
      return colon < 0 ? [property, ''] : [property.slice(0, colon), property.slice(colon + 1)];
    }),
  );
}

function missing(trail: string, shape: string, step: string): PathFinding {
  const names = shape.split(',');
  const went = names.map((name) => movedProperty(name, step)).find((found) => found !== null);
  if (went !== undefined && went !== null) {
    const since = went.since === null ? 'newer versions of Stripe’s API' : `Stripe’s API since ${went.since}`;
    return {
      level: 'warning',
      code: 'moved_path',
      message: `${trail}.${step} is not in ${since}: with such an endpoint the field stays empty`,
      suggestion: `there it is ${went.instead}`,
      since: went.since,
    };
  }
  if (shape.startsWith('{')) return unknown(`${trail} has no "${step}"`, `its entries are in ${trail}.data`);
  if (shape.startsWith('[')) return unknown(`${trail} has no "${step}"`, `it is a list: ${trail}[0], .last or .size`);
  const known = [...names.flatMap((name) => [...propertiesOf(name).keys()]), ...Object.keys(added[trail] ?? {})];
  const near = nearest(step, known);
  if (near !== null) return unknown(`${trail} has no "${step}"`, `did you mean "${near}"?`);
  // Stripe may have it since: this must not keep anybody from starting.
  return {
    level: 'warning',
    code: 'unknown_path',
    message: `${trail} has no "${step}" in Stripe’s API ${shapesVersion}: where it is missing the field stays away`,
    suggestion: 'see the object in Stripe’s API reference',
  };
}

/** Events hold ids where the API could expand them. */
function idStep(trail: string, shape: string, step: string): PathFinding {
  const [root] = Object.entries(roots).find(([, name]) => name === shape) ?? [];
  const name = trail.split('.').at(-1) ?? trail;
  const suggestion =
    root === undefined
      ? `fetch it: lookups: { ${name}: ${trail} }, then {{ ${name}.${step} }}`
      : `write ${root}.${step}`;
  return {
    level: 'warning',
    code: 'id_path',
    message: `${trail} is an id in Stripe’s events, so ${step} is not there`,
    suggestion,
  };
}

function unknown(message: string, suggestion: string): PathFinding {
  return { level: 'fault', code: 'unknown_path', message, suggestion };
}
