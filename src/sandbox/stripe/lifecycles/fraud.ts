import { buildEarlyFraudWarning } from '../builders/early-fraud-warning.ts';
import { buildRequest } from '../builders/event.ts';
import { buildReview } from '../builders/review.ts';
import { hour } from '../calendar.ts';
import { closeReview } from '../changes/close-review.ts';
import { refundCharge } from '../changes/refund-charge.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type CardSaleOptions, tellCardSale } from './card-sale.ts';

/** The card's issuer suspects fraud; somebody refunds before it becomes a dispute, or leaves it. */
export function earlyFraudWarning(options: CardSaleOptions & { readonly refunded?: boolean } = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const sale = story.history(() => {
    const sold = tellCardSale(story, options);
    story.wait(30 * hour);
    return sold;
  });
  const warning = world.put(buildEarlyFraudWarning(world, sale.charge));
  world.emit('radar.early_fraud_warning.created', warning);
  if (options.refunded === false) return story.end('early fraud warning left');
  story.wait(2 * hour);
  world.request = buildRequest(world);
  refundCharge(world, sale.charge, { amount: sale.charge.amount, reason: 'fraudulent' });
  world.request = null;
  const { object, previous } = world.change(warning, { actionable: false });
  world.emit('radar.early_fraud_warning.updated', object, previous);
  return story.end('early fraud warning refunded');
}

/** Radar holds a sale up for a person to look at, who approves it or refunds it as fraud. */
export function review(
  options: CardSaleOptions & { readonly outcome?: 'approved' | 'refunded_as_fraud' } = {},
): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const outcome = options.outcome ?? 'approved';
  const sale = tellCardSale(story, options);
  const opened = world.put(buildReview(world, sale.charge));
  const { object: charge } = world.change(sale.charge, { review: opened.id });
  world.change(sale.intent, { review: opened.id });
  world.emit('review.opened', opened);
  story.wait(2 * hour);
  world.request = buildRequest(world);
  if (outcome === 'refunded_as_fraud') {
    refundCharge(world, charge, { amount: charge.amount, reason: 'fraudulent' });
  }
  closeReview(world, opened, outcome);
  return story.end(`review, ${outcome}`);
}
