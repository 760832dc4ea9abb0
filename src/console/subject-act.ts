import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { idText } from './cursor.ts';
import { mayRead } from './may-read.ts';
import { notFound, parsed, Refusal, unavailable } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';

export interface SubjectActDeps {
  readonly store: Pick<Store, 'cardsOf'>;
  readonly settings: () => ConsoleSettings;
  readonly acts: boolean;
  /** Takes a click as if it came from Slack: stored first, then performed by the same stages. */
  readonly click: (click: {
    readonly id: string;
    readonly user: string;
    readonly value: string;
    readonly channel: string;
    readonly ts: string;
  }) => Promise<void>;
}

const body = z.strictObject({ value: z.string().regex(/^[a-z_]{1,40}:[^\s]{1,120}$/), channel: z.string().max(100) });

/** Whoever acts is the Slack user that he signed in as: what he may do there he may do here. */
export function subjectAct(deps: SubjectActDeps): Handler<'POST /api/subjects/:id/act'> {
  return async (request) => {
    const { id } = parsed(z.object({ id: idText }), request.params);
    const { value, channel } = parsed(body, request.body);
    const user = slackUserOf(request.person.slackUser);
    if (!deps.acts) throw unavailable('acting_not_configured', 'acting from Slack is not configured');
    if (!mayRead(request.person, channel, deps.settings())) throw notFound('card');
    const cards = await deps.store.cardsOf(id);
    const ts = cards.find((card) => card.channel === channel && card.state === 'posted')?.ts ?? null;
    if (ts === null) throw notFound('card');
    const action = randomUUID();
    await deps.click({ id: action, user, value, channel, ts });
    return { action };
  };
}

export function slackUserOf(user: string | null): string {
  if (user !== null) return user;
  throw new Refusal(403, 'no_slack_user', 'actions are done in the name of a Slack user', {
    hint: 'sign in with Slack',
  });
}
