import { TillbellError } from '../../../domain/errors.ts';
import { isObject, type JsonObject } from '../../../domain/json.ts';
import type { ResponseUrls } from '../response-url.ts';
import type { SocketMode } from '../socket/socket-mode.ts';
import type { Triggers } from '../triggers.ts';
import type { StoredView, Views } from '../views.ts';
import { asSlackMessage, bot, type StoredChannel, type StoredMessage, type Workspace } from '../workspace.ts';
import { choice, findElement } from './find-element.ts';
import type { Signing } from './sign.ts';

/** Option value, user id, date or text; several where the element takes several; null for a button. */
export type Chosen = string | readonly string[] | null;

export interface PeopleDeps {
  readonly workspace: Workspace;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly signing: Signing;
  readonly socketMode: Pick<SocketMode, 'deliver'>;
  readonly url: string;
}

/** Slack's old verification token: deprecated, but still sent. */
export const legacyToken = 'legacy-fixed-value';

export function interactionBase({ workspace }: PeopleDeps, type: string, userId: string): JsonObject {
  const user = workspace.users.get(userId);
  const name = user?.name ?? userId;
  return {
    type,
    user: { id: userId, username: name, name, team_id: user?.team ?? bot.team },
    api_app_id: bot.app,
    token: legacyToken,
    team: { id: bot.team, domain: 'sandbox' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function inMessage(
  deps: PeopleDeps,
  act: { user: string; channel: string; ts: string; actionId: string; blockId?: string },
  chosen: Chosen,
): JsonObject {
  const channel = deps.workspace.channel(act.channel);
  const message = messageOf(deps.workspace, channel, act.ts);
  const found = findElement(message, act.actionId, act.blockId);
  if (found === null) throw noElement(act.actionId);
  const isEphemeral = message.ephemeralFor !== null;
  const container: JsonObject = {
    type: found.attachment === null ? 'message' : 'message_attachment',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: isEphemeral,
    ...(message.thread_ts === null ? {} : { thread_ts: message.thread_ts }),
    ...(found.attachment === null ? {} : { attachment_id: found.attachment, is_app_unfurl: false }),
  };
  return {
    container,
    channel: { id: channel.id, name: channel.private ? 'privategroup' : channel.name },
    ...(isEphemeral ? {} : { message: asSlackMessage(message, true) }),
    state: { values: {} },
    response_url: deps.url + deps.responseUrls.issue({ channel, user: act.user, message }),
    actions: [actionOf(deps.workspace, found.element, found.blockId, chosen)],
  };
}

export function inView(
  deps: PeopleDeps,
  view: StoredView,
  actionId: string,
  blockId: string | undefined,
  chosen: Chosen,
): JsonObject {
  const shown = deps.views.shown(view);
  const blocks = Array.isArray(shown['blocks']) ? shown['blocks'].filter(isObject) : [];
  const found = findElement({ blocks }, actionId, blockId);
  if (found === null) throw noElement(actionId);
  return {
    container: { type: 'view', view_id: view.id },
    view: shown,
    actions: [actionOf(deps.workspace, found.element, found.blockId, chosen)],
  };
}

function actionOf(workspace: Workspace, element: JsonObject, blockId: string, chosen: Chosen): JsonObject {
  const { type, action_id, text, style, confirm } = element;
  return {
    action_id,
    block_id: blockId,
    ...(text === undefined ? {} : { text }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
    ...choice(element, chosen),
    type,
    action_ts: workspace.nextTs(),
  };
}

export function eventEnvelope(workspace: Workspace, event: JsonObject, eventId: string): JsonObject {
  const ts = workspace.nextTs();
  const channel = typeof event['channel'] === 'string' ? workspace.channels.get(event['channel']) : undefined;
  return {
    token: legacyToken,
    team_id: bot.team,
    api_app_id: bot.app,
    event: { event_ts: ts, ...event },
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Number(ts)),
    authorizations: [
      { enterprise_id: null, team_id: bot.team, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.shared ?? false,
    event_context: `1-${typeof event['type'] === 'string' ? event['type'] : ''}-${bot.team}`,
  };
}

export function stateOf(
  view: StoredView,
  values: Readonly<Record<string, Readonly<Record<string, Chosen>>>>,
): JsonObject {
  const blocks = Array.isArray(view.content['blocks']) ? view.content['blocks'].filter(isObject) : [];
  const state: JsonObject = {};
  for (const [blockId, actions] of Object.entries(values)) {
    const inBlock: JsonObject = {};
    for (const [actionId, chosen] of Object.entries(actions)) {
      const found = findElement({ blocks }, actionId, blockId);
      if (found === null) throw noElement(actionId);
      inBlock[actionId] = { type: found.element['type'], ...choice(found.element, chosen) };
    }
    state[blockId] = inBlock;
  }
  return state;
}

function messageOf(workspace: Workspace, channel: StoredChannel, ts: string): StoredMessage {
  const found = channel.messages.get(ts) ?? workspace.ephemeral.find((each) => each.ts === ts);
  if (found === undefined) throw new TillbellError('sandbox_no_message', `the sandbox has no message ${ts}`);
  return found;
}

export function viewOf(views: Views, id: string): StoredView {
  const found = views.get(id);
  if (found === null) throw new TillbellError('sandbox_no_view', `the sandbox has no view ${id}`);
  return found;
}

function noElement(actionId: string): TillbellError {
  return new TillbellError('sandbox_no_element', `there is no element ${actionId} to use`);
}
