import type { AttemptReport } from '../deliver/deps.ts';
import type { Clock } from '../domain/clock.ts';
import type { Decision } from '../domain/decision.ts';
import type { DoorAnswer } from '../receive/door.ts';
import type { ActionRow } from '../store/action-store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface Observing {
  /** An answer at Stripe's door. */
  readonly answered: (answer: DoorAnswer) => void;
  /** One attempt in Slack. */
  readonly attempted: (attempt: AttemptReport) => void;
  interpret<T>(work: () => Promise<T>): Promise<T>;
  decide(work: () => Decision): Decision;
  perform(row: ActionRow, work: () => Promise<void>): Promise<void>;
}

/** Counts and times what each stage does; the stages themselves know nothing of figures. */
export function observing({ metrics, clock, log }: { metrics: Metrics; clock: Clock; log: Log }): Observing {
  const since = (startedAt: number) => (clock.monotonic() - startedAt) / 1000;
  return {
    answered: (answer) => record(answer, metrics, log),
    attempted: (attempt) => count(attempt, metrics),
    async interpret(work) {
      const startedAt = clock.monotonic();
      let outcome = 'failed';
      try {
        const done = await work();
        outcome = 'committed';
        return done;
      } finally {
        metrics.interpretSeconds.observe({ outcome }, since(startedAt));
      }
    },
    decide(work) {
      const startedAt = clock.monotonic();
      const decision = work();
      metrics.decideSeconds.observe(since(startedAt));
      metrics.decisions.inc({ outcome: outcomeOf(decision) });
      return decision;
    },
    async perform({ kind }, work) {
      const startedAt = clock.monotonic();
      let outcome = 'failed';
      try {
        await work();
        outcome = 'done';
      } finally {
        metrics.interactions.inc({ kind, outcome });
        metrics.interactionSeconds.observe({ kind }, since(startedAt));
      }
    },
  };
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
