import { isObject, type JsonObject } from '../../../domain/json.ts';
import type { StoredView, Views } from '../views.ts';
import { bot } from '../workspace.ts';
import {
  type Chosen,
  eventEnvelope,
  inMessage,
  interactionBase,
  inView,
  legacyToken,
  type PeopleDeps,
  stateOf,
  viewOf,
} from './payloads.ts';
import { formType, jsonType, postSigned, type Reached, type Spoilt } from './sign.ts';

/** What people do in Slack: each sends the signed request that Slack would send to `to`, or an envelope where it is `socket`. */
export interface People {
  /** Clicks a button or chooses in an element, of a message (`channel`, `ts`) or of a view (`viewId`). */
  click(
    act: {
      to: string;
      user: string;
      actionId: string;
      blockId?: string;
      /** Option value, user id, date …; not for buttons. */
      chosen?: Chosen;
    } & ({ channel: string; ts: string } | { viewId: string }),
    spoilt?: Spoilt,
  ): Promise<Reached>;
  command(
    act: { to: string; user: string; channel: string; command: string; text?: string },
    spoilt?: Spoilt,
  ): Promise<Reached>;
  /** An Events API delivery around `event`. */
  event(act: { to: string; event: JsonObject; eventId?: string }, spoilt?: Spoilt): Promise<Reached>;
  /** Submits a modal; `values` by block id, then action id. Applies the `response_action` that comes back. */
  viewSubmission(
    act: {
      to: string;
      user: string;
      viewId: string;
      values: Readonly<Record<string, Readonly<Record<string, Chosen>>>>;
    },
    spoilt?: Spoilt,
  ): Promise<Reached>;
  viewClosed(act: { to: string; user: string; viewId: string }, spoilt?: Spoilt): Promise<Reached>;
  /** The check that Slack makes when an events address is entered. */
  verifyUrl(act: { to: string; challenge: string }, spoilt?: Spoilt): Promise<Reached>;
}

/** As `to`: by Socket Mode instead of a request. */
const overSocket = 'socket';

export function createPeople(deps: PeopleDeps): People {
  const { workspace, views, signing } = deps;
  const interaction = (to: string, payload: JsonObject, spoilt?: Spoilt): Promise<Reached> =>
    to === overSocket
      ? deps.socketMode.deliver('interactive', payload)
      : postSigned(
          signing,
          to,
          { type: formType, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() },
          spoilt,
        );
  return {
    async click(act, spoilt) {
      const base = interactionBase(deps, 'block_actions', act.user);
      const chosen = act.chosen ?? null;
      const body =
        'viewId' in act
          ? inView(deps, viewOf(views, act.viewId), act.actionId, act.blockId, chosen)
          : inMessage(deps, act, chosen);
      return interaction(act.to, { ...base, trigger_id: deps.triggers.issue(), ...body }, spoilt);
    },
    async command(act, spoilt) {
      const channel = workspace.channel(act.channel);
      const form = {
        token: legacyToken,
        team_id: bot.team,
        team_domain: 'sandbox',
        channel_id: channel.id,
        channel_name: channel.private ? 'privategroup' : channel.name,
        user_id: act.user,
        user_name: workspace.users.get(act.user)?.name ?? act.user,
        command: act.command,
        text: act.text ?? '',
        api_app_id: bot.app,
        is_enterprise_install: 'false',
        response_url: deps.url + deps.responseUrls.issue({ channel, user: act.user, message: null }),
        trigger_id: deps.triggers.issue(),
      };
      if (act.to === overSocket) return deps.socketMode.deliver('slash_commands', form);
      return postSigned(signing, act.to, { type: formType, body: new URLSearchParams(form).toString() }, spoilt);
    },
    async event(act, spoilt) {
      const envelope = eventEnvelope(workspace, act.event, act.eventId ?? workspace.nextId('Ev'));
      if (act.to === overSocket) return deps.socketMode.deliver('events_api', envelope);
      return postSigned(signing, act.to, { type: jsonType, body: JSON.stringify(envelope) }, spoilt);
    },
    async viewSubmission(act, spoilt) {
      const view = viewOf(views, act.viewId);
      const payload = {
        ...interactionBase(deps, 'view_submission', act.user),
        trigger_id: deps.triggers.issue(),
        view: { ...views.shown(view), state: { values: stateOf(view, act.values) } },
        response_urls: [],
      };
      const reached = await interaction(act.to, payload, spoilt);
      if (reached.status === 200) applyResponseAction(views, view, reached.body);
      return reached;
    },
    async viewClosed(act, spoilt) {
      const view = viewOf(views, act.viewId);
      view.open = false;
      const base = interactionBase(deps, 'view_closed', act.user);
      return interaction(act.to, { ...base, view: views.shown(view), is_cleared: false }, spoilt);
    },
    async verifyUrl(act, spoilt) {
      const body = JSON.stringify({ token: legacyToken, challenge: act.challenge, type: 'url_verification' });
      return postSigned(signing, act.to, { type: jsonType, body }, spoilt);
    },
  };
}

/** What Slack does with the answer to a submission: errors leave the modal open, no answer closes it. */
function applyResponseAction(views: Views, view: StoredView, body: string): void {
  const answer: unknown = body === '' ? {} : JSON.parse(body);
  const action = isObject(answer) ? answer['response_action'] : undefined;
  if (action === 'errors') return;
  if (action === 'update' && isObject(answer)) {
    views.replace(view, answer['view']);
    return;
  }
  if (action === 'push' && isObject(answer)) {
    views.create(answer['view'], { kind: 'modal', user: view.user, previous: view });
    return;
  }
  view.open = false;
}
