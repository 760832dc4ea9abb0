import { expect, test } from 'vitest';
import { flashSale, runFifo, runLane } from '../../bench/flash-sale.ts';

test('a flash sale: disputes at once, every payment within seconds, no figure lost, hardly any messages', () => {
  const lane = runLane(flashSale);
  const fifo = runFifo(flashSale);
  expect(lane.events).toBe(30_010);
  expect(lane.dispute.p99).toBeLessThanOrEqual(1_500);
  expect(lane.payment.p99).toBeLessThanOrEqual(2_500);
  expect(lane.toldMinor).toBe(lane.soldMinor);
  expect(lane.mostInOneSecond).toBe(1);
  expect(lane.messages).toBeLessThanOrEqual(fifo.messages * 0.02);
  expect(fifo.messages).toBe(30_010);
});

test('a quiet hour needs no digest at all', () => {
  const quiet = runLane({ ...flashSale, paymentsPerSecond: 0.5, disputes: 1 });
  expect(quiet.digests).toBe(0);
  expect(quiet.messages).toBe(quiet.events);
});
