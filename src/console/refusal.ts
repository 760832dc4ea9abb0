import { z } from 'zod';

/** Why a request is not answered, in the words of the contract. Its texts hold neither a secret nor a payload. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;
  readonly field: string | null;

  constructor(status: number, code: string, message: string, more: { hint?: string; field?: string } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = more.hint ?? null;
    this.field = more.field ?? null;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `there is no such ${what}`);
}

/** Not here, and why: no API key, no such stage. */
export function unavailable(code: string, message: string, hint?: string): Refusal {
  return new Refusal(501, code, message, hint === undefined ? {} : { hint });
}

/** The value as the schema has it. Throws a Refusal that names the first field that is wrong. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = z.safeParse(schema, value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const message = `${field === '' ? 'the request' : field} is not as it should be: ${issue?.message ?? 'unreadable'}`;
  throw new Refusal(400, 'bad_input', message, field === '' ? {} : { field });
}
