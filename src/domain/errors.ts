/**
 * An expected failure. `code` is stable (scripts and tests rely on it), `message` says what is wrong and where,
 * `hint` says what would be right. Neither may hold a secret or a payload.
 */
export class TillbellError extends Error {
  override readonly name = 'TillbellError';
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? null;
  }
}

/** The text of an unknown thrown value, for logs and reports. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
