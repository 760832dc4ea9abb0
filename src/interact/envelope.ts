import type { JsonObject } from '../domain/json.ts';
import { type AcceptDeps, acceptRead, digestOf } from './accept.ts';
import { commandOf, eventOf, interactionOf, type Read } from './read-payload.ts';

/** What Slack sends over Socket Mode; the payload is what the HTTP door of the same kind would get. */
export interface Envelope {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: JsonObject;
}

const readers: Readonly<Record<Envelope['type'], (payload: JsonObject) => Read>> = {
  events_api: eventOf,
  interactive: interactionOf,
  slash_commands: (payload) => commandOf((name) => (typeof payload[name] === 'string' ? payload[name] : null)),
};

/**
 * Takes an envelope: stored, then the acknowledgement's payload. No signature stands in it: the connection was opened with
 * the app's own token, over TLS. Rejects where it could not be stored: it must not be acknowledged then.
 */
export async function receiveEnvelope(
  envelope: Envelope,
  deps: AcceptDeps & { readonly onAnswer: (answer: { readonly door: string; readonly code: string }) => void },
): Promise<JsonObject | null> {
  const door = `socket:${envelope.type}`;
  const found = readers[envelope.type](envelope.payload);
  if (found.kind === 'unreadable' || found.kind === 'challenge') {
    deps.onAnswer({ door, code: 'body_unreadable' });
    return null;
  }
  try {
    const { code, answer } = await acceptRead(found, () => digestOf(JSON.stringify(envelope.payload)), deps);
    deps.onAnswer({ door, code });
    return answer;
  } catch (error) {
    deps.onAnswer({ door, code: 'store_unavailable' });
    throw error;
  }
}
