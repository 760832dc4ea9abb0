import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TillbellError } from '../domain/errors.ts';
import { type Answer, type ApiFailure, access, type EndpointName } from './contract.ts';
import type { Guard, Person, Signed } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { Refusal } from './refusal.ts';

/** What a handler is given. Query, parameters and body are as they came: a handler reads them through `parsed`. */
export interface ApiRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signed: Signed | null;
  /** Of a signed-in person; throws for a public endpoint that nobody signed in to. */
  readonly person: Person;
  /** Who asks, for limits of tries: the address. */
  readonly address: string;
  readonly secure: boolean;
  readonly setCookie: (cookie: string) => void;
}

export type Handler<N extends EndpointName> = (request: ApiRequest) => Promise<Answer<N>>;

/** One for each endpoint of the contract: one that is missing does not compile. */
export type Handlers = { readonly [N in EndpointName]: Handler<N> };

export interface ApiDeps {
  readonly guard: Guard;
  readonly handlers: Handlers;
  readonly onProblem: (problem: { readonly endpoint: string; readonly code: string; readonly text: string }) => void;
}

/** Every endpoint of the contract behind the one guard; what is not in the contract is not there. */
export function registerApi(server: FastifyInstance, deps: ApiDeps): void {
  void server.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, deps));
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers({ ...securityHeaders, 'cache-control': 'no-store' });
    });
    for (const name of Object.keys(access) as EndpointName[]) {
      const [method = 'GET', url = ''] = name.split(' ');
      scope.route({
        method,
        url,
        handler: async (request, reply) => {
          const needs = { role: access[name], writes: method !== 'GET' };
          const signed = await deps.guard.admit(request, needs);
          return reply.send(await deps.handlers[name](requestOf(request, reply, signed, deps.guard)));
        },
      });
    }
    scope.all('/api/*', async (request) => {
      await deps.guard.admit(request, { role: 'viewer', writes: false });
      throw new Refusal(404, 'no_such_endpoint', 'there is no such endpoint');
    });
  });
}

function requestOf(request: FastifyRequest, reply: FastifyReply, signed: Signed | null, guard: Guard): ApiRequest {
  return {
    query: request.query as Readonly<Record<string, unknown>>,
    params: request.params as Readonly<Record<string, string>>,
    body: request.body,
    signed,
    get person() {
      if (signed === null) throw new Refusal(401, 'not_signed_in', 'nobody is signed in');
      return signed.person;
    },
    address: request.ip,
    secure: guard.isSecure(request),
    setCookie: (cookie) => void reply.header('set-cookie', cookie),
  };
}

const statusOf: Readonly<Record<string, number>> = {
  store_unavailable: 503,
  slack_unreachable: 503,
  stripe_unreachable: 503,
  usage_silence: 400,
  usage_account: 400,
  event_unreadable: 400,
  not_found: 404,
  config_api_key: 501,
  setup_refused: 400,
};

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.status >= 500) {
    const endpoint = `${request.method} ${request.routeOptions.url ?? ''}`;
    deps.onProblem({ endpoint, code: refusal.code, text: error instanceof Error ? error.message : '' });
  }
  return reply.code(refusal.status).send(failure(refusal));
}

export function failure({ code, message, hint, field }: Refusal): ApiFailure {
  return { error: { code, message, ...(hint === null ? {} : { hint }), ...(field === null ? {} : { field }) } };
}

/** What we did not expect is said without its words: they may hold anything. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof TillbellError) {
    const hint = error.hint === null ? {} : { hint: error.hint };
    return new Refusal(statusOf[error.code] ?? 409, error.code, error.message, hint);
  }
  const status = statusIn(error);
  if (status === 413) return new Refusal(413, 'too_large', 'the request is too large');
  if (status >= 400 && status < 500) return new Refusal(400, 'bad_request', 'the request cannot be read');
  return new Refusal(500, 'unexpected', 'something went wrong here; the log says what');
}

function statusIn(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}
