import { cancellation } from '../../src/sandbox/stripe/lifecycles/cancellation.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { dunning } from '../../src/sandbox/stripe/lifecycles/dunning.ts';
import { earlyFraudWarning, review } from '../../src/sandbox/stripe/lifecycles/fraud.ts';
import { mailedInvoice } from '../../src/sandbox/stripe/lifecycles/mailed-invoice.ts';
import { pause } from '../../src/sandbox/stripe/lifecycles/pause.ts';
import { planChange } from '../../src/sandbox/stripe/lifecycles/plan-change.ts';
import { trial } from '../../src/sandbox/stripe/lifecycles/trial.ts';
import type { Lifecycle } from '../../src/sandbox/stripe/story.ts';
import { type ActingHarness, ada, ben, guest } from './acting-harness.ts';

/** One action: the story that leads to its card, what is entered, and what makes the card old without a webhook. */
interface Played {
  readonly verb: string;
  readonly story: (seed: string) => Lifecycle;
  readonly values?: Readonly<Record<string, string>>;
  /** What the last submission carries, where the form is the last question. */
  readonly last?: Readonly<Record<string, string>>;
  /** The method of its write; POST unless told. */
  readonly method?: 'DELETE';
}

const failing = (seed: string) => dunning({ seed, failures: ['insufficient_funds'], outcome: 'past_due' });
const ending = (seed: string) => until(cancellation({ seed }), 'customer.subscription.updated');
const trying = (seed: string) => until(trial({ seed }), 'customer.subscription.trial_will_end');
const unfinished = (seed: string) => mailedInvoice({ seed, outcome: 'not_finalized' });
const mailed = (seed: string) => until(mailedInvoice({ seed, outcome: 'overdue_paid' }), 'invoice.overdue');

export const played: Readonly<Record<string, Played>> = {
  'refund, in part': {
    verb: 'refund',
    story: (seed) => cardSale({ seed, amount: 4_200, currency: 'eur' }),
    values: { amount: '12.00', reason: 'requested_by_customer' },
  },
  'refund, all': {
    verb: 'refund',
    story: (seed) => cardSale({ seed, amount: 4_200, currency: 'eur' }),
    values: { amount: '42.00', reason: 'duplicate' },
  },
  'refund of a fraud warning': {
    verb: 'fraud_refund',
    story: (seed) => earlyFraudWarning({ seed, amount: 4_200, currency: 'eur', refunded: false }),
  },
  'finalize a draft': { verb: 'finalize_invoice', story: unfinished },
  'retry a failed invoice': { verb: 'retry_invoice', story: failing },
  'send an invoice again': { verb: 'send_invoice', story: mailed },
  'mark uncollectible': { verb: 'mark_uncollectible', story: failing },
  'void an invoice': { verb: 'void_invoice', story: failing },
  'cancel at period end': { verb: 'cancel_subscription', story: (seed) => planChange({ seed }) },
  'keep a subscription': { verb: 'keep_subscription', story: ending },
  'cancel at once': { verb: 'cancel_now', story: (seed) => planChange({ seed }), method: 'DELETE' },
  'extend a trial': { verb: 'extend_trial', story: trying, values: { day: '2028-01-31' } },
  'apply a coupon': { verb: 'apply_coupon', story: (seed) => planChange({ seed }), values: { text: 'WELCOME' } },
  'edit a field': { verb: 'edit_fields', story: (seed) => planChange({ seed }), last: { field_0: 'called' } },
  'pause collection': { verb: 'pause_subscription', story: (seed) => planChange({ seed }) },
  'resume collection': {
    verb: 'resume_subscription',
    story: (seed) => until(pause({ seed }), 'customer.subscription.updated'),
  },
  'accept a dispute': { verb: 'accept_dispute', story: (seed) => dispute({ seed, outcome: 'open' }) },
  'submit evidence': {
    verb: 'submit_evidence',
    story: (seed) => dispute({ seed, outcome: 'open' }),
    values: { text: 'The customer used it for three weeks.' },
  },
  'refund of a review': { verb: 'refund_review', story: (seed) => until(review({ seed }), 'review.opened') },
  'approve a review': { verb: 'approve_review', story: (seed) => until(review({ seed }), 'review.opened') },
};

