/** A balance transaction as Stripe's API gives it; nothing else is read. */
export interface RawTransaction {
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly created: number;
  readonly reporting_category: string;
}

export interface OracleLine {
  gross: bigint;
  refunds: bigint;
  disputes: bigint;
  fees: bigint;
  other: bigint;
  payouts: bigint;
  /** Without payouts and top-ups. */
  net: bigint;
}

/**
 * What a list of transactions comes to, added up one by one, slowly and plainly. It shares no code with the ledger: it knows
 * neither events nor roll-ups nor buckets.
 */
export function oracleFor(transactions: readonly RawTransaction[]): Map<string, OracleLine> {
  const lines = new Map<string, OracleLine>();
  for (const one of transactions) {
    let line = lines.get(one.currency);
    if (line === undefined) {
      line = { gross: 0n, refunds: 0n, disputes: 0n, fees: 0n, other: 0n, payouts: 0n, net: 0n };
      lines.set(one.currency, line);
    }
    const amount = BigInt(one.amount);
    line.fees -= BigInt(one.fee);
    switch (one.reporting_category) {
      case 'charge':
      case 'charge_failure':
      case 'partial_capture_reversal':
        line.gross += amount;
        break;
      case 'refund':
      case 'refund_failure':
        line.refunds += amount;
        break;
      case 'dispute':
      case 'dispute_reversal':
        line.disputes += amount;
        break;
      case 'fee':
      case 'network_cost':
      case 'tax':
        line.fees += amount;
        break;
      case 'payout':
      case 'payout_reversal':
        line.payouts += amount;
        line.net -= amount;
        break;
      case 'topup':
      case 'topup_reversal':
        line.net -= amount;
        break;
      default:
        line.other += amount;
    }
    line.net += BigInt(one.net);
  }
  return lines;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The local date of a second as the runtime's own calendar shows it: `2026-03-29`. */
export function localDate(at: number, zone: string): string {
  const known = calendars.get(zone);
  const calendar = known ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  if (known === undefined) calendars.set(zone, calendar);
  return calendar.format(at * 1000);
}

/** Those of the local days from `first` to `last`, both included; dates compare as text. */
export function onLocalDays<T extends { readonly created: number }>(
  all: readonly T[],
  zone: string,
  first: string,
  last: string,
): T[] {
  return all.filter(({ created }) => {
    const date = localDate(created, zone);
    return date >= first && date <= last;
  });
}
