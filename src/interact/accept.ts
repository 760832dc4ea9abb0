import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { JsonObject } from '../domain/json.ts';
import type { IncomingAction } from '../store/action-store.ts';
import type { Interaction } from './interaction.ts';
import type { Read } from './read-payload.ts';

export interface AcceptDeps {
  /** Commits what came; it is acknowledged only after this resolves. */
  readonly accept: (action: IncomingAction) => Promise<{ outcome: 'accepted' | 'duplicate' }>;
  /** The body of the acknowledgement: what a modal shows next, or nothing. Pure and at once: Slack waits. */
  readonly acknowledge: (interaction: Interaction) => JsonObject | null;
  readonly clock: Clock;
}

/** What a door answers: whichever it is, it was stored first. */
export interface Accepted {
  readonly code: 'accepted' | 'duplicate' | 'ignored';
  readonly answer: JsonObject | null;
}

/**
 * The one way in, by HTTP or by Socket Mode: what a person did is stored, then acknowledged. Rejects with what the store
 * throws; nothing must then be acknowledged. `digest` names the delivery where Slack gave it no id.
 */
export async function acceptRead(
  found: Extract<Read, { kind: 'interaction' | 'nothing' }>,
  digest: () => string,
  deps: AcceptDeps,
): Promise<Accepted> {
  if (found.kind === 'nothing') return { code: 'ignored', answer: null };
  const { interaction } = found;
  const { outcome } = await deps.accept(incoming(interaction, found.dedup ?? digest(), deps.clock.now()));
  return { code: outcome, answer: deps.acknowledge(interaction) };
}

/** What Slack sends again is byte for byte the same; a second click has another trigger. */
export function digestOf(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('base64url');
}

function incoming(interaction: Interaction, dedup: string, now: number): IncomingAction {
  return {
    id: randomUUID(),
    dedup,
    kind: interaction.kind,
    name: interaction.kind,
    actor: interaction.user,
    payload: JSON.stringify({ interaction }),
    now,
  };
}
