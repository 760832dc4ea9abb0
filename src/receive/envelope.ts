import type { Reason } from '../domain/event.ts';
import { isObject, type JsonObject, numberAt, textAt } from '../domain/json.ts';

/** What must be known of a signed body to store it. The payload itself is kept as the raw bytes. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly livemode: boolean;
  readonly apiVersion: string | null;
  readonly connectAccount: string | null;
  readonly kind: 'snapshot' | 'thin';
  readonly objectId: string | null;
}

export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: Reason };

const utf8 = new TextDecoder('utf-8');
const longestName = 255;

/**
 * Reads the envelope of a snapshot event or of a thin notification. Anything else in the body may be missing, null or of a
 * future shape: an event that Stripe signed is stored first and understood later. `nowMs` stands in for a missing `created`.
 */
export function readEnvelope(body: Uint8Array, nowMs: number): EnvelopeResult {
  if (body.length === 0) return refused('body_empty', 'the body is empty');
  let parsed: unknown;
  try {
    // TextDecoder drops a byte order mark, which JSON.parse would choke on (F10).
    parsed = JSON.parse(utf8.decode(body));
  } catch {
    return refused('body_not_json', 'the body is not JSON');
  }
  if (!isObject(parsed)) return refused('body_not_an_event', 'the body is not a JSON object');
  const object = textAt(parsed, 'object');
  if (object !== 'event' && object !== 'v2.core.event') {
    return refused(
      'body_not_an_event',
      'the body is neither a Stripe event ("object":"event") nor a notification ("object":"v2.core.event")',
    );
  }
  const id = textAt(parsed, 'id');
  const type = textAt(parsed, 'type');
  if (id === null || type === null) return refused('body_not_an_event', 'the event has no id or no type');
  if (id.length > longestName || type.length > longestName)
    return refused('body_not_an_event', 'the id or the type of the event is too long');
  return { ok: true, envelope: object === 'event' ? snapshot(parsed, id, type, nowMs) : thin(parsed, id, type, nowMs) };
}

function snapshot(event: JsonObject, id: string, type: string, nowMs: number): Envelope {
  return {
    id,
    type,
    created: seconds(numberAt(event, 'created'), nowMs),
    livemode: event['livemode'] === true,
    apiVersion: textAt(event, 'api_version'),
    connectAccount: textAt(event, 'account'),
    kind: 'snapshot',
    objectId: textAt(event, 'data.object.id'),
  };
}

function thin(event: JsonObject, id: string, type: string, nowMs: number): Envelope {
  const created = textAt(event, 'created');
  const milliseconds = created === null ? Number.NaN : Date.parse(created);
  return {
    id,
    type,
    created: seconds(Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000), nowMs),
    livemode: event['livemode'] === true,
    apiVersion: null,
    connectAccount: textAt(event, 'context'),
    kind: 'thin',
    objectId: textAt(event, 'related_object.id'),
  };
}

function seconds(value: number | null, nowMs: number): number {
  if (value === null || !Number.isSafeInteger(Math.trunc(value)) || value < 0) return Math.floor(nowMs / 1000);
  return Math.trunc(value);
}

function refused(code: string, text: string): EnvelopeResult {
  return { ok: false, reason: { code, text } };
}
