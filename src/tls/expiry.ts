import type { Pair } from './pair.ts';

const dayMs = 86_400_000;
/** A certificate that renews itself is never so near to its end; a manual one leaves time to order. */
export const warnBeforeMs = 14 * dayMs;

export type Expiry =
  | { readonly kind: 'well'; readonly days: number }
  | { readonly kind: 'soon'; readonly days: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'not-yet' };

/** How a certificate stands at `now` (milliseconds since the epoch); `days` are whole ones that are left. */
export function expiryOf({ notBefore, notAfter }: Pick<Pair, 'notBefore' | 'notAfter'>, now: number): Expiry {
  if (now > notAfter) return { kind: 'expired' };
  if (now < notBefore) return { kind: 'not-yet' };
  const days = Math.floor((notAfter - now) / dayMs);
  return { kind: notAfter - now < warnBeforeMs ? 'soon' : 'well', days };
}
