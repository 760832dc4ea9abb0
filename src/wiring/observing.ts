import type { Attributes } from '@opentelemetry/api';
import type { AttemptReport } from '../deliver/deps.ts';
import type { Clock } from '../domain/clock.ts';
import type { Decision } from '../domain/decision.ts';
import type { Processed } from '../interpret/process-event.ts';
import type { DoorAnswer } from '../receive/door.ts';
import type { ActionRow } from '../store/action-store.ts';
import type { EventRow } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { traceIdOf } from '../telemetry/trace-id.ts';
import { beginWork, recordWork } from '../telemetry/tracing.ts';

export interface Observing {
  /** An answer at Stripe's door. */
  readonly answered: (answer: DoorAnswer) => void;
  /** One attempt in Slack. */
  readonly attempted: (attempt: AttemptReport) => void;
  /** Interprets one event; `decide` is to be called around each decision of its routes. */
  interpret(
    event: EventRow,
    work: (decide: (routes: () => Decision) => Decision) => Promise<Processed>,
  ): Promise<Processed>;
  perform(row: ActionRow, work: () => Promise<void>): Promise<void>;
}

interface ObservingDeps {
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** Counts, times and traces what each stage does; the stages themselves know nothing of it. */
export function observing(deps: ObservingDeps): Observing {
  const { metrics, clock, log } = deps;
  return {
    answered(answer) {
      record(answer, metrics, log);
      traceAnswer(answer, clock.now());
    },
    attempted(attempt) {
      count(attempt, metrics);
      traceAttempt(attempt);
    },
    interpret: (event, work) => interpretOne(event, work, deps),
    async perform({ kind }, work) {
      const startedAt = clock.monotonic();
      let outcome = 'failed';
      try {
        await work();
        outcome = 'done';
      } finally {
        metrics.interactions.inc({ kind, outcome });
        metrics.interactionSeconds.observe({ kind }, (clock.monotonic() - startedAt) / 1000);
      }
    },
  };
}

async function interpretOne(
  event: EventRow,
  work: Parameters<Observing['interpret']>[1],
  { metrics, clock }: ObservingDeps,
): Promise<Processed> {
  const startedAt = clock.monotonic();
  const open = beginWork({
    name: 'interpret',
    startedAt: clock.now(),
    traceId: traceIdOf(event.account, event.id),
    attributes: attributesOf({ account: event.account, event: event.id, event_type: event.type, origin: event.origin }),
  });
  const decide = (routes: () => Decision) => {
    const [beganAt, began] = [clock.now(), clock.monotonic()];
    const decision = routes();
    const outcome = outcomeOf(decision);
    metrics.decideSeconds.observe((clock.monotonic() - began) / 1000);
    metrics.decisions.inc({ outcome });
    const attributes = attributesOf({ outcome, reason: decision.reason.code, targets: decision.targets.length });
    open.part({ name: 'route', startedAt: beganAt, endedAt: clock.now(), attributes });
    return decision;
  };
  let said: Attributes = {};
  let outcome: 'committed' | 'failed' = 'failed';
  try {
    const done = await open.within(() => work(decide));
    const { state, reason, late, deliveries } = done.commit;
    said = attributesOf({ state, reason: reason.code, late, deliveries: deliveries.length });
    outcome = 'committed';
    return done;
  } finally {
    metrics.interpretSeconds.observe({ outcome }, (clock.monotonic() - startedAt) / 1000);
    open.end({ endedAt: clock.now(), attributes: said, failed: outcome === 'failed' });
  }
}

function traceAnswer({ status, code, account, eventId, eventType, tookMs, caller }: DoorAnswer, now: number): void {
  // A flood is counted, not traced one by one.
  if (status === 429) return;
  recordWork({
    name: 'receive',
    kind: 'server',
    startedAt: now - tookMs,
    endedAt: now,
    traceId: account === null || eventId === null ? null : traceIdOf(account, eventId),
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': status,
      ...attributesOf({ code, account, event: eventId, event_type: eventType }),
    },
    failed: status >= 500,
    ...(caller === undefined ? {} : { caller }),
  });
}

function traceAttempt(attempt: AttemptReport): void {
  const { delivery, lane, op, route, method, outcome, code, state, event } = attempt;
  recordWork({
    name: 'deliver',
    kind: method === 'none' ? 'internal' : 'client',
    startedAt: attempt.endedAt - attempt.tookMs,
    endedAt: attempt.endedAt,
    traceId: attempt.trace,
    attributes: attributesOf({
      delivery,
      lane,
      op,
      route,
      method,
      outcome,
      code,
      state,
      event,
      attempt: attempt.attempt,
    }),
    failed: state === 'dead' || state === 'parked' || state === 'ambiguous',
  });
}

function attributesOf(fields: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  const said: Attributes = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) said[`tillbell.${name}`] = value;
  return said;
}

function outcomeOf({ targets, held = [] }: Decision): 'told' | 'held' | 'none' {
  if (held.length > 0) return 'held';
  return targets.length > 0 ? 'told' : 'none';
}

function record(answer: DoorAnswer, metrics: Metrics, log: Log): void {
  metrics.webhooks.inc({ status: String(answer.status), code: answer.code });
  metrics.webhookSeconds.observe(answer.tookMs / 1000);
  if (answer.code === 'timestamp_in_future') metrics.clockAlarms.inc();
  if (answer.code === 'conflict') metrics.conflicts.inc();
  const { status, code, account, eventId, eventType } = answer;
  const fields = { status, code, account, event: eventId, type: eventType };
  // A flood is counted, not written down line by line.
  if (status === 429) log.debug(fields, 'a webhook was turned away');
  else if (status >= 500) log.error(fields, 'a webhook could not be stored: Stripe sends it again');
  else if (status >= 400) log.warn(fields, 'a webhook was refused');
  else if (code === 'conflict')
    log.warn(fields, 'an event id came again with another body: the first is kept, this one is quarantined');
  else log.debug(fields, 'webhook stored');
}

function count(attempt: AttemptReport, metrics: Metrics): void {
  metrics.deliveries.inc({ op: attempt.op, outcome: attempt.outcome });
  metrics.slackSeconds.observe({ op: attempt.op }, attempt.tookMs / 1000);
  if (attempt.possibleDuplicate) metrics.possibleDuplicates.inc();
  if (attempt.state !== 'sent') return;
  const { sinceReceiptMs, sinceCreatedMs } = attempt;
  if (sinceReceiptMs !== null) metrics.endToEndSeconds.observe({ from: 'receipt' }, sinceReceiptMs / 1000);
  if (sinceCreatedMs !== null) metrics.endToEndSeconds.observe({ from: 'created' }, sinceCreatedMs / 1000);
}
