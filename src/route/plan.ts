import type { ChannelConfig } from '../config/config.ts';
import type { Alert } from '../domain/alert.ts';
import type { Decision, Target } from '../domain/decision.ts';
import type { PlannedDelivery } from '../store/store.ts';

export interface PlanOptions {
  readonly channels: Readonly<Record<string, Pick<ChannelConfig, 'lane'>>>;
  readonly settleMs: number;
  /** False for incoming webhooks: a first post is then held for the settle time, since it can never be corrected. */
  readonly canUpdate: boolean;
}

export interface PlanInput {
  readonly alert: Alert;
  readonly decision: Decision;
  readonly subjectId: string;
  /** Milliseconds since the epoch: deadlines count from the event's receipt. */
  readonly receivedAt: number;
  readonly tellChange: boolean;
  /** A new card waits for the settle time: another event's card will probably tell its news. */
  readonly hold: boolean;
}

/**
 * What a decision asks of the lanes. The reply comes before the card, so that the store judges it by the cards that stood
 * before this event: the event that opens a card is told by the card itself, not by a reply under it.
 */
export function planDeliveries(input: PlanInput, options: PlanOptions): PlannedDelivery[] {
  const { alert, decision } = input;
  return decision.targets.flatMap((target): PlannedDelivery[] => {
    const channel = options.channels[target.channel];
    if (channel === undefined) return [];
    const critical = target.severity === 'critical';
    const hold = critical || (options.canUpdate && !input.hold) ? 0 : options.settleMs;
    const common = {
      subjectId: input.subjectId,
      channel: target.channel,
      lane: channel.lane,
      route: target.route,
      severity: target.severity,
      mention: target.mention,
      opensCard: alert.opensCard,
      news: alert.change !== null || alert.opensCard,
      settleMs: critical ? 0 : options.settleMs,
      deadlineAt: input.receivedAt + target.deadlineMs,
      amount: alert.amount,
      tone: alert.tone,
    };
    const card: PlannedDelivery = {
      ...common,
      op: 'card',
      changeKey: null,
      notBefore: target.foldAt ?? input.receivedAt + hold,
      foldClass: target.fold === 'never' || (critical && target.heldBy === undefined) ? null : foldClassOf(target),
      foldAt: target.foldAt,
    };
    if (!input.tellChange || alert.change === null) return [card];
    // A thread is quiet in itself, so its replies come at once; one that is also shown in the channel waits with the rest.
    const waits = target.heldBy !== undefined && alert.change.broadcast && !critical;
    const reply: PlannedDelivery = {
      ...common,
      op: 'reply',
      changeKey: alert.change.key,
      notBefore: waits ? card.notBefore : input.receivedAt,
      foldClass: waits ? card.foldClass : null,
      foldAt: waits ? card.foldAt : null,
    };
    return [reply, card];
  });
}

/**
 * Alerts of one route and one kind of digest become one message; two scheduled digests of one route stay apart. What is
 * held back is one message a channel, whichever routes it came by.
 */
function foldClassOf(target: Target): string {
  if (target.fold !== 'scheduled') return 'late';
  if (target.heldBy !== undefined) return `held:${target.heldBy}`;
  return `scheduled:${target.foldAt ?? 0}:${target.route}`;
}
