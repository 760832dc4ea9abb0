import type { Answer, ApiFailure, Body, EndpointName, Query } from '../../contract.ts';

/** What the server said instead of an answer. `code` is stable; the message is a sentence for people. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;
  readonly field: string | null;
  constructor(status: number, failure: ApiFailure['error']) {
    super(failure.message);
    this.status = status;
    this.code = failure.code;
    this.hint = failure.hint ?? null;
    this.field = failure.field ?? null;
  }
}

let csrf: string | null = null;

/** The token of this session: every request that changes something carries it. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

export interface Asking<N extends EndpointName> {
  /** For `:name` in the path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Query<N>;
  readonly body?: Body<N>;
  readonly signal?: AbortSignal;
}

/** Asks one endpoint. Rejects with RequestFailed where the server refuses, with TypeError where it does not answer. */
export async function call<N extends EndpointName>(name: N, asking: Asking<N> = {}): Promise<Answer<N>> {
  const [method = 'GET', template = ''] = name.split(' ');
  const path = template.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(asking.path?.[key] ?? '')));
  const filled = Object.entries(asking.query ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  const search = new URLSearchParams(filled).toString();
  const writes = method !== 'GET';
  const response = await fetch(`${path}${search === '' ? '' : `?${search}`}`, {
    method,
    credentials: 'same-origin',
    headers: writes
      ? { 'content-type': 'application/json', ...(csrf === null ? {} : { 'x-tillbell-csrf': csrf }) }
      : {},
    ...(writes ? { body: JSON.stringify(asking.body ?? {}) } : {}),
    ...(asking.signal === undefined ? {} : { signal: asking.signal }),
  });
  if (!response.ok) throw new RequestFailed(response.status, await failureOf(response));
  return (await response.json()) as Answer<N>;
}

async function failureOf(response: Response): Promise<ApiFailure['error']> {
  try {
    const { error } = (await response.json()) as Partial<ApiFailure>;
    if (error !== undefined) return error;
  } catch {
    // A proxy's page, not the service's answer.
  }
  return { code: `http_${response.status}`, message: response.statusText || `HTTP ${response.status}` };
}
