import type { JsonObject, JsonValue } from '../../domain/json.ts';
import { isObject } from '../../domain/json.ts';
import { readFault } from './fault-schema.ts';
import type { SandboxFaults } from './faults.ts';
import type { Answer, SandboxCall, SandboxMessage } from './model.ts';
import type { Steering } from './steering.ts';

export interface Controlled {
  readonly faults: SandboxFaults;
  readonly steering: Steering;
  readonly calls: readonly SandboxCall[];
  messages(channel?: string): SandboxMessage[];
  /** Acts as a person: `click`, `command`, `event`, `viewSubmission`. */
  act(request: JsonObject): Promise<JsonObject>;
}

const json = (body: JsonObject, status = 200): Answer => ({ status, headers: {}, body, ts: null });

/** The sandbox's own door, for black-box tests: `/_control/…`. Not part of Slack. */
export async function control(
  method: string,
  path: string,
  query: URLSearchParams,
  body: Buffer,
  on: Controlled,
): Promise<Answer> {
  const what = `${method} ${path.slice('/_control/'.length)}`;
  if (what === 'GET messages')
    return json({ ok: true, messages: jsonOf(on.messages(query.get('channel') ?? undefined)) });
  if (what === 'GET calls') return json({ ok: true, calls: jsonOf(on.calls) });
  if (what === 'GET faults') return json({ ok: true, faults: jsonOf(on.faults.list()) });
  if (what === 'DELETE faults') {
    on.faults.clear();
    return json({ ok: true });
  }
  const given = parsed(body);
  if (given === undefined) return json({ ok: false, error: 'invalid_json' }, 400);
  if (what === 'POST faults') return addFaults(given, on.faults);
  if (!isObject(given)) return json({ ok: false, error: 'json_not_object' }, 400);
  if (what === 'POST workspace') {
    const problem = on.steering.apply(given);
    return problem === null ? json({ ok: true }) : json({ ok: false, error: problem }, 400);
  }
  if (what === 'POST people') return json(await on.act(given));
  return json({ ok: false, error: 'not_found' }, 404);
}

function addFaults(given: JsonValue, faults: SandboxFaults): Answer {
  const read = (Array.isArray(given) ? given : [given]).map(readFault);
  const problem = read.find((each) => 'problem' in each);
  if (problem !== undefined) return json({ ok: false, error: 'invalid_fault', problem: problem.problem }, 400);
  const ids = read.flatMap((each) => ('fault' in each ? [faults.add(each.fault)] : []));
  return json({ ok: true, ids });
}

function parsed(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

function jsonOf(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
