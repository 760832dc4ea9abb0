import { isObject, textAt } from '../../../domain/json.ts';
import { readStripeFault, type StripeFaults } from '../faults.ts';
import { everyLifecycle } from '../lifecycles/every-lifecycle.ts';
import type { Lifecycle } from '../story.ts';
import type { Received, Reply } from './serve.ts';

export interface Controlled {
  readonly faults: StripeFaults;
  readonly calls: readonly object[];
  play(lifecycle: Lifecycle): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * The stand-in's own doors, which Stripe does not have: `/_control/faults` (GET, POST one, DELETE all), `/_control/calls`,
 * `/_control/lifecycles` (GET their names; POST `{name, seed?}` lets one happen now, with its webhooks).
 */
export function control(controlled: Controlled, received: Received): Reply {
  const { faults } = controlled;
  switch (`${received.method} ${received.path}`) {
    case 'GET /_control/faults':
      return json(200, faults.list());
    case 'DELETE /_control/faults':
      faults.clear();
      return json(200, []);
    case 'POST /_control/faults': {
      const read = readStripeFault(parsed(received.body));
      if ('problem' in read) return json(400, { error: read.problem });
      faults.add(read.fault);
      return json(200, faults.list());
    }
    case 'GET /_control/calls':
      return json(200, controlled.calls);
    case 'GET /_control/lifecycles':
      return json(200, Object.keys(everyLifecycle));
    case 'POST /_control/lifecycles':
      return play(controlled, parsed(received.body));
    default:
      return json(404, { error: `there is no ${received.method} ${received.path}` });
  }
}

function play(controlled: Controlled, wanted: unknown): Reply {
  const request = isObject(wanted) ? wanted : {};
  const name = textAt(request, 'name') ?? '';
  const tell = Object.hasOwn(everyLifecycle, name) ? everyLifecycle[name] : undefined;
  if (tell === undefined) return json(400, { error: `there is no lifecycle "${name}"; GET lists them` });
  const seed = textAt(request, 'seed') ?? String(controlled.now());
  const lifecycle = tell({ seed, at: Math.floor(controlled.now() / 1000), pace: 'within_a_day' });
  controlled.play(lifecycle);
  return json(200, { name: lifecycle.name, events: lifecycle.events.map(({ id, type }) => ({ id, type })) });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function json(status: number, body: unknown): Reply {
  return { status, headers: {}, body: JSON.stringify(body, null, 2), lost: false };
}
