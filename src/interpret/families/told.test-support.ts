import type { Alert } from '../../domain/alert.ts';
import type { CardContent } from '../../domain/card.ts';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { decimalText } from '../../domain/money.ts';
import type { Phrase } from '../../domain/phrase.ts';
import { emptyState, type SubjectKind, type SubjectState } from '../../domain/subject.ts';
import { advance, tell } from '../advance.ts';
import type { Context, Meaning, Touch } from '../family.ts';
import { describe as describeCard, identify, mean } from '../interpret.ts';

let count = 0;

/** An event as read-event.ts yields it. */
export function eventOf(type: string, object: JsonObject | null, more: Partial<StripeEvent> = {}): StripeEvent {
  count += 1;
  return {
    id: `evt_${count}`,
    type,
    created: 1_785_585_660,
    livemode: false,
    apiVersion: '2026-07-29.dahlia',
    connectAccount: null,
    kind: 'snapshot',
    object,
    related: null,
    previous: null,
    ...more,
  };
}

export const plainContext: Context = {
  account: 'main',
  livemode: false,
  connectAccount: null,
  known: {},
  now: 1_785_585_700,
};

export interface Told {
  readonly touch: Touch;
  readonly kind: SubjectKind;
  readonly meaning: Meaning;
  readonly alert: Alert | null;
  readonly state: SubjectState;
  readonly card: CardContent;
  /** The change in plain text; empty where there is none. */
  readonly said: string;
}

/** Interprets events of one subject one after the other, and describes what the last leaves behind. */
export function tellAll(events: readonly StripeEvent[], context: Context = plainContext): Told {
  let state: SubjectState = emptyState;
  let last: { touch: Touch; meaning: Meaning } | null = null;
  for (const event of events) {
    const identified = identify(event);
    if (identified.about === null) throw new Error(`no card: ${identified.reason.code}`);
    const { state: after } = advance(state, event, identified.about);
    const meaning = mean(event, state, after, context);
    state = meaning.alert?.change ? tell(after, meaning.alert.change) : after;
    last = { touch: identified.about, meaning };
  }
  if (last === null) throw new Error('no events');
  const { touch, meaning } = last;
  return {
    touch,
    kind: touch.kind,
    meaning,
    alert: meaning.alert,
    state,
    card: describeCard(touch.kind, state, context),
    said: textOf(meaning.alert?.change?.phrase ?? []),
  };
}

/** A phrase as plain text, in no particular locale: enough to compare sentences in tests. */
export function textOf(phrase: Phrase): string {
  return phrase
    .map((part) => {
      if (part.type === 'money') return `${part.money.currency.toUpperCase()} ${decimalText(part.money)}`;
      if (part.type === 'date') return new Date(part.at * 1000).toISOString().slice(0, 10);
      if (part.type === 'number') return `${part.value}${part.unit ?? ''}`;
      if (part.type === 'link') return part.label;
      return part.type === 'slack_user' ? part.id : part.text;
    })
    .join('');
}

/** Everything a card says, by label: `headline`, `who`, `what`, `notes`, and each fact. */
export function cardText(card: CardContent): Record<string, string> {
  return {
    headline: textOf(card.headline),
    who: textOf(card.who),
    what: textOf(card.what),
    notes: card.notes.map(textOf).join(' | '),
    ...Object.fromEntries(card.facts.map(({ label, value }) => [label, textOf(value)])),
  };
}

/** All parts of an alert's and a card's phrases. */
export function partsOf(told: Told): Phrase {
  const { card, alert } = told;
  return [
    ...(alert?.change?.phrase ?? []),
    ...card.headline,
    ...card.who,
    ...card.what,
    ...card.facts.flatMap(({ value }) => value),
    ...card.notes.flat(),
  ];
}
