import type { MinorUnits } from '../../domain/money.ts';

/** An amount in the two columns that the database adds up; see ledger-migration.ts. */
export interface Limbs {
  readonly hi: number;
  readonly lo: number;
}

const base = 1_000_000n;

export function limbsOf(minor: bigint): Limbs {
  return { hi: Number(minor / base), lo: Number(minor % base) };
}

/** Sums come as number, bigint or text, whichever the engine's driver makes of them. */
export function bigOf(hi: number | bigint | string, lo: number | bigint | string): bigint {
  return BigInt(hi) * base + BigInt(lo);
}

export function minorOf(hi: number | bigint | string, lo: number | bigint | string): MinorUnits {
  return `${bigOf(hi, lo)}`;
}
