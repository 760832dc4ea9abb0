import type { DisputeReason } from '../builders/dispute.ts';
import { buildRequest } from '../builders/event.ts';
import { day } from '../calendar.ts';
import { decideDispute, escalateInquiry, giveEvidence, openDispute } from '../changes/dispute-charge.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type CardSaleOptions, tellCardSale } from './card-sale.ts';

export interface DisputeOptions extends CardSaleOptions {
  readonly reason?: DisputeReason;
  /** Minor units; less than the charge where only a part is disputed. */
  readonly disputed?: number;
  /** `open`: nobody has answered yet · `inquiry`: closed without loss · `escalated`: an inquiry that became a dispute, lost. */
  readonly outcome?: 'won' | 'lost' | 'unanswered' | 'open' | 'inquiry' | 'escalated';
  readonly daysToAnswer?: number;
}

/** A card sale that the customer's bank takes back: created, funds withdrawn, evidence, decided. */
export function dispute(options: DisputeOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const outcome = options.outcome ?? 'won';
  const sale = story.history(() => {
    const sold = tellCardSale(story, options);
    story.wait(21 * day);
    return sold;
  });
  const inquiry = outcome === 'inquiry' || outcome === 'escalated';
  const opened = openDispute(world, {
    charge: sale.charge,
    reason: options.reason ?? 'fraudulent',
    inquiry,
    ...(options.disputed === undefined ? {} : { amount: options.disputed }),
    ...(options.daysToAnswer === undefined ? {} : { daysToAnswer: options.daysToAnswer }),
  });
  const name = `dispute, ${outcome}`;
  if (outcome === 'open') return story.end(name);
  story.wait(4 * day);
  const current = outcome === 'escalated' ? escalateInquiry(world, opened) : opened;
  if (outcome === 'unanswered' || outcome === 'escalated') {
    story.wait(6 * day);
    decideDispute(world, current, 'lost');
    return story.end(name);
  }
  world.request = buildRequest(world);
  const staged = giveEvidence(world, current, { product_description: 'Access to the Pro plan' }, false);
  story.wait(600);
  world.request = buildRequest(world);
  const answered = giveEvidence(
    world,
    staged,
    { uncategorized_text: 'The customer used the product for three weeks after the purchase.' },
    true,
  );
  world.request = null;
  story.wait(60 * day);
  decideDispute(world, answered, outcome === 'inquiry' ? 'warning_closed' : outcome);
  return story.end(name);
}
