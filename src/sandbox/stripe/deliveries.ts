import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import type { Clock } from '../../domain/clock.ts';
import { createWebhookSender, type SendResult, type WebhookSender, webhookOf } from './send.ts';

export interface EndpointOptions {
  readonly url: string;
  /** `*`, or the types it wants. Default all. */
  readonly events?: readonly string[];
  /** `whsec_…`; made if not given. */
  readonly secret?: string;
  /** True: it gets the events of connected accounts, and only those. */
  readonly connect?: boolean;
}

interface Endpoint extends Required<EndpointOptions> {
  readonly enabled: boolean;
  readonly sender: WebhookSender;
}

/** The endpoints that events are posted to, and what came of it. */
export interface Deliveries {
  /** Posts to it from now on; returns its signing secret. */
  open(id: string, options: EndpointOptions): string;
  /** Keeps its secret; a disabled endpoint gets nothing. */
  change(id: string, to: { readonly url: string; readonly events: readonly string[]; readonly enabled: boolean }): void;
  /** No event goes there any more. */
  shut(id: string): void;
  /** Posts the event to each endpoint that wants it. */
  deliver(event: Stripe.Event): void;
  /** Of an event that somebody else delivered. */
  mark(eventId: string, delivered: boolean): void;
  /** False while or where an endpoint did not take it. An event that no endpoint wanted counts as delivered. */
  delivered(eventId: string): boolean;
  /** How many endpoints have not said 2xx yet. */
  pending(eventId: string): number;
  readonly results: readonly SendResult[];
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  close(): void;
}

export interface DeliveriesOptions {
  readonly clock: Clock;
  readonly retryAfter?: (retry: number) => number | null;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const endpoints = new Map<string, Endpoint>();
  const pending = new Map<string, number>();
  const undelivered = new Set<string>();
  const underway = new Set<Promise<void>>();
  const results: SendResult[] = [];

  const post = async (endpoint: Endpoint, event: Stripe.Event) => {
    pending.set(event.id, (pending.get(event.id) ?? 0) + 1);
    const result = await endpoint.sender.send(webhookOf(event));
    results.push(result);
    const accepted = result.status !== null && result.status >= 200 && result.status < 300;
    if (accepted) pending.set(event.id, (pending.get(event.id) ?? 1) - 1);
  };

  const senderTo = (url: string, secret: string) =>
    createWebhookSender({
      url,
      secret,
      clock: options.clock,
      ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
    });

  return {
    results,
    open(id, { url, events = ['*'], connect = false, secret = `whsec_${randomBytes(24).toString('base64url')}` }) {
      endpoints.set(id, { url, events, secret, connect, enabled: true, sender: senderTo(url, secret) });
      return secret;
    },
    change(id, to) {
      const endpoint = endpoints.get(id);
      if (endpoint === undefined) return;
      const moved = to.url !== endpoint.url;
      if (moved) endpoint.sender.close();
      endpoints.set(id, { ...endpoint, ...to, sender: moved ? senderTo(to.url, endpoint.secret) : endpoint.sender });
    },
    shut(id) {
      endpoints.get(id)?.sender.close();
      endpoints.delete(id);
    },
    deliver(event) {
      for (const endpoint of endpoints.values()) {
        if (!endpoint.enabled || endpoint.connect !== (event.account !== undefined)) continue;
        if (!endpoint.events.includes('*') && !endpoint.events.includes(event.type)) continue;
        const sending = post(endpoint, event).finally(() => underway.delete(sending));
        underway.add(sending);
      }
    },
    mark(eventId, delivered) {
      if (delivered) undelivered.delete(eventId);
      else undelivered.add(eventId);
    },
    delivered: (eventId) => !undelivered.has(eventId) && (pending.get(eventId) ?? 0) === 0,
    pending: (eventId) => (pending.get(eventId) ?? 0) + (undelivered.has(eventId) ? 1 : 0),
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
    close() {
      for (const { sender } of endpoints.values()) sender.close();
      endpoints.clear();
    },
  };
}
