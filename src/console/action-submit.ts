import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { textAt } from '../domain/json.ts';
import type { ActionStore } from '../store/action-store.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import { ownAction } from './action-show.ts';
import type { Handler } from './api.ts';
import { idText } from './cursor.ts';
import { dialogueOf } from './dialogue.ts';
import { parsed, Refusal } from './refusal.ts';
import { slackUserOf } from './subject-act.ts';

export interface ActionSubmitDeps {
  readonly clock: Clock;
  readonly store: Pick<ActionStore, 'getAction'> & Pick<ConsoleStore, 'getDialogue' | 'putDialogue'>;
  /** Takes a submission as if it came from Slack. */
  readonly submit: (submission: {
    readonly user: string;
    /** The action whose dialogue it is. */
    readonly dialogue: string;
    readonly step: string;
    /** The action that the modal belongs to: another's, where a second person confirms. */
    readonly actionId: string;
    readonly values: Readonly<Record<string, string>>;
  }) => Promise<void>;
}

const body = z.strictObject({
  values: z.record(z.string().regex(/^[a-z_]{1,40}$/), z.string().max(3_000)),
});

/** The form goes away with its submission, as in Slack: what comes next is asked anew. */
export function actionSubmit(deps: ActionSubmitDeps): Handler<'POST /api/actions/:id/submit'> {
  return async (request) => {
    const { id } = parsed(z.object({ id: idText }), request.params);
    const { values } = parsed(body, request.body);
    const user = slackUserOf(request.person.slackUser);
    ownAction(await deps.store.getAction(id), request.person);
    const { view, said } = dialogueOf(await deps.store.getDialogue(id));
    const step = view === null || view['submit'] === undefined ? null : textAt(view, 'callback_id');
    if (view === null || step === null) {
      throw new Refusal(409, 'no_dialogue', 'there is nothing to submit', { hint: 'look at the action again' });
    }
    const json = JSON.stringify({ view: null, said });
    await deps.store.putDialogue({ id, now: deps.clock.now(), json });
    await deps.submit({ user, dialogue: id, step, actionId: textAt(view, 'private_metadata') ?? id, values });
    return { action: id };
  };
}
