import { createHash } from 'node:crypto';
import type { Clock } from '../../../domain/clock.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ThinNotification } from '../builders/thin-notification.ts';
import type { Deliveries } from '../deliveries.ts';
import type { StripeFault, StripeFaults } from '../faults.ts';
import type { World } from '../world.ts';
import { accountRoutes } from './account-routes.ts';
import { ApiError, refuse } from './api-error.ts';
import { customerRoutes } from './customer-routes.ts';
import { disputeRoutes } from './dispute-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { expand, wire } from './expand.ts';
import { parseForm } from './form.ts';
import type { Idempotency, SavedAnswer } from './idempotency.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import { type ApiKey, authenticate, checkPermission } from './keys.ts';
import { checkNames, textListParam } from './params.ts';
import { rateLimited } from './rate-limit.ts';
import { readRoutes } from './read-routes.ts';
import { refundRoutes } from './refund-routes.ts';
import { type Matched, matchRoute, type Route } from './route.ts';
import { subscriptionRoutes } from './subscription-routes.ts';

// Longer paths first: `/v1/invoices/:id/pay` before `/v1/invoices/:id`.
const routes: readonly Route[] = [
  ...invoiceRoutes,
  ...subscriptionRoutes,
  ...disputeRoutes,
  ...refundRoutes,
  ...customerRoutes,
  ...accountRoutes,
  ...eventRoutes,
  ...readRoutes,
];

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  readonly requestId: string;
}

export interface ApiState {
  readonly clock: Clock;
  readonly keys: readonly ApiKey[];
  readonly faults: StripeFaults;
  readonly idempotency: Idempotency;
  readonly deliveries: Deliveries;
  readonly checkRate: () => void;
  /** The world of an account; null where the platform has no access to it. */
  worldOf(account: string | null): World | null;
  thinOf(world: World): readonly ThinNotification[];
}

/** What goes back: an answer, or nothing because the connection breaks. */
export interface ApiAnswer extends SavedAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly replayed: boolean;
  readonly lost: boolean;
  readonly params: JsonObject;
}

interface Checked extends Matched {
  readonly world: World;
  readonly params: JsonObject;
}

/** One request from its checks to its answer. Refusals are answers; only the stand-in's own faults throw. */
export async function answer(state: ApiState, request: ApiRequest): Promise<ApiAnswer> {
  const faults = state.faults.meet(request.method, request.path);
  try {
    if (faults.some((fault) => fault.kind === 'lost' && fault.when === 'before')) return lostAnswer(request);
    const checked = check(state, request, faults);
    return await actOnce(state, request, checked, faults);
  } catch (error) {
    if (error instanceof ApiError) return refusal(request, error);
    throw error;
  }
}

