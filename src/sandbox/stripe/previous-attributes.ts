/**
 * An event's `previous_attributes`: of what changed, the value before. Objects are told key by key (a metadata key that was
 * not there is null), lists as a whole, as Stripe does.
 */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const [old, now]: Record<string, unknown>[] = [{ ...before }, { ...after }];
  const previous: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
    const [was, is] = [old?.[key], now?.[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    previous[key] = isPlain(was) && isPlain(is) ? previousAttributes(was, is) : (was ?? null);
  }
  return previous;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
