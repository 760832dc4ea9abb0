import type { DemoStage } from './demo-stage.ts';

/** The figures of the outer contract; people's scripts read them. */
export interface DemoFigures {
  /** Webhook requests that the stand-in for Stripe sent, duplicates included. */
  readonly events_sent: number;
  /** Those answered 2xx. */
  readonly events_accepted: number;
  readonly messages_posted: number;
  readonly messages_updated: number;
  readonly thread_replies: number;
  readonly digests: number;
  /** Events deliberately not shown by themselves, each with a reason on record. */
  readonly suppressed: number;
  /** Accepted events that are neither shown nor suppressed nor parked. 0, or the demo fails. */
  readonly lost: number;
  /** Messages that stand twice in a channel. 0, or the demo fails. */
  readonly duplicate_messages: number;
  /** From the event's receipt to the message that shows it, its own card or a digest. */
  readonly latency_ms: { readonly p50: number; readonly p99: number; readonly max: number };
}

export async function demoFigures(stage: DemoStage): Promise<DemoFigures> {
  const { app, slack, results } = stage;
  const accepted = results.filter(({ status }) => status !== null && status >= 200 && status < 300);
  const messages = slack.messages();
  const ids = new Set(accepted.map(({ id }) => id));
  let suppressed = 0;
  let lost = 0;
  let digests = 0;
  const firsts = new Map<string, { id: number; ms: number }>();
  for (const id of ids) {
    const explained = await app.store.explainEvent({ id });
    if (explained.length === 0) lost += 1;
    for (const event of explained) {
      if (event.state === 'received' || event.state === 'failed') lost += 1;
      if (event.state === 'suppressed') suppressed += 1;
      const open = event.deliveries.some(({ state }) => ['pending', 'sending', 'ambiguous', 'dead'].includes(state));
      if (open) lost += 1;
      // A subject is seen when its first card in a channel is, by itself or in a digest; later ones only change it.
      for (const { id: delivery, op, subjectId, channel, sentAt } of event.deliveries) {
        const key = `${subjectId} ${channel}`;
        const known = firsts.get(key);
        if (op !== 'card' || sentAt === null || (known !== undefined && known.id <= delivery)) continue;
        firsts.set(key, { id: delivery, ms: sentAt - event.receivedAt });
      }
    }
  }
  for (const delivery of await app.store.listDeliveries({ state: 'sent', limit: 100_000 }))
    if (delivery.op === 'digest') digests += 1;
  const keys = messages
    .filter(({ deleted }) => !deleted)
    .map(({ metadata }) => JSON.stringify(metadata?.event_payload ?? null));
  const latencies = [...firsts.values()].map(({ ms }) => ms).sort((a, b) => a - b);
  const quantile = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    events_sent: results.length,
    events_accepted: accepted.length,
    messages_posted: messages.filter(({ thread_ts }) => thread_ts === null).length,
    messages_updated: slack.calls.filter(({ method, ok }) => method === 'chat.update' && ok).length,
    thread_replies: messages.filter(({ thread_ts }) => thread_ts !== null).length,
    digests,
    suppressed,
    lost,
    duplicate_messages: keys.length - new Set(keys).size,
    latency_ms: { p50: quantile(0.5), p99: quantile(0.99), max: latencies.at(-1) ?? 0 },
  };
}
