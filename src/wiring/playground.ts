import type { Config } from '../config/config.ts';
import type { PlaygroundResult, PlaygroundSide } from '../console/contract-rules.ts';
import type { Alert } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { Target } from '../domain/decision.ts';
import { TillbellError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Subject } from '../domain/subject.ts';
import type { Context } from '../interpret/family.ts';
import { readEvent } from '../interpret/read-event.ts';
import { renderCard } from '../render/card.ts';
import { compileCardFields } from '../render/fields.ts';
import { redactCard } from '../render/redact.ts';
import { compileRoutes } from '../route/compile.ts';
import type { Store } from '../store/store.ts';
import { contentOf } from './compose-message.ts';
import { replaySubjects } from './replay-subjects.ts';
import { drafted } from './rules.ts';
import { viewOfChannel } from './show-subject.ts';

export interface PlaygroundDeps {
  readonly store: Pick<Store, 'getEvent' | 'eventBody' | 'getSubject' | 'getCached'>;
  readonly clock: Clock;
  readonly config: () => Config;
  readonly contextOf: (subject: Subject) => Promise<Context>;
}

/** One event, stored or pasted, as it is played. */
export interface Played {
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly body: Uint8Array;
  readonly subjectId: string | null;
}

/** Throws TillbellError `not_found` for a number that is none, `event_unreadable` for one whose bytes do not decrypt. */
export async function storedEvent(seq: number, store: PlaygroundDeps['store']): Promise<Played> {
  const event = await store.getEvent(seq);
  if (event === null) throw new TillbellError('not_found', `there is no event ${seq}`);
  const body = await store.eventBody(seq);
  if (body === null) throw new TillbellError('event_unreadable', 'the stored bytes of this event do not decrypt');
  return { account: event.account, at: event.receivedAt, body, subjectId: event.subjectId };
}

/** Who would get which card for one event, by today's rules and by the draft's. Nothing is stored or sent. */
export async function play(played: Played, draft: string | null, deps: PlaygroundDeps): Promise<PlaygroundResult> {
  const today = deps.config();
  const made = draft === null ? null : drafted(today, draft);
  const { alert, subject } = await meaningOf(played, deps);
  const result = { faults: made?.faults ?? [], today: null, draft: null };
  if (alert === null || subject === null) {
    return { ...result, alert: null, note: 'By itself this event means nothing to people: it changes a card at most.' };
  }
  return {
    faults: result.faults,
    alert: {
      code: alert.code,
      topic: alert.topic,
      severity: alert.severity,
      amount: alert.amount,
      opensCard: alert.opensCard,
      eventType: alert.eventType,
    },
    note: alert.opensCard ? null : 'It changes a card that stands, and opens none.',
    today: await sideOf(alert, subject, today, played.at, deps),
    draft: made === null || made.config === null ? null : await sideOf(alert, subject, made.config, played.at, deps),
  };
}

/** What the event means, and the subject as it is known now, or else as this event alone tells it. */
export async function meaningOf(
  { account, at, body, subjectId }: Played,
  { store }: Pick<PlaygroundDeps, 'store'>,
): Promise<{ alert: Alert | null; subject: Subject | null }> {
  const replay = replaySubjects<null>({
    newNotes: () => null,
    joinNotes: () => null,
    cached: async (name, id, now) => {
      const json = await store.getCached({ account: name, id, now });
      return json === null ? null : (JSON.parse(json) as JsonObject);
    },
  });
  const event = read(body);
  const { alert, subject } = await replay(event, account, at);
  const known = subjectId === null ? null : await store.getSubject(subjectId);
  if (known !== null || subject === null) return { alert, subject: known };
  const { kind, state, keys } = subject;
  const { livemode } = event;
  const alone = { id: 'playground', account, livemode, kind, version: 0, keys: [...keys], state, createdAt: at };
  return { alert, subject: alone };
}

function read(body: Uint8Array) {
  try {
    return readEvent(body);
  } catch {
    throw new TillbellError('event_unreadable', 'this is no event as Stripe sends them', {
      hint: 'paste the whole JSON, with "object": "event"',
    });
  }
}

async function sideOf(
  alert: Alert,
  subject: Subject,
  config: Config,
  at: number,
  deps: PlaygroundDeps,
): Promise<PlaygroundSide> {
  const compiled = compileRoutes(config);
  if (!compiled.ok) throw new TillbellError('config_routes', 'the routes do not compile');
  const decision = compiled.router.decide(alert, at);
  const fields = compileCardFields(config.cards, () => undefined, config.routes);
  const shown = { clock: deps.clock, config: () => config, fields: () => fields, contextOf: deps.contextOf };
  const cards = await Promise.all(
    decision.targets.map(async (target) => {
      const { channel, route, severity, mention } = target;
      const view = { ...viewOfChannel(channel, shown), mention, severity };
      const content = await contentOf(subject, shown, route);
      const message = renderCard(redactCard(content, view), view, []);
      return { channel, route, severity, mention, when: whenOf(target, at), message };
    }),
  );
  return { decision, cards };
}

function whenOf({ fold, foldAt, deadlineMs }: Target, at: number): string {
  if (fold === 'scheduled') return `in a digest at ${new Date(foldAt ?? at).toISOString()}`;
  return fold === 'never' ? 'at once, never in a digest' : `within ${deadlineMs / 1000} s`;
}
