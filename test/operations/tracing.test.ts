import {
  type Context,
  type Link,
  propagation,
  type Span,
  type SpanContext,
  type SpanOptions,
  type TextMapPropagator,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { traceIdOf } from '../../src/telemetry/trace-id.ts';
import { type AppHarness, appHarness, webhookSecret } from '../flow/app-harness.ts';

interface Seen {
  readonly name: string;
  readonly kind: number | undefined;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly attributes: Record<string, unknown>;
  readonly links: readonly Link[];
  ended: boolean;
}

const seen: Seen[] = [];

/** As little of an SDK as shows what the service says: every span is kept in memory. */
const tracer: Tracer = {
  startSpan: (name, options = {}, context) => spanOf(name, options, context),
  startActiveSpan: () => {
    throw new Error('not used');
  },
};

function spanOf(name: string, options: SpanOptions, context: Context | undefined): Span {
  const parent = context === undefined ? undefined : trace.getSpanContext(context);
  const hex = (length: number) => (seen.length + 1).toString(16).padStart(length, '0');
  const own: Seen = {
    name,
    kind: options.kind,
    context: { traceId: parent?.traceId ?? hex(32), spanId: hex(16), traceFlags: TraceFlags.SAMPLED },
    parent,
    attributes: { ...options.attributes },
    links: options.links ?? [],
    ended: false,
  };
  seen.push(own);
  const span: Span = {
    spanContext: () => own.context,
    setAttribute: () => span,
    setAttributes: (attributes) => {
      Object.assign(own.attributes, attributes);
      return span;
    },
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    setStatus: () => span,
    updateName: () => span,
    end: () => {
      own.ended = true;
    },
    isRecording: () => true,
    recordException: () => undefined,
  };
  return span;
}

const traceparent: TextMapPropagator = {
  inject: () => undefined,
  fields: () => ['traceparent'],
  extract(context, carrier, getter) {
    const [, traceId, spanId] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(String(getter.get(carrier, 'traceparent'))) ?? [];
    if (traceId === undefined || spanId === undefined) return context;
    return trace.setSpanContext(context, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
  },
};

beforeAll(() => {
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  propagation.setGlobalPropagator(traceparent);
});
afterAll(() => {
  trace.disable();
  propagation.disable();
});

const open: AppHarness[] = [];
beforeEach(() => seen.splice(0));
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function service(): Promise<AppHarness> {
  const harness = await appHarness();
  open.push(harness);
  return harness;
}

const sale = () => {
  const event = cardSale({ seed: 1 }).events.find(({ type }) => type === 'charge.succeeded');
  if (event === undefined) throw new Error('the sale has no charge');
  return event;
};
const named = (name: string) => seen.filter((span) => span.name === name);

test('one trace leads from the door to Slack, and the log line of the attempt names it', async () => {
  const harness = await service();
  const event = sale();
  expect(await harness.post(event)).toBe(200);
  await harness.settled();
  const traceId = traceIdOf('main', event.id);
  expect(seen.map(({ name }) => name).sort()).toEqual(['deliver', 'interpret', 'receive', 'route']);
  expect(new Set(seen.map(({ context }) => context.traceId))).toEqual(new Set([traceId]));
  expect(seen.every(({ ended }) => ended)).toBe(true);
  expect(named('route')[0]?.parent?.spanId).toBe(named('interpret')[0]?.context.spanId);
  expect(named('interpret')[0]?.parent).toMatchObject({ traceId, isRemote: true });
  expect([named('receive')[0]?.kind, named('deliver')[0]?.kind]).toEqual([1, 2]);
  expect(named('interpret')[0]?.attributes).toMatchObject({ 'tillbell.event': event.id, 'tillbell.state': 'routed' });
  expect(named('deliver')[0]?.attributes).toMatchObject({ 'tillbell.outcome': 'sent', 'tillbell.event': event.id });
  const attempts = harness.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(attempts.find(({ msg }) => msg === 'attempt')).toMatchObject({ event: event.id, trace: traceId });
});

test('a process that did not interpret the event finds the same trace', async () => {
  const harness = await service();
  const event = sale();
  harness.slack.faults.add({ method: 'chat.postMessage', kind: 'error', error: 'account_inactive', calls: 1 });
  await harness.post(event);
  await harness.settled();
  expect(named('deliver').map(({ attributes }) => attributes['tillbell.state'])).toEqual(['pending']);
  await harness.restart();
  await harness.app.store.pauseWorkspace({ workspace: 'slack', reason: null, now: Date.now() });
  await harness.drained();
  const last = named('deliver').at(-1);
  expect(last?.attributes['tillbell.outcome']).toBe('sent');
  expect(new Set(named('deliver').map(({ context }) => context.traceId))).toEqual(
    new Set([traceIdOf('main', event.id)]),
  );
});

test('the trace of a caller goes on at the door, linked to that of the event; a forged request starts its own', async () => {
  const harness = await service();
  const event = sale();
  const payload = JSON.stringify(event);
  const callers = 'a'.repeat(32);
  const post = (secret: string) =>
    fetch(`${harness.app.address}/webhooks/stripe`, {
      method: 'POST',
      body: payload,
      headers: {
        traceparent: `00-${callers}-${'b'.repeat(16)}-01`,
        'stripe-signature': signatureHeader({ payload, secret, timestamp: Math.floor(Date.now() / 1000) }),
      },
    });
  expect((await post(webhookSecret)).status).toBe(200);
  expect((await post('whsec_another_secret_000000')).status).toBe(400);
  await harness.settled();
  const [taken, refused] = named('receive');
  expect(taken?.context.traceId).toBe(callers);
  expect(taken?.links.map(({ context }) => context.traceId)).toEqual([traceIdOf('main', event.id)]);
  expect(refused?.context.traceId).not.toBe(callers);
  expect(named('deliver')[0]?.context.traceId).toBe(traceIdOf('main', event.id));
});

test('no attribute holds what is personal', async () => {
  const harness = await service();
  for (const event of cardSale({ seed: 1 }).events) await harness.post(event);
  await harness.settled();
  const said = new Set(seen.flatMap(({ attributes }) => Object.keys(attributes)));
  const allowed = [
    'account',
    'event',
    'event_type',
    'origin',
    'state',
    'reason',
    'late',
    'deliveries',
    'outcome',
    'targets',
  ];
  const ofAttempts = ['delivery', 'lane', 'op', 'route', 'method', 'code', 'attempt'];
  const names = [...allowed, ...ofAttempts].map((name) => `tillbell.${name}`);
  expect([...said].filter((name) => !names.includes(name) && !name.startsWith('http.'))).toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/@|whsec_|xox/);
});
