import { messageOf } from '../../../domain/errors.ts';
import { isObject, type JsonObject } from '../../../domain/json.ts';
import type { Chosen } from './payloads.ts';
import type { People } from './people.ts';

/**
 * One act of a person from JSON, for black-box tests: `{"do":"click","to":"http://…","user":"U1","channel":"C1",
 * "ts":"…","action_id":"…"}`. Answers what the app answered, or what is wrong.
 */
export async function act(people: People, request: JsonObject): Promise<JsonObject> {
  const word = (name: string): string => (typeof request[name] === 'string' ? request[name] : '');
  const [to, user, viewId] = [word('to'), word('user'), word('view_id')];
  const acts: Readonly<Record<string, () => Promise<{ status: number; body: string }>>> = {
    click: () => {
      const chosen = chosenOf(request['chosen']);
      const what = { to, user, actionId: word('action_id'), chosen };
      return people.click(viewId === '' ? { ...what, channel: word('channel'), ts: word('ts') } : { ...what, viewId });
    },
    command: () => people.command({ to, user, channel: word('channel'), command: word('command'), text: word('text') }),
    event: () => people.event({ to, event: isObject(request['event']) ? request['event'] : {} }),
    viewSubmission: () => people.viewSubmission({ to, user, viewId, values: valuesOf(request['values']) }),
    viewClosed: () => people.viewClosed({ to, user, viewId }),
    verifyUrl: () => people.verifyUrl({ to, challenge: word('challenge') }),
  };
  const found = Object.hasOwn(acts, word('do')) ? acts[word('do')] : undefined;
  if (found === undefined) return { ok: false, error: 'unknown_action' };
  try {
    const { status, body } = await found();
    return { ok: true, status, body };
  } catch (error) {
    return { ok: false, error: 'not_possible', problem: messageOf(error) };
  }
}

function chosenOf(value: unknown): Chosen {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : null;
}

function valuesOf(value: unknown): Record<string, Record<string, Chosen>> {
  const values: Record<string, Record<string, Chosen>> = {};
  if (!isObject(value)) return values;
  for (const [blockId, actions] of Object.entries(value)) {
    if (!isObject(actions)) continue;
    values[blockId] = Object.fromEntries(Object.entries(actions).map(([id, chosen]) => [id, chosenOf(chosen)]));
  }
  return values;
}
