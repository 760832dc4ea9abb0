import { Temporal } from 'temporal-polyfill';
import { transactionFact } from '../../src/domain/balance-transaction.ts';
import type { LedgerFact } from '../../src/domain/ledger.ts';
import { ledgerFacts } from '../../src/interpret/ledger/ledger-facts.ts';
import { windowOf } from '../../src/report/calendar.ts';
import { periodFigures } from '../../src/report/summaries/figures.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import { onLocalDays, oracleFor } from './balance-oracle.ts';
import { memoryLedger } from './memory-ledger.ts';
import { type RandomYear, randomYear } from './random-year.ts';

/** Whole hours, half and three quarter hours, a shift of half an hour, a day longer than 24 hours ahead, none at all. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/St_Johns',
] as const;

const windowsAYear = 8;
const scope = { account: 'main', livemode: true, connect: '' };
const filter = { account: 'main', livemode: true, connected: false, tags: [] };

/**
 * Years of random business, told in random order with repetitions, against the oracle: every figure of random days, weeks,
 * months and of the whole year, in random zones, to the last minor unit. Returns how many figures were compared; throws with
 * the seed and the figure where one differs.
 */
export async function checkYears(years: number, seed: number): Promise<number> {
  let compared = 0;
  for (let index = 0; index < years; index += 1) compared += await checkYear(`${seed}/${index}`);
  return compared;
}

async function checkYear(seed: string): Promise<number> {
  const random = createRandom(`check/${seed}`);
  const year = randomYear(seed);
  const ledger = memoryLedger();
  try {
    for (const facts of inChunks(shuffled(factsOf(year), random), random)) await ledger.recordLedger({ now: 1, facts });
    let compared = 0;
    for (let window = 0; window < windowsAYear; window += 1) {
      const zone = random.pick(zones);
      const [first, after] = window === 0 ? wholeYear() : someDays(random);
      const [sums = []] = await ledger.ledgerSums({ filter, windows: [windowOf(first, after, zone)] });
      const days = [first.toString(), after.subtract({ days: 1 }).toString()] as const;
      const where = `seed ${seed}, ${days.join(' to ')} in ${zone}`;
      compared += compareSettled(sums, onLocalDays(year.transactions, zone, ...days), where);
      compared += compareCharged(sums, onLocalDays(year.presented, zone, ...days), where);
    }
    return compared;
  } finally {
    ledger.close();
  }
}

function factsOf(year: RandomYear): LedgerFact[] {
  return [
    ...year.events.flatMap((event) => ledgerFacts(event, { account: 'main', tags: [] })),
    ...year.transactions.map((one) => transactionFact(one, scope)).filter((fact) => fact !== null),
  ];
}

/** Any order; a fifth of them twice. */
function shuffled(facts: readonly LedgerFact[], random: Random): LedgerFact[] {
  const all = [...facts, ...facts.filter(() => random.chance(0.2))];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last);
    const [a, b] = [all[last], all[other]];
    if (a === undefined || b === undefined) continue;
    all[last] = b;
    all[other] = a;
  }
  return all;
}

function* inChunks(facts: readonly LedgerFact[], random: Random): Generator<LedgerFact[]> {
  for (let from = 0; from < facts.length; ) {
    const size = random.pick([1, 1, 2, 5, 100]);
    yield facts.slice(from, from + size);
    from += size;
  }
}

function wholeYear(): [Temporal.PlainDate, Temporal.PlainDate] {
  return [Temporal.PlainDate.from('2026-01-01'), Temporal.PlainDate.from('2027-01-01')];
}

function someDays(random: Random): [Temporal.PlainDate, Temporal.PlainDate] {
  const first = Temporal.PlainDate.from('2026-01-01').add({ days: random.int(0, 364) });
  return [first, first.add({ days: random.pick([1, 1, 1, 7, 30, 90]) })];
}

type Sums = Parameters<typeof periodFigures>[0];

function compareSettled(sums: Sums, transactions: RandomYear['transactions'], where: string): number {
  const expected = oracleFor(transactions);
  const { currencies, payouts } = periodFigures(sums, 'settled');
  const found = new Map(currencies.map((line) => [line.currency, line]));
  let compared = 0;
  for (const [currency, line] of expected) {
    const own = found.get(currency);
    const booked = own?.booked[0];
    const pairs = {
      gross: own?.gross,
      refunds: own?.refunds,
      disputes: own?.disputes,
      other: own?.other,
      fees: booked?.fees,
      net: booked?.net,
      payouts: payouts.find((one) => one.currency === currency)?.minor,
    } as const;
    for (const [figure, value] of Object.entries(pairs)) {
      const wanted = line[figure as keyof typeof pairs];
      if ((value ?? '0') !== `${wanted}`) throw new Error(`${where}: ${figure} ${currency} is ${value}, not ${wanted}`);
      compared += 1;
    }
    found.delete(currency);
  }
  for (const [currency, line] of found) {
    if (line.gross !== '0' || line.booked.some(({ net }) => net !== '0'))
      throw new Error(`${where}: ${currency} is not there`);
  }
  return compared;
}

/** What customers paid less what went back, in their own currency. */
function compareCharged(sums: Sums, presented: RandomYear['presented'], where: string): number {
  const expected = new Map<string, bigint>();
  for (const { currency, minor } of presented) expected.set(currency, (expected.get(currency) ?? 0n) + minor);
  const { currencies } = periodFigures(sums, 'charged');
  let compared = 0;
  for (const [currency, wanted] of expected) {
    const own = currencies.find((one) => one.currency === currency);
    const value = BigInt(own?.gross ?? 0) + BigInt(own?.refunds ?? 0) + BigInt(own?.disputes ?? 0);
    if (value !== wanted) throw new Error(`${where}: charged ${currency} is ${value}, not ${wanted}`);
    compared += 1;
  }
  return compared;
}
