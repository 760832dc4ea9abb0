/** What CEL's parser and type checker say, in the words of a route's author. */
export function problemText(error: unknown): { message: string; offset: number } {
  const summary = summaryOf(error);
  const message = summary
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    .replace('EOF', 'end of the expression');
  return { message: `not a valid expression: ${message}`, offset: offsetOf(error) };
}

export function filterHint(error: unknown, variables: readonly string[]): string | null {
  const summary = summaryOf(error);
  if (
    /money (?:==|!=|<|<=|>|>=) (?:int|double|string|dyn)/.test(summary) ||
    /(?:int|double|string) (?:==|!=|<|<=|>|>=) money/.test(summary)
  ) {
    return 'compare amounts with money("1000.00 EUR")';
  }
  if (/^no such overload: type (?:==|!=|in)/.test(summary)) return 'the type of the event is called event_type';
  if (summary.startsWith('Unknown variable')) return `there are: ${variables.join(', ')}`;
  return null;
}

function summaryOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'summary' in error && typeof error.summary === 'string') {
    return error.summary;
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it cannot be read';
}

function offsetOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('range' in error)) return 0;
  const range = error.range;
  if (typeof range !== 'object' || range === null || !('start' in range)) return 0;
  return typeof range.start === 'number' ? range.start : 0;
}
