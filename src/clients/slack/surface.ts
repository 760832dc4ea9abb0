import type { WebClient } from '@slack/web-api';
import type { Reason } from '../../domain/event.ts';
import { type JsonObject, type JsonValue, listAt, objectAt, textAt } from '../../domain/json.ts';
import type { Shown, SlackPerson, SlackSurface } from '../../domain/slack-surface.ts';
import { classifyError } from './classify-error.ts';
import { literalText, noPreviews } from './message-arguments.ts';

/** Slack waits no longer than this for what a person sees; what comes later has lost him. */
const respondWithinMs = 3_000;

/** Modals, the Home tab, messages for one person, and who people are. `apiUrl`: null for Slack itself. */
export function createSlackSurface(client: WebClient, options: { readonly apiUrl: string | null }): SlackSurface {
  let team: string | null = null;

  async function call(method: string, given: Record<string, unknown>): Promise<{ result: JsonValue } | Failed> {
    try {
      return { result: JSON.parse(JSON.stringify(await client.apiCall(method, given))) as JsonValue };
    } catch (error) {
      const failure = classifyError(error);
      const later = failure.kind === 'retry' || failure.kind === 'ambiguous';
      return { kind: later ? 'unavailable' : 'refused', reason: failure.reason };
    }
  }

  async function show(method: string, given: Record<string, unknown>): Promise<Shown> {
    const answer = await call(method, given);
    return 'result' in answer ? { kind: 'shown', id: textAt(answer.result, 'view.id') } : answer;
  }

  /** The bot's own workspace; asked once. */
  async function ownTeam(): Promise<string | Failed> {
    if (team !== null) return team;
    const answer = await call('auth.test', {});
    if (!('result' in answer)) return answer;
    team = textAt(answer.result, 'team_id') ?? '';
    return team;
  }

  return {
    openModal: (triggerId, view) => show('views.open', { trigger_id: triggerId, view }),
    updateModal: (viewId, view) => show('views.update', { view_id: viewId, view }),
    publishHome: (user, view) => show('views.publish', { user_id: user, view }),
    whisper: ({ channel, user, threadTs, text }) =>
      show('chat.postEphemeral', {
        ...literalText,
        ...noPreviews,
        channel,
        user,
        text,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
      }),
    unfurl: (where, unfurls) => show('chat.unfurl', { ...where, unfurls }),
    rewrite: (message) => show('chat.update', { ...literalText, ...message }),
    reply: ({ channel, ts, text }) =>
      show('chat.postMessage', { ...literalText, ...noPreviews, channel, thread_ts: ts, text }),
    async respond(url, text) {
      if (!isSlackUrl(url, options.apiUrl)) {
        return { kind: 'refused', reason: { code: 'not_slack', text: 'the response_url is not Slack’s' } };
      }
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
          redirect: 'manual',
          signal: AbortSignal.timeout(respondWithinMs),
        });
        await response.arrayBuffer();
        return response.status === 200 ? { kind: 'shown', id: null } : used;
      } catch {
        return { kind: 'unavailable', reason: { code: 'not_reachable', text: 'Slack could not be reached.' } };
      }
    },
    async person(id) {
      const own = await ownTeam();
      if (typeof own !== 'string') return { reason: own.reason };
      const answer = await call('users.info', { user: id });
      if ('result' in answer) return { person: personOf(objectAt(answer.result, 'user') ?? {}, id, own) };
      return answer.reason.code === 'user_not_found' || answer.reason.code === 'user_not_visible'
        ? { person: null }
        : { reason: answer.reason };
    },
    async membersOf(userGroup) {
      const answer = await call('usergroups.users.list', { usergroup: userGroup });
      if (!('result' in answer)) {
        return answer.reason.code === 'no_such_subteam' ? { members: [] } : { reason: answer.reason };
      }
      return { members: listAt(answer.result, 'users').filter((one) => typeof one === 'string') };
    },
  };
}

interface Failed {
  readonly kind: 'refused' | 'unavailable';
  readonly reason: Reason;
}

/** docs.slack.dev/interactivity/handling-user-interaction: 5 uses within 30 minutes. */
const used: Shown = {
  kind: 'refused',
  reason: { code: 'response_url_expired', text: 'the response_url was used up or is older than 30 minutes' },
};

function personOf(user: JsonObject, id: string, team: string): SlackPerson {
  const teams = [textAt(user, 'team_id'), ...listAt(user, 'enterprise_user.teams')];
  return {
    id,
    deactivated: user['deleted'] === true,
    bot: user['is_bot'] === true || id === 'USLACKBOT',
    external: user['is_stranger'] === true || !teams.includes(team),
  };
}

/** A forged response_url must not make us call others (F76): Slack's own host over TLS, or the address we were given. */
function isSlackUrl(url: string, apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  if (apiUrl !== null && URL.parse(apiUrl)?.origin === parsed.origin) return true;
  return parsed.protocol === 'https:' && parsed.hostname === 'hooks.slack.com';
}
