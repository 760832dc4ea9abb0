import type { Reason } from '../../domain/event.ts';

/** A call that got no usable answer. `neverSent`: no byte of it can have reached Slack. */
export interface NetworkFailure {
  readonly neverSent: boolean;
  readonly reason: Reason;
}

/** Before a request leaves there must be an address and a TLS session: these failures come earlier than that. */
const lookupCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']);
const connectCodes = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;

/** Reads why `fetch` failed. Codes decide, never messages; what is not known for sure may have been delivered. */
export function readNetworkFailure(error: unknown): NetworkFailure {
  const chain = causes(error);
  const codes = chain.map((each) => each.code);
  if (codes.some((code) => lookupCodes.has(code))) {
    return { neverSent: true, reason: { code: 'dns_failed', text: 'The address of Slack could not be looked up.' } };
  }
  if (codes.some((code) => tlsCode.test(code))) {
    return { neverSent: true, reason: { code: 'tls_failed', text: 'The TLS connection to Slack was not trusted.' } };
  }
  const atConnect = chain.some((each) => connectCodes.has(each.code) || each.syscall === 'connect');
  if (atConnect) {
    return { neverSent: true, reason: { code: 'not_reachable', text: 'Slack could not be reached.' } };
  }
  if (chain.some((each) => each.name === 'TimeoutError' || each.code.endsWith('_TIMEOUT'))) {
    return {
      neverSent: false,
      reason: { code: 'timeout', text: 'Slack did not answer in time; whether it took the message is not known.' },
    };
  }
  return {
    neverSent: false,
    reason: {
      code: 'connection_lost',
      text: 'The connection to Slack broke; whether it took the message is not known.',
    },
  };
}

interface Link {
  readonly name: string;
  readonly code: string;
  readonly syscall: string;
}

function causes(error: unknown, depth = 0): Link[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const own = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  // One error for several addresses (IPv6, IPv4): all its parts failed to connect.
  const parts = error instanceof AggregateError ? error.errors : [];
  const inner: unknown = Reflect.get(error, 'original');
  return [
    { name: error.name, code: own('code'), syscall: own('syscall') },
    ...causes(error.cause, depth + 1),
    ...causes(inner, depth + 1),
    ...parts.flatMap((each: unknown) => causes(each, depth + 1)),
  ];
}
