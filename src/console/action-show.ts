import { z } from 'zod';
import type { ActionState } from '../domain/action.ts';
import type { ActionRow, ActionStore } from '../store/action-store.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { idText } from './cursor.ts';
import { dialogueOf, formOf } from './dialogue.ts';
import type { Person } from './guard.ts';
import { notFound, parsed } from './refusal.ts';

export interface ActionShowDeps {
  readonly store: Pick<ActionStore, 'getAction'> & Pick<ConsoleStore, 'getDialogue'>;
}

const open: ReadonlySet<ActionState> = new Set(['received', 'draft', 'waiting', 'approved', 'sending', 'checking']);

/** How an action goes, for the person who began it. */
export function actionShow(deps: ActionShowDeps): Handler<'GET /api/actions/:id'> {
  return async (request) => {
    const { id } = parsed(z.object({ id: idText }), request.params);
    const row = ownAction(await deps.store.getAction(id), request.person);
    const { view, said } = dialogueOf(await deps.store.getDialogue(id));
    const { name, state, reason } = row;
    return { id, verb: name, state, open: open.has(state), reason, dialogue: formOf(view), said };
  };
}

export function ownAction(row: ActionRow | null, person: Person): ActionRow {
  if (row === null || row.actor !== person.slackUser) throw notFound('action');
  return row;
}
