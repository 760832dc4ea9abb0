import type { StripeEvent } from '../../domain/event.ts';
import { isObject, type JsonObject, type JsonValue, textAt } from '../../domain/json.ts';
import type { Money } from '../../domain/money.ts';
import type { Phrase } from '../../domain/phrase.ts';
import type { Severity, Tone, Topic } from '../../domain/severity.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { Context, Meaning, Touch } from '../family.ts';

/** What a family says of an event; the rest of the alert follows from the event itself. */
export interface News {
  readonly kind: SubjectKind;
  readonly code: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly tone: Tone;
  readonly opensCard: boolean;
  /** Null where the event only changes the card. */
  readonly change: { readonly key: string; readonly phrase: Phrase; readonly broadcast?: boolean } | null;
  readonly amount?: Money | null;
  readonly customer?: string | null;
  readonly products?: readonly string[];
  readonly prices?: readonly string[];
  readonly plans?: readonly string[];
  readonly country?: string | null;
  readonly paymentMethod?: string | null;
  readonly declineCode?: string | null;
}

/** Makes the alert. Everything in it comes from the event alone, so that the order of arrival cannot change it. */
export function alertOf(event: StripeEvent, context: Context, news: News): Meaning {
  const { change } = news;
  return {
    alert: {
      eventId: event.id,
      eventType: event.type,
      account: context.account,
      connectAccount: event.connectAccount,
      livemode: event.livemode,
      at: event.created,
      subjectKind: news.kind,
      code: news.code,
      topic: news.topic,
      severity: news.severity,
      tone: news.tone,
      opensCard: news.opensCard,
      change:
        change === null
          ? null
          : {
              key: change.key,
              at: event.created,
              phrase: change.phrase,
              severity: news.severity,
              broadcast: change.broadcast ?? news.severity === 'critical',
            },
      amount: news.amount ?? null,
      customer: news.customer ?? null,
      products: news.products ?? [],
      prices: news.prices ?? [],
      plans: news.plans ?? [],
      country: news.country ?? null,
      paymentMethod: news.paymentMethod ?? null,
      declineCode: news.declineCode ?? null,
      metadata: metadataOf(event.object),
      object: event.object ?? {},
    },
  };
}

/** The event is no news by itself; it still changes the card. */
export function noNews(code: string, text: string): Meaning {
  return { alert: null, reason: { code, text } };
}

/** The type without the `v1.` that thin notifications put before it: both name the same happening. */
export function baseType(type: string): string {
  return type.startsWith('v1.') ? type.slice(3) : type;
}

/** The last step of a type: `funds_withdrawn` of `charge.dispute.funds_withdrawn`. */
export function verbOf(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** The id of the event's object; of the object that a thin notification names; null where neither has one (a balance). */
export function objectIdOf(event: StripeEvent): string | null {
  return textAt(event.object ?? undefined, 'id') ?? (event.related?.id ? event.related.id : null);
}

/** The subject of the event's own object. Without any id the event is a subject of its own: better alone than mixed up. */
export function ownTouch(event: StripeEvent, kind: SubjectKind, key: string | null = objectIdOf(event)): Touch {
  const id = key ?? `event:${event.id}`;
  return { kind, keys: [id], objectId: objectIdOf(event) ?? id };
}

/** Metadata as routes match it: only texts, as Stripe sends them. */
function metadataOf(object: JsonObject | null): Record<string, string> {
  const metadata: JsonValue | undefined = object?.['metadata'];
  if (!isObject(metadata)) return {};
  const entries = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

/** The ids that are there, each once. */
export function idsOf(...ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== null && id !== ''))];
}
