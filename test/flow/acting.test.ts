import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type ActingHarness, actingHarness } from './acting-harness.ts';

let scene: ActingHarness;
let seed = 100;
beforeAll(async () => {
  scene = await actingHarness();
});
afterAll(() => scene.close());

const sale = (amount = 4_200) => {
  seed += 1;
  return cardSale({ seed, amount, currency: 'eur' });
};

describe('a refund from the card', () => {
  test('the form, the last question, one refund of just that, the thread and the card tell it', async () => {
    const card = await scene.tell(sale());
    console.log(scene.labels(card.ts), JSON.stringify(card.blocks));
    expect((await scene.click(card.ts, 'refund')).status).toBe(200);
    await scene.settled();
    console.log(scene.modal(), scene.whispers(), scene.logged.slice(-5));
    await scene.submit({ amount: '12.00', reason: 'requested_by_customer' });
    await scene.settled();
    console.log(scene.modal());
    await scene.submit();
    await scene.settled();
    console.log(scene.thread(card.ts), scene.card(card.ts).text);
    console.log(await scene.app.store.listAudit({ limit: 9 }));
  });
});
