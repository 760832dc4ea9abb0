import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every figure at /metrics, made in one place so that names and units stay consistent. Labels never hold ids or names of people. */
export interface Metrics {
  readonly registry: Registry;
  readonly webhooks: Counter<'status' | 'code'>;
  readonly webhookSeconds: Histogram;
  readonly conflicts: Counter;
  readonly clockAlarms: Counter;
  readonly events: Counter<'state' | 'reason'>;
  readonly late: Counter;
  readonly interpretSeconds: Histogram<'outcome'>;
  readonly decisions: Counter<'outcome'>;
  readonly decideSeconds: Histogram;
  readonly slackRequests: Counter<'door' | 'status' | 'code'>;
  readonly interactions: Counter<'kind' | 'outcome'>;
  readonly interactionSeconds: Histogram<'kind'>;
  readonly deliveries: Counter<'op' | 'outcome'>;
  readonly possibleDuplicates: Counter;
  readonly slackSeconds: Histogram<'op'>;
  readonly endToEndSeconds: Histogram<'from'>;
  readonly laneDepth: Gauge<'lane'>;
  readonly laneAgeSeconds: Gauge<'lane'>;
  readonly filterErrors: Counter<'route'>;
  readonly stripeCalls: Counter<'outcome'>;
  readonly reconcileGaps: Counter<'account' | 'how'>;
  readonly reconcileRounds: Counter<'account' | 'outcome'>;
  readonly reconcileMark: Gauge<'account'>;
  readonly alarms: Gauge<'code' | 'scope'>;
  readonly disputesOpen: Gauge<'account'>;
  readonly disputeRatio: Gauge<'account' | 'program'>;
  readonly disputeHeadroom: Gauge<'account' | 'program'>;
}

const fine = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const finest = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];
const coarse = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 900, 3600];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    webhooks: new Counter({
      name: 'tillbell_webhooks_total',
      help: 'Requests at the Stripe door by status and code.',
      labelNames: ['status', 'code'],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: 'tillbell_webhook_seconds',
      help: 'From the complete body to the answer, commit included.',
      buckets: fine,
      registers,
    }),
    conflicts: new Counter({
      name: 'tillbell_event_conflicts_total',
      help: 'Events whose id was known with another body; the later one is quarantined.',
      registers,
    }),
    clockAlarms: new Counter({
      name: 'tillbell_clock_alarms_total',
      help: 'Signatures too far in the future: this clock or the sender’s is wrong.',
      registers,
    }),
    events: new Counter({
      name: 'tillbell_events_total',
      help: 'Interpreted events by state and reason.',
      labelNames: ['state', 'reason'],
      registers,
    }),
    late: new Counter({
      name: 'tillbell_late_events_total',
      help: 'Events that arrived after newer news of their subject.',
      registers,
    }),
    interpretSeconds: new Histogram({
      name: 'tillbell_interpret_seconds',
      help: 'From a claimed event to its commit, routing and what Stripe is asked included.',
      labelNames: ['outcome'],
      buckets: fine,
      registers,
    }),
    decisions: new Counter({
      name: 'tillbell_route_decisions_total',
      help: 'Decisions of the routes: delivered to channels, held back, or by no route.',
      labelNames: ['outcome'],
      registers,
    }),
    decideSeconds: new Histogram({
      name: 'tillbell_route_seconds',
      help: 'Duration of one decision.',
      buckets: finest,
      registers,
    }),
    slackRequests: new Counter({
      name: 'tillbell_slack_requests_total',
      help: 'Requests at Slack’s doors by door, status and code.',
      labelNames: ['door', 'status', 'code'],
      registers,
    }),
    interactions: new Counter({
      name: 'tillbell_interactions_total',
      help: 'Steps taken for what people did in Slack, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    interactionSeconds: new Histogram({
      name: 'tillbell_interaction_seconds',
      help: 'Duration of one such step, calls to Stripe and Slack included.',
      labelNames: ['kind'],
      buckets: fine,
      registers,
    }),
    deliveries: new Counter({
      name: 'tillbell_attempts_total',
      help: 'Attempts in Slack by operation and outcome.',
      labelNames: ['op', 'outcome'],
      registers,
    }),
    possibleDuplicates: new Counter({
      name: 'tillbell_possible_duplicates_total',
      help: 'Messages sent once more because nobody could tell whether the first arrived.',
      registers,
    }),
    slackSeconds: new Histogram({
      name: 'tillbell_slack_seconds',
      help: 'Duration of one Slack call.',
      labelNames: ['op'],
      buckets: fine,
      registers,
    }),
    endToEndSeconds: new Histogram({
      name: 'tillbell_end_to_end_seconds',
      help: 'Until people see it: from Stripe’s created or from receipt.',
      labelNames: ['from'],
      buckets: coarse,
      registers,
    }),
    laneDepth: new Gauge({
      name: 'tillbell_lane_pending',
      help: 'Pending deliveries of a lane.',
      labelNames: ['lane'],
      registers,
    }),
    laneAgeSeconds: new Gauge({
      name: 'tillbell_lane_oldest_seconds',
      help: 'Age of the oldest pending delivery of a lane.',
      labelNames: ['lane'],
      registers,
    }),
    filterErrors: new Counter({
      name: 'tillbell_filter_errors_total',
      help: 'Filters that failed at run time: a no-match with a reason.',
      labelNames: ['route'],
      registers,
    }),
    stripeCalls: new Counter({
      name: 'tillbell_stripe_calls_total',
      help: 'Calls to Stripe’s API by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    reconcileGaps: new Counter({
      name: 'tillbell_reconcile_gaps_total',
      help: 'Events that no webhook brought: fetched from Stripe (event), or told by comparing objects (object).',
      labelNames: ['account', 'how'],
      registers,
    }),
    reconcileRounds: new Counter({
      name: 'tillbell_reconcile_rounds_total',
      help: 'Rounds of asking Stripe what was missed, by outcome.',
      labelNames: ['account', 'outcome'],
      registers,
    }),
    reconcileMark: new Gauge({
      name: 'tillbell_reconcile_mark_seconds',
      help: 'Unix time up to which everything that Stripe lists was compared.',
      labelNames: ['account'],
      registers,
    }),
    alarms: new Gauge({
      name: 'tillbell_alarm',
      help: '1 while an alarm is open, by code and what it is about.',
      labelNames: ['code', 'scope'],
      registers,
    }),
    disputesOpen: new Gauge({
      name: 'tillbell_disputes_open',
      help: 'Live disputes that wait for evidence.',
      labelNames: ['account'],
      registers,
    }),
    disputeRatio: new Gauge({
      name: 'tillbell_dispute_ratio',
      help: 'What a card network’s programme counts this month, divided by the payments that it divides by.',
      labelNames: ['account', 'program'],
      registers,
    }),
    disputeHeadroom: new Gauge({
      name: 'tillbell_dispute_headroom',
      help: 'How many more this month bring the account into the programme; 0: it is in it.',
      labelNames: ['account', 'program'],
      registers,
    }),
  };
}
