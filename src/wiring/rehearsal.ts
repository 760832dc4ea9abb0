import type { Alert } from '../domain/alert.ts';
import type { Decision, Target } from '../domain/decision.ts';

/** What one route would do in one channel. */
export interface RouteTally {
  readonly channel: string;
  readonly route: string;
  /** New cards. */
  posted: number;
  /** Subjects told in a digest, be it the route's own or that of quiet hours. */
  folded: number;
  /** Changes of a card that stands. */
  changed: number;
  /** Changes told in a card's thread. */
  replies: number;
}

/** The cards of one subject as one configuration would have made them, by channel. */
export type RehearsedCards = Map<string, { state: 'posted' | 'folded'; route: string; dueAt: number }>;

export interface Rehearsed {
  readonly tallies: ReadonlyMap<string, RouteTally>;
  /**
   * Counts what the decision does; true where people see the alert: a message, a digest, or a card that changes.
   * `now` is milliseconds since the epoch; where a card of `toldBy` stands, the alert needs none of its own.
   */
  take(alert: Alert, decision: Decision, cards: RehearsedCards, now: number, toldBy: RehearsedCards | null): boolean;
  /** Of two subjects that turn out to be one, in each channel the card that came first; the other is taken back. */
  join(into: RehearsedCards, from: RehearsedCards): RehearsedCards;
}

/** Counts what a configuration would post, by the store's rules for cards (plan-card.ts), without lanes and their pace. */
export function rehearsal(): Rehearsed {
  const tallies = new Map<string, RouteTally>();

  function tallyOf(channel: string, route: string): RouteTally {
    const key = `${channel}\n${route}`;
    const known = tallies.get(key);
    if (known !== undefined) return known;
    const made: RouteTally = { channel, route, posted: 0, folded: 0, changed: 0, replies: 0 };
    tallies.set(key, made);
    return made;
  }

  function takeTarget(
    alert: Alert,
    target: Target,
    cards: RehearsedCards,
    now: number,
    toldBy: RehearsedCards | null,
  ): void {
    const tally = tallyOf(target.channel, target.route);
    const card = cards.get(target.channel);
    if (card?.state === 'posted') {
      tally.changed += 1;
      if (alert.change !== null) tally.replies += 1;
      return;
    }
    if (card === undefined && toldBy?.has(target.channel) === true) return;
    const news = alert.change !== null || alert.opensCard;
    if (card === undefined ? !alert.opensCard : !news) return;
    const waits = card !== undefined && card.dueAt > now;
    if (target.fold === 'scheduled') {
      // What waits for a digest already is told in it once.
      if (waits) return;
      tally.folded += 1;
      cards.set(target.channel, { state: 'folded', route: target.route, dueAt: target.foldAt ?? now });
      return;
    }
    if (waits) tallyOf(target.channel, card.route).folded -= 1;
    tally.posted += 1;
    cards.set(target.channel, { state: 'posted', route: target.route, dueAt: now });
  }

  return {
    tallies,
    take(alert, decision, cards, now, toldBy) {
      for (const target of decision.targets) takeTarget(alert, target, cards, now, toldBy);
      return decision.targets.length > 0 || [...cards.values()].some(({ state }) => state === 'posted');
    },
    join(into, from) {
      for (const [channel, card] of from) {
        const mine = into.get(channel);
        const loser = mine?.state === 'posted' ? card : mine;
        if (mine?.state !== 'posted') into.set(channel, card);
        if (loser !== undefined) tallyOf(channel, loser.route)[loser.state] -= 1;
      }
      return into;
    },
  };
}
