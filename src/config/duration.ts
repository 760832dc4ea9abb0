const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `15m`, `1h30m`, `90d` in milliseconds; null where it is no duration. Units: ms, s, m, h, d (24 h), w. */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d{1,9}(?:ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g))
    total += Number(digits) * (unitMs[unit ?? ''] ?? 0);
  return Number.isSafeInteger(total) ? total : null;
}

/** The shortest way to write it in one unit: `90s`, `15m`, `4d`. */
export function durationText(ms: number): string {
  const unit = ['d', 'h', 'm', 's'].find((name) => ms >= (unitMs[name] ?? 0) && ms % (unitMs[name] ?? 1) === 0) ?? 'ms';
  return `${ms / (unitMs[unit] ?? 1)}${unit}`;
}
