import { afterEach, expect, test } from 'vitest';
import { transactionFact } from '../../src/domain/balance-transaction.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Listed } from '../../src/domain/stripe-lister.ts';
import { tieOut } from '../../src/report/balance/tie-out.ts';
import { memoryLedger } from './memory-ledger.ts';

const ledgers: ReturnType<typeof memoryLedger>[] = [];
afterEach(() => {
  for (const ledger of ledgers.splice(0)) ledger.close();
});

const window = { from: 1_000_000, to: 1_086_400 };
const scopes = [{ account: 'main', livemode: true, connected: false }];
const txn = (id: string, amount: number, created = 1_000_100): JsonObject => ({
  id,
  object: 'balance_transaction',
  amount,
  fee: 10,
  currency: 'eur',
  created,
  reporting_category: 'charge',
  source: `ch_${id}`,
});

async function tied(listed: readonly JsonObject[], known: readonly JsonObject[], answer?: Listed) {
  const store = memoryLedger();
  ledgers.push(store);
  const scope = { account: 'main', livemode: true, connect: '' };
  const facts = known.map((one) => transactionFact(one, scope)).filter((fact) => fact !== null);
  await store.recordLedger({ now: 1, facts });
  const lister = {
    balanceTransactions: async () => answer ?? ({ kind: 'page', objects: listed, more: false } as const),
  };
  return tieOut(window, scopes, { store, now: () => 2, accountOf: () => ({ name: 'main', livemode: true, lister }) });
}

test('what Stripe lists and the ledger lacks is taken in, and ties', async () => {
  expect(await tied([txn('a', 500), txn('b', 700)], [txn('a', 500)])).toEqual({
    kind: 'compared',
    lines: [{ currency: 'eur', transactions: 2, stripe: '1180', ledger: '1180', difference: '0' }],
    pending: [],
  });
});

test('what the ledger holds and Stripe does not list is a difference, to the cent', async () => {
  const found = await tied([txn('a', 500)], [txn('a', 500), txn('ghost', 43)]);
  expect(found).toMatchObject({ lines: [{ stripe: '490', ledger: '523', difference: '33' }] });
});

test('where Stripe refuses, nothing is claimed', async () => {
  const reason = { code: 'stripe_permission_missing', text: 'the API key lacks the permission rak_x' };
  expect(await tied([], [], { kind: 'refused', reason })).toEqual({ kind: 'not_compared', reason });
});
