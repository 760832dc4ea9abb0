import { inspect } from 'node:util';
import { expect } from 'vitest';

/**
 * F68: whatever a sender returns, rejects with or logs, in whichever way it is turned into text, holds none of `secrets`.
 * Every test of a sender ends here.
 */
export function expectNoSecret(values: readonly unknown[], secrets: readonly string[]): void {
  for (const value of values) {
    const written = [inspect(value, { depth: 12, showHidden: true }), safeJson(value), textOf(value)].join('\n');
    for (const secret of secrets) expect(written).not.toContain(secret);
  }
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function textOf(value: unknown): string {
  return value instanceof Error ? `${value.message}\n${value.stack ?? ''}` : '';
}
