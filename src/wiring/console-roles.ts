import type { Config } from '../config/config.ts';
import type { Role } from '../console/contract.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import type { SlackSurface } from '../domain/slack-surface.ts';

export interface RolesDeps {
  readonly surface: Pick<SlackSurface, 'person' | 'membersOf'>;
  readonly clock: Clock;
  readonly config: () => Pick<Config, 'console'>;
}

/** Whoever left the company, or lost a role, must not be let in for longer than this on what we remember. */
const rememberMs = 60_000;
/** While Slack cannot be asked, what was known holds for this long. */
const outageMs = 15 * 60_000;

/**
 * What the configuration makes of a Slack user: the highest role that names him or a group of his. Null for nobody's, and
 * for apps, guests of other organisations and deactivated accounts. Throws `slack_unreachable` where Slack cannot be asked
 * and nothing is known of him.
 */
export function rolesOf(deps: RolesDeps): (user: string) => Promise<Role | null> {
  const remembered = new Map<string, { at: number; role: Role | null }>();

  async function ask(user: string): Promise<Role | null> {
    const answer = await deps.surface.person(user);
    if ('reason' in answer) throw unreachable(answer.reason.text);
    const { person } = answer;
    if (person === null || person.deactivated || person.bot || person.external) return null;
    const { admins, operators, viewers } = deps.config().console;
    if (await named(admins, user)) return 'admin';
    if (await named(operators, user)) return 'operator';
    return (await named(viewers, user)) ? 'viewer' : null;
  }

  async function named(who: readonly string[], user: string): Promise<boolean> {
    if (who.includes(user) || who.includes('everyone')) return true;
    for (const group of who.filter((id) => id.startsWith('S'))) {
      const answer = await deps.surface.membersOf(group);
      if ('reason' in answer) throw unreachable(answer.reason.text);
      if (answer.members.includes(user)) return true;
    }
    return false;
  }

  return async (user) => {
    const now = deps.clock.monotonic();
    const known = remembered.get(user);
    if (known !== undefined && now - known.at < rememberMs) return known.role;
    try {
      const role = await ask(user);
      if (remembered.size > 5_000) remembered.clear();
      remembered.set(user, { at: now, role });
      return role;
    } catch (error) {
      if (known !== undefined && now - known.at < outageMs) return known.role;
      throw error;
    }
  };
}

function unreachable(why: string): TillbellError {
  return new TillbellError('slack_unreachable', `Slack could not be asked who you are: ${why}`, {
    hint: 'try again, or use a link: tillbell console link',
  });
}
