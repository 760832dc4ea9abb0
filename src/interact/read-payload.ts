import { isObject, type JsonObject, type JsonValue, listAt, objectAt, textAt } from '../domain/json.ts';
import type { Interaction } from './interaction.ts';

/** What a request body says, or why nothing follows from it. */
export type Read =
  | { readonly kind: 'interaction'; readonly interaction: Interaction; readonly dedup: string | null }
  | { readonly kind: 'challenge'; readonly challenge: string }
  /** Nothing to do but to acknowledge: a link button, a kind we have no use for. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable' };

const nothing: Read = { kind: 'nothing' };
const unreadable: Read = { kind: 'unreadable' };

/** The body of `/slack/interactions`: a form with one field, `payload`. */
export function readInteraction(body: string): Read {
  const payload = jsonOf(new URLSearchParams(body).get('payload'));
  return payload === null ? unreadable : interactionOf(payload);
}

/** A click, a choice or a submitted modal. */
export function interactionOf(payload: JsonObject): Read {
  const user = textAt(payload, 'user.id');
  if (user === null) return unreadable;
  if (payload['type'] === 'block_actions') return readClick(payload, user);
  if (payload['type'] === 'view_submission') return readSubmission(payload, user);
  return nothing;
}

function readClick(payload: JsonObject, user: string): Read {
  const action = listAt(payload, 'actions').find(isObject);
  const actionId = textAt(action, 'action_id') ?? '';
  if (!actionId.startsWith('act_')) return nothing;
  return interaction({
    kind: 'click',
    user,
    actionId,
    value: textAt(action, 'selected_option.value') ?? textAt(action, 'value') ?? '',
    channel: textAt(payload, 'channel.id') ?? textAt(payload, 'container.channel_id') ?? '',
    messageTs: textAt(payload, 'container.message_ts') ?? textAt(payload, 'message.ts') ?? '',
    triggerId: textAt(payload, 'trigger_id') ?? '',
    responseUrl: textAt(payload, 'response_url') ?? '',
  });
}

function readSubmission(payload: JsonObject, user: string): Read {
  const values: Record<string, string> = {};
  for (const [block, inputs] of Object.entries(objectAt(payload, 'view.state.values') ?? {})) {
    const [input] = isObject(inputs) ? Object.values(inputs) : [];
    const value =
      textAt(input, 'value') ??
      textAt(input, 'selected_option.value') ??
      textAt(input, 'selected_user') ??
      textAt(input, 'selected_date') ??
      '';
    if (/^[a-z_0-9]{1,40}$/.test(block)) values[block] = value;
  }
  return interaction({
    kind: 'submission',
    user,
    step: textAt(payload, 'view.callback_id') ?? '',
    viewId: textAt(payload, 'view.id') ?? '',
    actionId: textAt(payload, 'view.private_metadata') ?? '',
    values,
  });
}

/** The body of `/slack/commands`: a form. */
export function readCommand(body: string): Read {
  const form = new URLSearchParams(body);
  return commandOf((name) => form.get(name));
}

/** A slash command by its fields. */
export function commandOf(field: (name: string) => string | null): Read {
  const user = field('user_id');
  if (user === null || user === '') return unreadable;
  return interaction({
    kind: 'command',
    user,
    channel: field('channel_id') ?? '',
    text: (field('text') ?? '').slice(0, 1_000),
    responseUrl: field('response_url') ?? '',
  });
}

/** The body of `/slack/events`: JSON; the same event_id is the same delivery, however often Slack sends it (F79). */
export function readEventCallback(body: string): Read {
  const payload = jsonOf(body);
  if (payload === null) return unreadable;
  if (payload['type'] === 'url_verification') {
    const challenge = textAt(payload, 'challenge');
    return challenge === null ? unreadable : { kind: 'challenge', challenge: challenge.slice(0, 500) };
  }
  return eventOf(payload);
}

/** An Events API delivery. */
export function eventOf(payload: JsonObject): Read {
  const type = textAt(payload, 'event.type');
  const dedup = textAt(payload, 'event_id');
  if (type === 'app_uninstalled' || type === 'tokens_revoked') {
    return { kind: 'interaction', interaction: { kind: 'access', user: 'slack' }, dedup };
  }
  const user = textAt(payload, 'event.user');
  if (type === 'link_shared' && user !== null) return linksOf(payload, user, dedup);
  if (type !== 'app_home_opened' || user === null) return nothing;
  if ((textAt(payload, 'event.tab') ?? 'home') !== 'home') return nothing;
  return { kind: 'interaction', interaction: { kind: 'home', user }, dedup };
}

const mostLinks = 20;

function linksOf(payload: JsonObject, user: string, dedup: string | null): Read {
  const urls = listAt(payload, 'event.links')
    .flatMap((link) => textAt(link, 'url') ?? [])
    .filter((url) => url.length <= 2_000)
    .slice(0, mostLinks);
  if (urls.length === 0) return nothing;
  const links: Interaction = {
    kind: 'links',
    user,
    channel: textAt(payload, 'event.channel') ?? '',
    messageTs: textAt(payload, 'event.message_ts') ?? '',
    unfurlId: textAt(payload, 'event.unfurl_id') ?? '',
    source: textAt(payload, 'event.source') ?? '',
    urls,
  };
  return { kind: 'interaction', interaction: links, dedup };
}

function interaction(found: Interaction): Read {
  return { kind: 'interaction', interaction: found, dedup: null };
}

function jsonOf(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    const parsed = JSON.parse(text) as JsonValue;
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
