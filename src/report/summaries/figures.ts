import type { MovementKind } from '../../domain/ledger.ts';
import type { MinorUnits } from '../../domain/money.ts';
import type {
  Amounts,
  BookedFigures,
  CurrencyFigures,
  CurrencyView,
  MrrFigures,
  PeriodFigures,
} from '../../domain/summary.ts';
import type { LedgerSum } from '../../store/ledger-store.ts';

const groups: Readonly<Partial<Record<MovementKind, 'gross' | 'refunds' | 'disputes' | 'other' | 'feesOnly'>>> = {
  charge: 'gross',
  charge_reversal: 'gross',
  refund: 'refunds',
  refund_reversal: 'refunds',
  dispute: 'disputes',
  dispute_reversal: 'disputes',
  other: 'other',
  fee: 'feesOnly',
};

/** What the sums of a window come to, by currency. Every formula stands in docs/metrics.md. Pure. */
export function periodFigures(sums: readonly LedgerSum[], view: CurrencyView): PeriodFigures {
  const money = sums.filter(({ kind }) => groups[kind] !== undefined);
  const currencyOf = (sum: LedgerSum) => (view === 'settled' && sum.settled !== '' ? sum.settled : sum.currency);
  const currencies = [...new Set(money.map(currencyOf))].sort();
  return {
    view,
    currencies: currencies.map((currency) =>
      currencyFigures(
        currency,
        money.filter((sum) => currencyOf(sum) === currency),
        view,
      ),
    ),
    paid: counted(sums, 'charge'),
    failed: counted(sums, 'failed'),
    payouts: amountsBy(sums, ['payout', 'payout_reversal'], 'payout'),
    mrr: mrrFigures(sums),
    recovered: amountsBy(sums, ['recovered']),
    lost: amountsBy(sums, ['lost']),
  };
}

/** In the view by settlement currency what is not booked yet stands in `pending` alone: nobody knows its amount there. */
function currencyFigures(currency: string, sums: readonly LedgerSum[], view: CurrencyView): CurrencyFigures {
  const booked = [...new Set(sums.map(({ settled }) => settled))]
    .filter((settled) => settled !== '')
    .sort()
    .map((settled) =>
      bookedFigures(
        settled,
        sums.filter((sum) => sum.settled === settled),
      ),
    );
  const pending = sums.filter(({ settled }) => settled === '');
  const shown = view === 'settled' ? sums.filter(({ settled }) => settled !== '') : sums;
  const minorOf = (sum: LedgerSum) => BigInt(view === 'settled' ? sum.settledMinor : sum.minor);
  const total = (group: string) => sum(shown.filter(({ kind }) => groups[kind] === group).map(minorOf));
  const [own] = booked;
  const whole =
    pending.every(({ count, minor }) => count === 0 && minor === '0') &&
    booked.every((one) => one.currency === currency);
  return {
    currency,
    payments: counted(shown, 'charge'),
    gross: total('gross'),
    refundCount: counted(shown, 'refund'),
    refunds: total('refunds'),
    disputeCount: counted(shown, 'dispute'),
    disputes: total('disputes'),
    other: total('other'),
    fees: whole ? (own?.fees ?? '0') : null,
    net: whole ? (own?.net ?? '0') : null,
    booked,
    pending: {
      count: pending.reduce((all, { count }) => all + count, 0),
      minor: sum(pending.map(({ minor }) => BigInt(minor))),
    },
  };
}

function bookedFigures(currency: string, sums: readonly LedgerSum[]): BookedFigures {
  const total = (group: string) =>
    sum(sums.filter(({ kind }) => groups[kind] === group).map(({ settledMinor }) => BigInt(settledMinor)));
  const fees = sum([...sums.map(({ feeMinor }) => -BigInt(feeMinor)), BigInt(total('feesOnly'))]);
  const [gross, refunds, disputes, other] = [total('gross'), total('refunds'), total('disputes'), total('other')];
  const net = sum([gross, refunds, disputes, fees, other].map(BigInt));
  return { currency, gross, refunds, disputes, fees, other, net };
}

function mrrFigures(sums: readonly LedgerSum[]): MrrFigures[] {
  const steps = sums.filter(({ kind }) => kind.startsWith('mrr_'));
  return [...new Set(steps.map(({ currency }) => currency))].sort().map((currency) => {
    const own = steps.filter((step) => step.currency === currency);
    const of = (kind: MovementKind): Amounts => amountsBy(own, [kind])[0] ?? { currency, count: 0, minor: '0' };
    return {
      currency,
      new: of('mrr_new'),
      expansion: of('mrr_expansion'),
      contraction: of('mrr_contraction'),
      churn: of('mrr_churn'),
      reactivation: of('mrr_reactivation'),
      net: sum(own.map(({ minor }) => BigInt(minor))),
    };
  });
}

/** Sums by currency of what was charged or paid out; `counts` names the kind that is counted, where not all are. */
function amountsBy(sums: readonly LedgerSum[], kinds: readonly MovementKind[], counts?: MovementKind): Amounts[] {
  const own = sums.filter(({ kind }) => kinds.includes(kind));
  return [...new Set(own.map(({ currency }) => currency))].sort().map((currency) => {
    const of = own.filter((one) => one.currency === currency);
    return {
      currency,
      count: of.reduce((all, { kind, count }) => all + (counts === undefined || kind === counts ? count : 0), 0),
      minor: sum(of.map(({ minor }) => BigInt(minor))),
    };
  });
}

function counted(sums: readonly LedgerSum[], kind: MovementKind): number {
  return sums.reduce((all, sum) => all + (sum.kind === kind ? sum.count : 0), 0);
}

function sum(amounts: readonly bigint[]): MinorUnits {
  return `${amounts.reduce((all, amount) => all + amount, 0n)}`;
}

/** The sums of several accounts as those of one. */
export function joinSums(all: readonly (readonly LedgerSum[])[]): LedgerSum[] {
  const joined = new Map<string, LedgerSum>();
  for (const one of all.flat()) {
    const key = `${one.kind} ${one.currency} ${one.settled}`;
    const known = joined.get(key);
    joined.set(
      key,
      known === undefined
        ? one
        : {
            ...one,
            count: known.count + one.count,
            minor: sum([BigInt(known.minor), BigInt(one.minor)]),
            settledMinor: sum([BigInt(known.settledMinor), BigInt(one.settledMinor)]),
            feeMinor: sum([BigInt(known.feeMinor), BigInt(one.feeMinor)]),
          },
    );
  }
  return [...joined.values()];
}
