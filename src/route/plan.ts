import type { ChannelConfig } from '../config/config.ts';
import type { Alert } from '../domain/alert.ts';
import type { Decision } from '../domain/decision.ts';
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
      foldClass: target.fold === 'never' || critical ? null : foldClassOf(target.fold, target.route, target.foldAt),
      foldAt: target.foldAt,
    };
    if (!input.tellChange || alert.change === null) return [card];
    const reply: PlannedDelivery = {
      ...common,
      op: 'reply',
      changeKey: alert.change.key,
      notBefore: input.receivedAt,
      foldClass: null,
      foldAt: null,
    };
    return [reply, card];
  });
}

/** Alerts of one route and one kind of digest become one message; two scheduled digests of one route stay apart. */
function foldClassOf(fold: 'when_late' | 'scheduled', route: string, foldAt: number | null): string {
  return fold === 'scheduled' ? `scheduled:${foldAt ?? 0}:${route}` : 'late';
}