function check(state: ApiState, request: ApiRequest, faults: readonly StripeFault[]): Checked {
  const apiKey = authenticate(request.header('authorization'), state.keys);
  const account = request.header('stripe-account') ?? null;
  const world = state.worldOf(account);
  if (world === null) {
    throw new ApiError(403, {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key does not have access to account '${account ?? ''}' (or that account does not exist). Application access may have been revoked.`,
    });
  }
  const version = request.header('stripe-version');
  if (version !== undefined && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) {
    throw refuse(`Invalid Stripe API version: ${version}.`);
  }
  state.checkRate();
  if (faults.some((fault) => fault.kind === 'rate_limit')) throw rateLimited();
  const matched = matchRoute(routes, request.method, request.path);
  if (matched === null) {
    throw new ApiError(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    });
  }
  checkPermission(apiKey, matched.route.permission, world.account);
  const params = parseForm(request.method === 'POST' ? request.body : request.query);
  checkNames(params, matched.route.allowed);
  return { ...matched, world, params };
}

/** Under an idempotency key a POST acts once; its answer, a 500 too, is given again to whoever repeats it. */
async function actOnce(
  state: ApiState,
  request: ApiRequest,
  checked: Checked,
  faults: readonly StripeFault[],
): Promise<ApiAnswer> {
  const key = request.method === 'POST' ? request.header('idempotency-key') : undefined;
  if (key === undefined) return finish(request, checked, faults, await act(state, request, checked, faults));
  const fingerprint = createHash('sha256').update(`${request.path}\n${request.body}`).digest('base64');
  const claim = state.idempotency.claim(checked.world.account, key, fingerprint);
  if (claim.kind === 'replay') {
    return {
      ...claim.answer,
      requestId: request.requestId,
      headers: { 'idempotent-replayed': 'true', 'original-request': claim.answer.requestId },
      replayed: true,
      lost: isLost(faults),
      params: checked.params,
    };
  }
  try {
    const saved = await act(state, request, checked, faults);
    claim.save(saved);
    return finish(request, checked, faults, saved);
  } catch (error) {
    claim.release();
    throw error;
  }
}

async function act(
  state: ApiState,
  request: ApiRequest,
  checked: Checked,
  faults: readonly StripeFault[],
): Promise<SavedAnswer> {
  for (const fault of faults) {
    if (fault.kind === 'latency') await new Promise<void>((resume) => void state.clock.after(fault.ms, resume));
  }
  const broken = faults.find((fault) => fault.kind === 'status');
  if (broken?.when === 'before') return serverError(broken.status, request);
  const decline = faults.find((fault) => fault.kind === 'decline');
  const { world, params, id, route } = checked;
  const told = world.events.length;
  world.request = { id: request.requestId, idempotency_key: request.header('idempotency-key') ?? null };
  try {
    const body = wire(
      route.handle({
        world,
        params,
        id,
        deliveries: state.deliveries,
        thin: () => state.thinOf(world),
        declined: () => decline?.decline ?? null,
      }),
    );
    if (broken !== undefined) return serverError(broken.status, request);
    const expanded = expand(world, body ?? {}, textListParam(params, 'expand'));
    return { status: 200, body: JSON.stringify(expanded, null, 2), requestId: request.requestId };
  } catch (error) {
    // What fails its checks was never begun, so its key stays free. What changed something (a refused card) has an answer
    // like any other, which a repeated request gets again.
    if (!(error instanceof ApiError) || world.events.length === told) throw error;
    return { status: error.status, body: errorBody(error, request.path), requestId: request.requestId };
  } finally {
    world.request = null;
  }
}

function finish(request: ApiRequest, checked: Checked, faults: readonly StripeFault[], saved: SavedAnswer): ApiAnswer {
  const version = request.header('stripe-version');
  const key = request.header('idempotency-key');
  return {
    ...saved,
    headers: {
      ...(version === undefined ? {} : { 'stripe-version': version }),
      ...(key === undefined ? {} : { 'idempotency-key': key, 'original-request': saved.requestId }),
    },
    replayed: false,
    lost: isLost(faults),
    params: checked.params,
  };
}

function isLost(faults: readonly StripeFault[]): boolean {
  return faults.some((fault) => fault.kind === 'lost');
}

function serverError(status: number, request: ApiRequest): SavedAnswer {
  const body = { error: { type: 'api_error', message: 'An error occurred with our connection to the bank.' } };
  return { status, body: JSON.stringify(body), requestId: request.requestId };
}

function refusal(request: ApiRequest, error: ApiError): ApiAnswer {
  return {
    status: error.status,
    body: errorBody(error, request.path),
    requestId: request.requestId,
    headers: error.headers,
    replayed: false,
    lost: false,
    params: {},
  };
}

/** Version 2 of the API says less than version 1. */
function errorBody(error: ApiError, path: string): string {
  const { code, message } = error.body;
  if (path.startsWith('/v2/')) return JSON.stringify({ error: { code: code ?? 'invalid', message } });
  const doc = code === undefined ? {} : { doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` };
  return JSON.stringify({ error: { ...error.body, ...doc } });
}

function lostAnswer(request: ApiRequest): ApiAnswer {
  return { status: 0, body: '', requestId: request.requestId, headers: {}, replayed: false, lost: true, params: {} };
}
