/** `needs_response` → `needs response`; Stripe's own words stay recognizable. */
export function plainTerm(term: string): string {
  return term.replaceAll('_', ' ');
}

/** `needs_response` → `Needs response`. */
export function titleTerm(term: string): string {
  const plain = plainTerm(term);
  return `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}`;
}

/** `payment.partially_refunded` → `partially refunded`: the kind stands beside it already. */
export function subjectState(code: string | null): string {
  return code === null ? '' : plainTerm(code.replace(/^[a-z_]+\./, ''));
}
