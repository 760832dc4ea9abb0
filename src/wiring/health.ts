import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { version } from '../version.ts';

export interface HealthDeps {
  readonly store: Pick<Store, 'ping' | 'counts' | 'idleLanes'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** How long a lane stays with a process that gives no sign of life. */
  readonly leaseMs: number;
}

/**
 * After one lease another process takes a lane over; after four nobody did. A lane that is held is being served: what waits in
 * it waits for its pace, or for Slack, and then nothing is gained by turning Stripe away.
 */
const leasesUntilStuck = 4;

/** `/healthz`: the process answers. `/readyz`: a transaction can commit and every lane that has something due is served. `/metrics`: Prometheus. */
export function registerHealth(server: FastifyInstance, deps: HealthDeps): void {
  server.get('/healthz', async () => ({ status: 'alive', version }));
  server.get('/readyz', async (_request, reply) => {
    const notReady = (reason: { code: string; text: string }, lanes: readonly object[] = []) =>
      reply
        .code(503)
        .header('retry-after', '5')
        .send({ status: 'not_ready', reason, ...(lanes.length === 0 ? {} : { lanes }) });
    try {
      await deps.store.ping();
      const now = deps.clock.now();
      const idle = await deps.store.idleLanes({ now, dueBy: now - leasesUntilStuck * deps.leaseMs });
      const stuck = idle.map(({ lane, dueAt }) => ({ lane, due_for_seconds: Math.floor((now - dueAt) / 1000) }));
      const [first] = stuck;
      if (first === undefined) return { status: 'ready' };
      const text = `lane ${first.lane} has something due for ${first.due_for_seconds} s and nobody serves it`;
      return notReady({ code: 'lane_stuck', text }, stuck);
    } catch {
      return notReady({ code: 'store_unavailable', text: 'the store cannot commit' });
    }
  });
  server.get('/metrics', async (_request, reply) => {
    const counts = await deps.store.counts().catch(() => null);
    deps.metrics.laneDepth.reset();
    deps.metrics.laneAgeSeconds.reset();
    for (const lane of counts?.lanes ?? []) {
      deps.metrics.laneDepth.set({ lane: lane.lane }, lane.pending);
      const oldest = lane.oldestPendingAt === null ? 0 : Math.max(0, deps.clock.now() - lane.oldestPendingAt) / 1000;
      deps.metrics.laneAgeSeconds.set({ lane: lane.lane }, oldest);
    }
    return reply.header('content-type', deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics());
  });
}
