/** `needs_response` → `needs response`; Stripe's own words stay recognizable. */
export function plainTerm(term: string): string {
  return term.replaceAll('_', ' ');
}

/** `payment.partially_refunded` → `partially refunded`: the kind stands beside it already. */
export function subjectState(code: string | null): string {
  return code === null ? '' : plainTerm(code.replace(/^[a-z_]+\./, ''));
}
