import { buildRequest } from '../builders/event.ts';
import { day } from '../calendar.ts';
import { failRefund, referenceRefund, refundCharge } from '../changes/refund-charge.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type CardSaleOptions, tellCardSale } from './card-sale.ts';

export interface RefundOptions extends CardSaleOptions {
  /** `full` · `partial`: a third · `twice`: a third, then the rest · `failed`: the bank sends it back. */
  readonly how?: 'full' | 'partial' | 'twice' | 'failed';
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer';
}

/** A card sale whose money goes back, wholly or in part. */
export function refund(options: RefundOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const how = options.how ?? 'full';
  const reason = options.reason ?? 'requested_by_customer';
  const sale = story.history(() => {
    const sold = tellCardSale(story, options);
    story.wait(3 * day);
    return sold;
  });
  // Tens of minor units: three-decimal currencies take no other last digit.
  const third = Math.floor(sale.charge.amount / 30) * 10;
  const first = how === 'partial' || how === 'twice' ? third : sale.charge.amount;
  world.request = buildRequest(world);
  const made = refundCharge(world, sale.charge, { amount: first, reason });
  if (how === 'twice') {
    story.wait(day);
    world.request = buildRequest(world);
    refundCharge(world, made.charge, { amount: sale.charge.amount - first, reason });
  }
  world.request = null;
  story.wait(2 * day);
  if (how === 'failed') failRefund(world, made);
  else referenceRefund(world, made.refund);
  return story.end(`refund, ${how}`);
}
