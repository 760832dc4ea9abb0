import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCoupon } from '../../src/sandbox/stripe/builders/coupon.ts';
import { earlyFraudWarning } from '../../src/sandbox/stripe/lifecycles/fraud.ts';
import { mailedInvoice } from '../../src/sandbox/stripe/lifecycles/mailed-invoice.ts';
import { planChange } from '../../src/sandbox/stripe/lifecycles/plan-change.ts';
import { type ActingHarness, actingHarness } from './acting-harness.ts';
import { played } from './action-cells.ts';

let scene: ActingHarness;
beforeAll(async () => {
  scene = await actingHarness();
});
afterAll(() => scene.close());

async function click(ts: string, verb: string): Promise<void> {
  expect((await scene.click(ts, verb)).status).toBe(200);
  await scene.settled();
}

async function submit(values?: Record<string, string>): Promise<void> {
  expect((await scene.submit(values)).status).toBe(200);
  await scene.settled();
}

test('a fraud warning says what a refund costs now and what a dispute would', async () => {
  const story = earlyFraudWarning({ seed: 'more/1', amount: 4_200, currency: 'eur', refunded: false });
  await click(await scene.tellFor(story, 'fraud_refund'), 'fraud_refund');
  expect(scene.modal().text).toContain(
    'A refund now costs €42.00; a dispute would cost that and a fee of €15.00, together €57.00.',
  );
});

test('a coupon is asked of Stripe first, named in the last question, and applied beside what is there', async () => {
  const story = planChange({ seed: 'more/2' });
  const ts = await scene.tellFor(story, 'apply_coupon');
  const { world } = scene.stripe;
  world.put(buildCoupon(world, 10, { id: 'OLD', valid: false }));
  await click(ts, 'apply_coupon');
  await submit({ text: 'NONE' });
  expect(scene.modal().text).toContain('Stripe knows no coupon with this id.');
  await submit({ text: 'OLD' });
  expect(scene.modal().text).toContain('This coupon is no longer valid.');
  await submit({ text: 'WELCOME' });
  expect(scene.modal().text).toContain('The coupon Welcome is applied');
  await submit();
  await click(ts, 'apply_coupon');
  await submit({ text: 'WELCOME' });
  await submit();
  const id = story.objects.find((one) => one.object === 'subscription')?.id ?? '';
  expect(world.find('subscription', id)?.discounts).toHaveLength(2);
  expect(scene.thread(ts).filter((one) => one.startsWith('Coupon Welcome applied by'))).toHaveLength(2);
});

test('a trial is only ever made longer', async () => {
  const story = played['extend a trial']?.story('more/3');
  if (story === undefined) throw new Error('no such action');
  const ts = await scene.tellFor(story, 'extend_trial');
  await click(ts, 'extend_trial');
  const ends = scene.initialValues()['day'] ?? '';
  await submit({ day: ends });
  expect(scene.modal().text).toContain('Give a day after the end of the trial so far.');
  await submit({ day: '2099-01-01' });
  expect(scene.modal().text).toContain('at most two years from now');
  await submit({ day: '2028-01-31' });
  expect(scene.modal().text).toContain(`The trial ends on 2028-01-31 instead of ${ends}`);
  await submit();
  expect(scene.thread(ts).join('\n')).toContain('Trial extended to 2028-01-31 by <@U0ADA>');
});

test('a draft that could not be finalized is finalized from its card, after a question that names the amount', async () => {
  const story = mailedInvoice({ seed: 'more/draft', outcome: 'not_finalized' });
  const id = story.objects.find((one) => one.object === 'invoice')?.id ?? '';
  const ts = await scene.tellFor(story, 'finalize_invoice');
  expect(scene.labels(ts)).toContain('Finalize…');
  await click(ts, 'finalize_invoice');
  expect(scene.modal()).toMatchObject({ title: 'Finalize invoice', step: 'confirm' });
  expect(scene.modal().text).toMatch(/The draft of €[\d,.]+ becomes an invoice and can no longer be changed\./);
  await submit();
  expect(scene.stripe.world.find('invoice', id)).toMatchObject({ status: 'open' });
  expect(scene.thread(ts).join('\n')).toMatch(/Invoice of €[\d,.]+ finalized by <@U0ADA>/);
  expect(scene.valueOf(ts, 'finalize_invoice')).toBeNull();
  expect(scene.valueOf(ts, 'void_invoice')).not.toBeNull();
});
