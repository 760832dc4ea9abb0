import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { version } from '../version.ts';

export interface HealthDeps {
  readonly store: Pick<Store, 'ping' | 'counts'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** `/healthz`: the process answers. `/readyz`: a transaction can commit. `/metrics`: Prometheus. */
export function registerHealth(server: FastifyInstance, deps: HealthDeps): void {
  server.get('/healthz', async () => ({ status: 'alive', version }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await deps.store.ping();
      return { status: 'ready' };
    } catch {
      return reply
        .code(503)
        .header('retry-after', '5')
        .send({ status: 'not_ready', reason: { code: 'store_unavailable', text: 'the store cannot commit' } });
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
