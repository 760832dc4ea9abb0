import { describe, expect, test } from 'vitest';
import { familyOf } from './catalogue.ts';
import { chargeFamily, refundFamily } from './families/charge.ts';
import { disputeFamily } from './families/dispute.ts';
import { genericFamily } from './families/generic.ts';
import { invoiceFamily, invoiceItemFamily } from './families/invoice.ts';
import { subscriptionFamily } from './families/subscription.ts';

describe('familyOf', () => {
  test.each([
    ['charge.succeeded', chargeFamily],
    ['charge.refund.updated', refundFamily],
    ['charge.dispute.created', disputeFamily],
    ['v1.charge.failed', chargeFamily],
    ['invoiceitem.created', invoiceItemFamily],
    ['customer.subscription.trial_will_end', subscriptionFamily],
    ['v1.customer.subscription.item.added', subscriptionFamily],
  ])('%s', (type, family) => {
    expect(familyOf(type)).toBe(family);
  });

  test('F18 a new verb belongs to its group, a new group to the generic family', () => {
    expect(familyOf('invoice.folded_into_a_boat')).toBe(invoiceFamily);
    for (const type of [
      'moon.landed',
      'v2.core.account.created',
      'x',
      '',
      '.',
      '__proto__.constructor',
      'constructor.name',
    ]) {
      expect(familyOf(type)).toBe(genericFamily);
    }
  });
});
