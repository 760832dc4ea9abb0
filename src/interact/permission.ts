import { permissionOf } from '../domain/action.ts';
import { parseAmountText } from '../domain/amount-text.ts';
import type { Clock } from '../domain/clock.ts';
import type { Reason } from '../domain/event.ts';
import type { Money } from '../domain/money.ts';
import type { SlackSurface } from '../domain/slack-surface.ts';
import type { Permission, PermissionRequest } from './deps.ts';

/** What the configuration says of one action. */
export interface Allowance {
  readonly who: readonly string[];
  readonly upTo: string | null;
  readonly above: 'two_people' | 'deny';
}

export interface PermissionDeps {
  readonly surface: Pick<SlackSurface, 'person' | 'membersOf'>;
  readonly clock: Clock;
  readonly actions: () => Readonly<Record<string, Allowance>>;
  /** Null where two currencies cannot be compared. */
  readonly compare: (a: Money, b: Money) => -1 | 0 | 1 | null;
}

/** Whoever left the company must not act for longer than this on what we remember of him. */
const rememberMs = 60_000;

/** Who may do what (F82). What cannot be established is not allowed. */
export function createPermission(deps: PermissionDeps) {
  const remembered = new Map<string, { until: number; value: unknown }>();

  async function remember<T extends object>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = remembered.get(key);
    if (known !== undefined && known.until > deps.clock.monotonic()) return known.value as T;
    const value = await ask();
    if (!('reason' in value)) {
      if (remembered.size > 5_000) remembered.clear();
      remembered.set(key, { until: deps.clock.monotonic() + rememberMs, value });
    }
    return value;
  }

  async function listed(who: readonly string[], user: string): Promise<boolean | Reason> {
    if (who.includes(user)) return true;
    for (const group of who.filter((id) => id.startsWith('S'))) {
      const answer = await remember(`group ${group}`, () => deps.surface.membersOf(group));
      if ('reason' in answer) return answer.reason;
      if (answer.members.includes(user)) return true;
    }
    return false;
  }

  return async function permits(request: PermissionRequest): Promise<Permission> {
    const { verb, user, amount } = request;
    const actions = deps.actions();
    const name = request.names?.find((one) => Object.hasOwn(actions, one)) ?? permissionOf[verb];
    const answer = await remember(`user ${user}`, () => deps.surface.person(user));
    if ('reason' in answer) return { kind: 'unknown', reason: answer.reason };
    const { person } = answer;
    if (person === null) return denied('user_unknown', 'Slack does not know this person here');
    if (person.deactivated) return denied('user_deactivated', 'this account is deactivated');
    if (person.bot) return denied('user_bot', 'apps cannot act');
    if (person.external) return denied('user_external', 'people of other organisations cannot act');
    if (name === null) return { kind: 'allowed', second: false };
    const allowance = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (allowance === undefined)
      return denied('action_not_configured', `nobody may do this: actions.${name} is not set`);
    const member = await listed(allowance.who, user);
    if (typeof member !== 'boolean') return { kind: 'unknown', reason: member };
    if (!member) return denied('not_permitted', `actions.${name} does not name this person`);
    const above = amount !== null && isAbove(amount, allowance.upTo, deps.compare);
    if (above && allowance.above === 'deny') {
      return denied('above_limit', `the amount is above ${allowance.upTo}, the limit of actions.${name}`);
    }
    return { kind: 'allowed', second: above };
  };
}

/** An amount that cannot be compared with the limit is above it: the careful side. */
function isAbove(amount: Money, upTo: string | null, compare: PermissionDeps['compare']): boolean {
  if (upTo === null) return false;
  const limit = parseAmountText(upTo);
  const order = limit === null ? null : compare(amount, limit);
  return order === null || order > 0;
}

function denied(code: string, text: string): Permission {
  return { kind: 'denied', reason: { code, text } };
}
