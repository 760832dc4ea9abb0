import type { Random } from '../../src/sandbox/stripe/random.ts';
import { createWebhookSender, type Webhook, type WebhookSender } from '../../src/sandbox/stripe/send.ts';
import { webhookSecret } from '../crash/folder.ts';
import type { Node } from './node.ts';

const timeoutMs = 4_000;
const triesEach = 100;
const restMs = 150;

/**
 * Stripe behind a balancer: each webhook goes to a node at random, some to two at once (F23), and again, to another, until one
 * has taken it. Resolves with the ids that were answered with 200; what nobody took is in `refused`.
 */
export async function load(
  nodes: readonly Node[],
  webhooks: readonly Webhook[],
  random: Random,
  onAcknowledged: (id: string) => void = () => {},
): Promise<{ readonly acknowledged: Set<string>; readonly refused: readonly string[] }> {
  const acknowledged = new Set<string>();
  const refused: string[] = [];
  const senders = new Map<string, WebhookSender>();

  function senderTo(address: string): WebhookSender {
    let sender = senders.get(address);
    if (sender === undefined) {
      sender = createWebhookSender({
        url: `${address}/webhooks/stripe`,
        secret: webhookSecret,
        retryAfter: () => null,
        timeoutMs,
      });
      senders.set(address, sender);
    }
    return sender;
  }

  async function post(webhook: Webhook): Promise<void> {
    for (let tries = 0; tries < triesEach; tries += 1) {
      const up = nodes.flatMap(({ address }) => address ?? []);
      const first = random.int(0, Math.max(0, up.length - 1));
      const chosen = random.chance(0.15) ? up : up.slice(first, first + 1);
      const results = await Promise.all(chosen.map((address) => senderTo(address).send(webhook)));
      if (results.some(({ status }) => status === 200)) {
        acknowledged.add(webhook.id);
        onAcknowledged(webhook.id);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    refused.push(webhook.id);
  }

  const queue = [...webhooks];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await post(next);
    }),
  );
  for (const sender of senders.values()) sender.close();
  return { acknowledged, refused };
}
