import { isDeepStrictEqual } from 'node:util';
import { TillbellError } from '../../src/domain/errors.ts';
import type { StripeEvent } from '../../src/domain/event.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/domain/json.ts';
import { readEvent } from '../../src/interpret/read-event.ts';
import { renderCard } from '../../src/render/card.ts';
import { redactCard } from '../../src/render/redact.ts';
import type { ChannelView } from '../../src/render/view.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate-blocks.ts';
import { everyLifecycle } from '../../src/sandbox/stripe/lifecycles/every-lifecycle.ts';
import { createRandom, type Random } from '../../src/sandbox/stripe/random.ts';
import { runSubjects } from '../properties/subject-run.ts';
import { mutateJson } from './mutate.ts';

const now = 1_793_700_000;
const view: ChannelView = {
  privacy: 'redacted',
  allow: [],
  locale: 'en-US',
  timezone: 'Europe/Berlin',
  now,
  consoleUrl: null,
  mention: null,
  severity: 'normal',
  linkHosts: [],
};

const stories: readonly (readonly JsonValue[])[] = Object.values(everyLifecycle).map((tell) =>
  JSON.parse(JSON.stringify(tell({ seed: 1 }).events)),
);

/** A run of events of one story, each mutated or not; null where an event is refused as unreadable, as it should be. */
function mutatedStory(random: Random, mutate: (random: Random, event: JsonValue) => JsonValue): StripeEvent[] {
  const story = stories[random.int(0, stories.length - 1)] ?? [];
  const from = random.int(0, Math.max(0, story.length - 1));
  const events: StripeEvent[] = [];
  for (const event of story.slice(from, from + 4)) {
    const body = Buffer.from(JSON.stringify(random.chance(0.7) ? mutate(random, event) : event));
    try {
      events.push(readEvent(body));
    } catch (error) {
      if (!(error instanceof TillbellError && error.code === 'event_unreadable')) throw error;
    }
  }
  return events;
}

/** The object alone is odd: the envelope is Stripe's own, and that an event is told once rests on its id, type and time. */
function mutateData(random: Random, event: JsonValue): JsonValue {
  return isObject(event) ? { ...event, data: mutateJson(random, event['data'] ?? null) } : event;
}

/** Mutated stories through reading, state, meaning and description: nothing throws, and each card is the same twice. */
export function fuzzEvents(seed: number, inputs: number): number {
  return overStories(`events/${seed}`, inputs, mutateData, (events) => {
    const cards = (all: readonly StripeEvent[]) =>
      new Map(runSubjects(all, now).subjects.map(({ keys, card }) => [keys.toSorted().join(' '), card]));
    const once = cards(events);
    for (const [keys, card] of cards([...events, ...events])) {
      if (!isDeepStrictEqual(once.get(keys), card)) {
        throw new Error(`told twice, a card says: ${JSON.stringify(card)}\nnot: ${JSON.stringify(once.get(keys))}`);
      }
    }
  });
}

/** The cards of mutated stories, redacted and rendered: Slack's own checks take every one. */
export function fuzzRenderer(seed: number, inputs: number): number {
  return overStories(`renderer/${seed}`, inputs, mutateJson, (events, random) => {
    const privacy = random.pick<ChannelView['privacy']>(['full', 'redacted', 'minimal']);
    const channel = { ...view, privacy };
    for (const { card } of runSubjects(events, now).subjects) {
      const message = renderCard(redactCard(card, channel), channel);
      const faults = validateBlocks(message.blocks as readonly JsonObject[], 'message');
      if (faults.length > 0 || message.text === '') throw new Error(JSON.stringify(faults.slice(0, 3)));
    }
  });
}

function overStories(
  seed: string,
  inputs: number,
  mutate: (random: Random, event: JsonValue) => JsonValue,
  check: (events: readonly StripeEvent[], random: Random) => void,
): number {
  const random = createRandom(seed);
  let done = 0;
  while (done < inputs) {
    const events = mutatedStory(random, mutate);
    done += Math.max(1, events.length);
    try {
      check(events, random);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.stack : String(error)}\n${JSON.stringify(events)}`);
    }
  }
  return done;
}
