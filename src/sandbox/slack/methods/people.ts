import type { JsonObject } from '../../../domain/json.ts';
import { text, yes } from '../arguments.ts';
import { good, refused, type SandboxUser } from '../model.ts';
import { bot } from '../workspace.ts';
import type { Method } from './method.ts';

export const authTest: Method = {
  tier: 'special',
  scopes: [],
  run: (call) =>
    good({
      url: `${call.url}/`,
      team: 'Sandbox',
      user: 'tillbell',
      team_id: bot.team,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
};

export const teamInfo: Method = {
  tier: 3,
  scopes: ['team:read'],
  run: () =>
    good({
      team: {
        id: bot.team,
        name: 'Sandbox',
        domain: 'sandbox',
        email_domain: 'example.com',
        icon: { image_default: true },
      },
    }),
};

function described(user: SandboxUser, withEmail: boolean): JsonObject {
  const name = user.realName ?? user.name;
  const timezone = user.timezone ?? 'Europe/Berlin';
  const team = user.team ?? bot.team;
  return {
    id: user.id,
    team_id: team,
    name: user.name,
    real_name: name,
    deleted: user.deactivated ?? false,
    color: '9f69e7',
    tz: timezone,
    tz_label: timezone,
    tz_offset: 0,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    is_stranger: team !== bot.team,
    has_2fa: true,
    updated: 0,
    profile: {
      real_name: name,
      real_name_normalized: name,
      display_name: user.name,
      display_name_normalized: user.name,
      status_text: '',
      status_emoji: '',
      team,
      ...(withEmail && user.email !== undefined ? { email: user.email } : {}),
    },
  };
}

export const usersInfo: Method = {
  tier: 4,
  scopes: ['users:read'],
  run(call) {
    const user = call.workspace.users.get(text(call.values, 'user') ?? '');
    return user === undefined
      ? refused('user_not_found')
      : good({ user: described(user, call.scopes.includes('users:read.email')) });
  },
};

export const usersLookupByEmail: Method = {
  tier: 3,
  scopes: ['users:read.email'],
  run(call) {
    const email = text(call.values, 'email')?.toLowerCase();
    const user = [...call.workspace.users.values()].find(
      (each) => each.email?.toLowerCase() === email && each.deactivated !== true,
    );
    return user === undefined || email === undefined
      ? refused('users_not_found')
      : good({ user: described(user, true) });
  },
};

export const usergroupsList: Method = {
  tier: 2,
  scopes: ['usergroups:read'],
  run: (call) =>
    good({
      usergroups: [...call.workspace.userGroups.values()].map((group) => ({
        id: group.id,
        team_id: bot.team,
        is_usergroup: true,
        name: group.handle,
        handle: group.handle,
        user_count: group.users.length,
        ...(yes(call.values, 'include_users') ? { users: [...group.users] } : {}),
      })),
    }),
};

export const usergroupsUsersList: Method = {
  tier: 2,
  scopes: ['usergroups:read'],
  run(call) {
    const group = call.workspace.userGroups.get(text(call.values, 'usergroup') ?? '');
    return group === undefined ? refused('no_such_subteam') : good({ users: [...group.users] });
  },
};
