import type { Secret } from '../domain/secret.ts';
import { type Build, list, localeTag, timeZone } from './build.ts';
import type { ChannelConfig, SlackConfig } from './config.ts';
import type { FaultDraft, Path } from './fault.ts';
import type { ChannelFile } from './schema.ts';
import { secretOf } from './secrets.ts';
import { shown } from './shown.ts';

export interface ChannelDefaults {
  readonly slack: SlackConfig;
  readonly timezone: string;
  readonly locale: string;
  readonly privacy: ChannelConfig['privacy'];
}

/** The channels of the file by name. */
export function buildChannels(
  build: Build,
  files: Readonly<Record<string, ChannelFile>>,
  defaults: ChannelDefaults,
): Record<string, ChannelConfig> {
  const channels: Record<string, ChannelConfig> = {};
  const owners = new Map<string, string>();
  for (const [name, file] of Object.entries(files)) {
    const path = ['channels', name];
    const channel = buildChannel(build, name, file, path, defaults);
    channels[name] = channel;
    const place = channel.id ?? channel.webhookUrl?.reveal();
    if (place === undefined) continue;
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, name);
    else refuseSame(build, [...path, channel.id === null ? 'webhook_url' : 'id'], owner);
  }
  return channels;
}

/** One Slack channel under two names would get every card twice (F113), under two privacies. */
function refuseSame(build: Build, path: Path, owner: string): void {
  build.fault({
    code: 'same_channel',
    path,
    message: `is the same Slack channel as "${owner}"`,
    suggestion: 'give each Slack channel one name',
  });
}

function buildChannel(
  build: Build,
  name: string,
  file: ChannelFile,
  path: Path,
  defaults: ChannelDefaults,
): ChannelConfig {
  const own = secretOf(build, file.webhook_url, [...path, 'webhook_url'], 'webhook_url');
  const byWebhook = own !== null || (defaults.slack.mode === 'webhook' && defaults.slack.webhookUrl !== null);
  const id = byWebhook ? null : channelId(build, file.id, { path: [...path, 'id'] });
  return {
    ...channelAt(name, id, byWebhook ? (own ?? defaults.slack.webhookUrl) : null, defaults),
    privacy: file.privacy ?? defaults.privacy,
    ...(file.privacy_override === undefined ? {} : { privacyOverride: file.privacy_override }),
    allow: list(file.allow),
    timezone: timeZone(build, file.timezone, [...path, 'timezone'], defaults.timezone),
    locale: localeTag(build, file.locale, [...path, 'locale'], defaults.locale),
  };
}

function channelAt(
  name: string,
  id: string | null,
  webhookUrl: Secret | null,
  defaults: ChannelDefaults,
): ChannelConfig {
  return {
    name,
    id,
    webhookUrl,
    privacy: defaults.privacy,
    allow: [],
    timezone: defaults.timezone,
    locale: defaults.locale,
    lane: webhookUrl === null ? `slack/${id ?? name}` : `webhook/${name}`,
  };
}

/** The one channel of a configuration that names none: `SLACK_CHANNEL`, or whatever an incoming webhook posts to. */
export function defaultChannel(build: Build, defaults: ChannelDefaults): ChannelConfig | null {
  const name = 'default';
  if (defaults.slack.mode === 'webhook') return channelAt(name, null, defaults.slack.webhookUrl, defaults);
  const variable = 'SLACK_CHANNEL';
  const text = build.environment.get(variable);
  if (text !== null) return channelAt(name, channelId(build, text, { path: [], variable }), null, defaults);
  if (build.hasFile) {
    build.fault({
      code: 'missing_key',
      path: ['channels'],
      message: 'is missing: where shall alerts go?',
      suggestion: `write channels: { finance: { id: C0123456789 } }, or set ${variable}`,
    });
    return null;
  }
  build.fault({
    code: 'missing_variable',
    path: [],
    variable,
    message: 'is not set: where shall alerts go?',
    suggestion:
      'set it to a channel id (C…): in Slack, the channel’s name, About, at the end; or name channels in a file',
  });
  return null;
}

/** A channel's id. F54: channels are renamed, so a `#name` is taken, but warned of. */
function channelId(build: Build, id: string | undefined, where: Pick<FaultDraft, 'path' | 'variable'>): string | null {
  const how = 'copy the id (C…) in Slack: the channel’s name, About, at the end';
  if (id === undefined) {
    build.fault({
      ...where,
      code: 'missing_key',
      message: 'is missing: which channel of Slack is it?',
      suggestion: how,
    });
    return null;
  }
  if (/^[CGD][A-Z0-9]{2,20}$/.test(id)) return id;
  if (/^#[\p{L}\p{N}_-]{1,80}$/u.test(id)) {
    const message = `${shown(id)} is a name: when the channel is renamed, its alerts stop`;
    build.warn({ ...where, code: 'channel_by_name', message, suggestion: how });
    return id;
  }
  build.fault({
    ...where,
    code: 'bad_channel_id',
    message: `${shown(id)} is not the id of a channel${idProblem(id)}`,
    suggestion: how,
  });
  return null;
}

function idProblem(id: string): string {
  if (/^[UW][A-Z0-9]{2,}$/.test(id)) return ': it is a person';
  if (/^S[A-Z0-9]{2,}$/.test(id)) return ': it is a user group';
  if (/^T[A-Z0-9]{2,}$/.test(id)) return ': it is a workspace';
  return /^[cgd][a-z0-9]{8,}$/.test(id) ? ': ids are in capital letters' : '';
}
