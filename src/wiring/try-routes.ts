import type { Alert } from '../domain/alert.ts';
import type { Decision } from '../domain/decision.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Topic } from '../domain/severity.ts';
import { readEvent } from '../interpret/read-event.ts';
import type { Router } from '../route/compile.ts';
import { type RehearsedCards, type RouteTally, rehearsal } from './rehearsal.ts';
import { replaySubjects } from './replay-subjects.ts';

/** One stored or given event. */
export interface TriedEvent {
  readonly account: string;
  /** Milliseconds since the epoch: quiet hours and digests are judged by it. */
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

/** An alert that one of the two configurations shows to nobody. */
export interface HiddenAlert {
  readonly event: string;
  readonly type: string;
  readonly topic: Topic;
  readonly code: string;
  readonly livemode: boolean;
  readonly at: number;
  readonly amount: Alert['amount'];
  /** Why the draft does not show it. */
  readonly reason: string;
  /** Where it is shown today; empty where nobody sees it today either. */
  readonly today: readonly string[];
}

export interface TrySide {
  readonly routes: readonly RouteTally[];
  /** Alerts that would have opened a card or been told, and that nobody saw. */
  readonly hidden: number;
}

export interface TryResult {
  readonly events: number;
  /** Events that mean something to people. */
  readonly alerts: number;
  /** Events whose bytes could not be read. */
  readonly unreadable: number;
  readonly draft: TrySide;
  readonly today: TrySide;
  readonly newlyHidden: number;
  readonly newlyShown: number;
  /** A sample of what is shown today and would be hidden, the largest amounts first. */
  readonly sample: readonly HiddenAlert[];
  /** Disputes, fraud warnings and failures that nobody would see. */
  readonly unseen: number;
  readonly unseenSample: readonly HiddenAlert[];
}

export interface TryOptions {
  readonly draft: Router;
  readonly today: Router;
  readonly cached: (account: string, id: string, nowMs: number) => Promise<JsonObject | null>;
  /** Called now and then with the number of events done. */
  readonly onProgress?: (done: number) => void;
  /** How many hidden alerts are named. */
  readonly sample: number;
}

const vital: ReadonlySet<Topic> = new Set(['disputes', 'fraud', 'failures']);

interface Notes {
  readonly draft: RehearsedCards;
  readonly today: RehearsedCards;
  /** Topics of which a hidden alert was counted already: one failed payment is several events. */
  readonly counted: Set<string>;
}

/**
 * What a draft would have done with these events, oldest first, against today's configuration: both see the same alerts, at
 * the time when they were received. Neither silences nor the lanes' pace (which folds what would be late) are in it, nor what
 * only the moment of sending decides: a payment whose invoice's card stands already may be counted twice, on both sides.
 */
export async function tryRoutes(events: AsyncIterable<TriedEvent>, options: TryOptions): Promise<TryResult> {
  const sides = { draft: rehearsal(), today: rehearsal() };
  const replay = replaySubjects<Notes>({
    newNotes: () => ({ draft: new Map(), today: new Map(), counted: new Set() }),
    joinNotes: (into, from) => ({
      draft: sides.draft.join(into.draft, from.draft),
      today: sides.today.join(into.today, from.today),
      counted: new Set([...into.counted, ...from.counted]),
    }),
    cached: options.cached,
  });
  const found = collector(options.sample);
  let [done, alerts, unreadable] = [0, 0, 0];
  for await (const { account, receivedAt, body } of events) {
    done += 1;
    if (done % 100 === 0) options.onProgress?.(done);
    const event = read(body);
    if (event === null) {
      unreadable += 1;
      continue;
    }
    const { alert, subject, toldBy } = await replay(event, account, receivedAt);
    if (alert === null || subject === null) continue;
    alerts += 1;
    const decisions = {
      draft: options.draft.decide(alert, receivedAt),
      today: options.today.decide(alert, receivedAt),
    };
    const seen = {
      draft: sides.draft.take(alert, decisions.draft, subject.notes.draft, receivedAt, toldBy?.notes.draft ?? null),
      today: sides.today.take(alert, decisions.today, subject.notes.today, receivedAt, toldBy?.notes.today ?? null),
    };
    if (alert.opensCard || alert.change !== null) found.note(alert, seen, decisions, subject.notes.counted);
  }
  options.onProgress?.(done);
  const side = (name: 'draft' | 'today'): TrySide => ({
    routes: [...sides[name].tallies.values()].sort((a, b) =>
      `${a.channel}\n${a.route}` < `${b.channel}\n${b.route}` ? -1 : 1,
    ),
    hidden: found.hidden[name],
  });
  return { events: done, alerts, unreadable, draft: side('draft'), today: side('today'), ...found.result() };
}

function read(body: Uint8Array) {
  try {
    return readEvent(body);
  } catch {
    return null;
  }
}

function collector(sampleSize: number) {
  const hidden = { draft: 0, today: 0 };
  let [newlyHidden, newlyShown, unseen] = [0, 0, 0];
  const sample: HiddenAlert[] = [];
  const unseenSample: HiddenAlert[] = [];

  /** Keeps the largest amounts, of whatever currency: a list must begin somewhere. */
  function keep(list: HiddenAlert[], one: HiddenAlert): void {
    const size = (alert: HiddenAlert) => Math.abs(Number(alert.amount?.minor ?? 0));
    list.push(one);
    list.sort((a, b) => size(b) - size(a));
    if (list.length > sampleSize) list.pop();
  }

  return {
    hidden,
    note(
      alert: Alert,
      seen: { draft: boolean; today: boolean },
      decisions: { draft: Decision; today: Decision },
      counted: Set<string>,
    ): void {
      for (const side of ['draft', 'today'] as const) {
        const mark = `${side} ${alert.topic}`;
        if (seen[side] || counted.has(mark)) continue;
        counted.add(mark);
        hidden[side] += 1;
      }
      const mark = `news ${alert.topic} ${seen.draft} ${seen.today}`;
      if (counted.has(mark)) return;
      counted.add(mark);
      if (seen.draft && !seen.today) newlyShown += 1;
      if (seen.draft) return;
      const one = hiddenAlert(alert, decisions);
      if (seen.today) {
        newlyHidden += 1;
        keep(sample, one);
      }
      // A test event that nobody sees today either is nobody's loss.
      if (vital.has(alert.topic) && (alert.livemode || seen.today)) {
        unseen += 1;
        keep(unseenSample, one);
      }
    },
    result: () => ({ newlyHidden, newlyShown, sample, unseen, unseenSample }),
  };
}

function hiddenAlert(alert: Alert, decisions: { draft: Decision; today: Decision }): HiddenAlert {
  return {
    event: alert.eventId,
    type: alert.eventType,
    topic: alert.topic,
    code: alert.code,
    livemode: alert.livemode,
    at: alert.at,
    amount: alert.amount,
    reason: decisions.draft.reason.text,
    today: decisions.today.targets.map(({ channel }) => channel),
  };
}
