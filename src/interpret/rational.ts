/** An exact fraction; `d` is always positive. Sums of prices per day, week and year stay exact until they are rounded once. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const zero: Rational = { n: 0n, d: 1n };

export function whole(value: bigint): Rational {
  return { n: value, d: 1n };
}

export function plus(a: Rational, b: Rational): Rational {
  return reduced(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { n: -b.n, d: b.d });
}

export function times(a: Rational, b: Rational): Rational {
  return reduced(a.n * b.n, a.d * b.d);
}

/** The smaller of both. */
export function least(a: Rational, b: Rational): Rational {
  return a.n * b.d <= b.n * a.d ? a : b;
}

/** Reads a plain decimal (`12`, `-0.5`, `25.5`) of at most 30 digits each side; null for anything else, `1e3` too. */
export function decimal(text: string): Rational | null {
  const parts = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
  if (parts === null) return null;
  const fraction = parts[3] ?? '';
  const n = BigInt(`${parts[2]}${fraction}`);
  return reduced(parts[1] === '-' ? -n : n, 10n ** BigInt(fraction.length));
}

/** The nearest whole number; a half goes to the even neighbour, so that rounding has no drift. */
export function roundHalfEven(value: Rational): bigint {
  const floor = floorOf(value);
  const twice = 2n * (value.n - floor * value.d);
  if (twice < value.d) return floor;
  if (twice > value.d) return floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}

function floorOf(value: Rational): bigint {
  const quotient = value.n / value.d;
  return value.n % value.d !== 0n && value.n < 0n ? quotient - 1n : quotient;
}

function reduced(n: bigint, d: bigint): Rational {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? zero : { n: n / a, d: d / a };
}
