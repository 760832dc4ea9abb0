import type Stripe from 'stripe';
import { buildBalanceTransaction } from '../builders/balance-transaction.ts';
import { buildPayout } from '../builders/payout.ts';
import { day } from '../calendar.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';
import type { World } from '../world.ts';

export interface PayoutOptions extends StoryOptions {
  /** Minor units of the account's settlement currency. */
  readonly amount?: number;
  readonly outcome?: 'paid' | 'failed' | 'canceled';
}

/** Money on its way to the bank: payout.created, updated, paid and reconciled; or sent back by the bank. */
export function payout(options: PayoutOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const outcome = options.outcome ?? 'paid';
  const amount = options.amount ?? world.random.int(50_000, 900_000);
  const draft = buildPayout(world, { amount, currency: world.settlement });
  const movement = world.put(movementOf(world, draft, 'payout', -amount));
  const created = world.put({ ...draft, balance_transaction: movement.id });
  world.emit('payout.created', created);
  world.emit('balance.available', balanceOf(world, amount));
  if (outcome === 'canceled') {
    story.wait(600);
    const { object } = world.change(created, { status: 'canceled' });
    world.put(movementOf(world, object, 'payout_cancel', amount));
    world.emit('payout.canceled', object);
    return story.end('payout canceled');
  }
  story.wait(7200);
  const { object: sent, previous } = world.change(created, { status: 'in_transit' });
  world.emit('payout.updated', sent, previous);
  story.wait(2 * day);
  if (outcome === 'failed') {
    const returned = world.put(movementOf(world, sent, 'payout_failure', amount));
    const { object } = world.change(sent, {
      status: 'failed',
      failure_code: 'account_closed',
      failure_message: 'The bank account has been closed.',
      failure_balance_transaction: returned.id,
    });
    world.emit('payout.failed', object);
    return story.end('payout failed');
  }
  const { object: paid } = world.change(sent, {
    status: 'paid',
    trace_id: { status: 'supported', value: world.random.digits(15) },
  });
  world.emit('payout.paid', paid);
  const { object: reconciled } = world.change(paid, { reconciliation_status: 'completed' });
  world.emit('payout.reconciliation_completed', reconciled);
  return story.end('payout paid');
}

function movementOf(
  world: World,
  payout: Stripe.Payout,
  type: 'payout' | 'payout_failure' | 'payout_cancel',
  amount: number,
): Stripe.BalanceTransaction {
  return buildBalanceTransaction(world, {
    type,
    category: type === 'payout' ? 'payout' : 'payout_reversal',
    amount,
    currency: payout.currency,
    settlement: world.settlement,
    source: payout.id,
    fee: 0,
    description: 'STRIPE PAYOUT',
  });
}

/** The balance has no id: it is the account's own. */
function balanceOf(world: World, amount: number): Stripe.Balance {
  const part = (value: number) => [{ amount: value, currency: world.settlement, source_types: { card: value } }];
  return { object: 'balance', available: part(0), livemode: world.livemode, pending: part(amount) };
}