export const cells = [
  'happy',
  'double click',
  'two people',
  'killed before',
  'killed after',
  '409',
  '429',
  '500',
  'answer lost',
  'not allowed',
  'stale',
] as const;
export type Cell = (typeof cells)[number];

export interface CellResult {
  /** How often Stripe acted; of evidence only the submission counts: staging tells the bank nothing. */
  readonly writes: number;
  /** State of the action that was carried out, or why none was. */
  readonly outcomes: readonly string[];
}

let serial = 0;

/** Plays one cell from a story of its own; resolves when everything about it is known and told. */
export async function playCell(scene: ActingHarness, name: string, cell: Cell): Promise<CellResult> {
  const one = played[name];
  if (one === undefined) throw new RangeError(`no action ${name}`);
  serial += 1;
  const story = one.story(`${name}/${cell}/${serial}`);
  const ts = await scene.tellFor(story, one.verb);
  const from = scene.stripe.calls.length;
  const recorded = (await scene.app.store.listAudit({ limit: 1 }))[0]?.id ?? 0;
  await act(scene, one, cell, ts, story);
  await closed(scene);
  const audit = (await scene.app.store.listAudit({ limit: 50 })).filter((entry) => entry.id > recorded).toReversed();
  return { writes: scene.writes(from), outcomes: audit.map((entry) => entry.outcome) };
}

async function act(scene: ActingHarness, one: Played, cell: Cell, ts: string, story: Lifecycle): Promise<void> {
  if (cell === 'not allowed') {
    await scene.click(ts, one.verb, guest);
  } else if (cell === 'stale') {
    scene.ageBehind(story);
    await scene.click(ts, one.verb);
  } else if (cell === 'double click' || cell === 'two people') {
    const second = cell === 'double click' ? ada : ben;
    const views = [await opened(scene, one, ts, ada), await opened(scene, one, ts, second)];
    const last = one.last ?? {};
    await Promise.all([scene.submit(last, ada, views[0]), scene.submit(last, second, views[1])]);
  } else {
    const view = await opened(scene, one, ts, ada);
    disturb(scene, cell, one.method ?? 'POST');
    await scene.submit(one.last ?? {}, ada, view);
    if (cell === 'killed before' || cell === 'killed after') {
      await scene.dead();
      await scene.restart();
    }
  }
  await scene.settled();
}

/** Click, and the form where there is one; returns the modal with the last question. */
async function opened(scene: ActingHarness, one: Played, ts: string, user: string): Promise<string> {
  await scene.click(ts, one.verb, user);
  await scene.settled();
  const { id } = scene.modal();
  if (one.values === undefined) return id;
  await scene.submit(one.values, user, id);
  await scene.settled();
  return id;
}

function disturb(scene: ActingHarness, cell: Cell, method: 'POST' | 'DELETE'): void {
  const { faults } = scene.stripe;
  const write = { method, calls: 1 } as const;
  if (cell === '409') {
    scene.proxy.answerNext(409, {
      error: { type: 'idempotency_error', message: 'in use', code: 'idempotency_key_in_use' },
    });
  }
  if (cell === '429') scene.proxy.answerNext(429, { error: { type: 'invalid_request_error', message: 'slow down' } });
  if (cell === '500') faults.add({ kind: 'status', status: 500, when: 'after', ...write });
  // Twice: Stripe's own client repeats a request once over a fresh connection, under the same key.
  const lost = { kind: 'lost', method, calls: 2 } as const;
  if (cell === 'answer lost') faults.add({ ...lost, when: 'after' });
  if (cell === 'killed before') faults.add({ ...lost, when: 'before' });
  if (cell === 'killed before' || cell === 'killed after') scene.die('sending');
}

/** A mail that was perhaps sent leaves no trace at Stripe: it is being checked for a day, and that is its cell's end. */
const longestMs = 6_000;

/** Waits until no action of the scene is open but dialogues that nobody will end. */
export async function closed(scene: ActingHarness): Promise<void> {
  const started = performance.now();
  for (;;) {
    await scene.settled();
    if (scene.openActions() === 0 || performance.now() - started > longestMs) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function until(story: Lifecycle, type: string): Lifecycle {
  const from = story.history;
  const at = story.happenings.findIndex(({ event }, index) => index >= from && event.type === type);
  if (at < 0) throw new RangeError(`${story.name} has no ${type}`);
  return { ...story, events: story.events.slice(0, at + 1), happenings: story.happenings.slice(0, at + 1) };
}
