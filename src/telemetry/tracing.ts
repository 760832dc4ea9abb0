import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

/** Does nothing until an SDK registers itself (`node --import`); docs/operations.md says how. */
const tracer = trace.getTracer('tillbell');

/**
 * A piece of work that is over. Attributes hold ids, types and states only, nothing personal.
 */
export interface FinishedWork {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Attributes;
  readonly failed: boolean;
  /** The trace of the event that it was done for; null: a trace of its own. */
  readonly traceId: string | null;
  /** W3C headers of a caller whose trace this continues; the event's own trace is then linked. */
  readonly caller?: Readonly<Record<string, string>>;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

export function recordWork(work: FinishedWork): void {
  const called = work.caller === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, work.caller);
  const continued = trace.getSpanContext(called) !== undefined;
  const event = work.traceId === null ? null : eventContext(work.traceId);
  const linked = continued && event !== null ? trace.getSpanContext(event) : undefined;
  const span = tracer.startSpan(
    work.name,
    {
      kind: kinds[work.kind],
      startTime: work.startedAt,
      attributes: work.attributes,
      ...(linked === undefined ? {} : { links: [{ context: linked }] }),
    },
    continued ? called : (event ?? ROOT_CONTEXT),
  );
  if (work.failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(work.endedAt);
}

/** A piece of work that is under way. Ended by `end`, once. */
export interface OpenWork {
  /** Runs `fn` so that what an SDK sees of its calls (HTTP, database) belongs to this work. */
  within<T>(fn: () => T): T;
  /** A part of it that is over. */
  part(part: Pick<FinishedWork, 'name' | 'startedAt' | 'endedAt' | 'attributes'>): void;
  end(end: { readonly endedAt: number; readonly attributes: Attributes; readonly failed: boolean }): void;
}

export function beginWork(
  work: Pick<FinishedWork, 'name' | 'startedAt' | 'attributes'> & { traceId: string },
): OpenWork {
  const { name, startedAt: startTime, attributes } = work;
  const parent = eventContext(work.traceId);
  const span: Span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, startTime, attributes }, parent);
  const own = trace.setSpan(parent, span);
  return {
    within: (fn) => context.with(own, fn),
    part: ({ name: partName, startedAt, endedAt, attributes: said }) =>
      tracer.startSpan(partName, { startTime: startedAt, attributes: said }, own).end(endedAt),
    end({ endedAt, attributes: said, failed }) {
      span.setAttributes(said);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    },
  };
}

/**
 * The event itself as the remote parent of all that is done because of it: every process computes the same one. It counts as
 * sampled, so that a sampler that goes by the trace id decides alike everywhere.
 */
function eventContext(traceId: string): Context {
  const spanId = traceId.slice(16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}
