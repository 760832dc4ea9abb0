import { type ChannelReport, type Inspected, inspectChannel } from '../clients/slack/inspect.ts';
import type { TokenSource } from '../clients/slack/token-source.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { ChannelConfig, Config, SlackConfig } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { alarmChannel } from './reconciling.ts';

/** Who reads a channel, as Slack says: only a private one of this workspace alone may show names. */
export type Audience = 'private' | 'public' | 'shared' | 'unknown';

export interface ChannelPrivacyDeps {
  /** conversations.info; null where there is no bot token to ask with. */
  readonly inspect: ((id: string) => Promise<Inspected<ChannelReport>>) | null;
  readonly store: Pick<Store, 'getSetting' | 'putSetting' | 'enqueueNotice'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
}

export interface ChannelPrivacy {
  /** The configuration with the privacy that holds in each channel: `full` only where Slack said that it may be. */
  effective(config: Config): Config;
  /** Asks Slack about every channel that shall be `full`. */
  check(): Promise<void>;
  stop(): void;
}

const everyMs = 3_600_000;
/** At the start messages wait this long for Slack's word; after that they go out redacted until it is there. */
const firstWaitMs = 2_000;
/** What Slack said holds so long while it cannot be asked. */
const believedMs = 24 * 3_600_000;

/** Asks Slack at the start and each hour who reads the channels that shall show names and addresses. */
export async function startChannelPrivacy(deps: ChannelPrivacyDeps): Promise<ChannelPrivacy> {
  const known = new Map<string, { readonly audience: Audience; readonly at: number }>();
  let last: { from: Config; made: Config } | null = null;
  let stopped = false;

  async function ask(channel: ChannelConfig): Promise<void> {
    if (deps.inspect === null || channel.id === null) return;
    const answer = await deps.inspect(channel.id);
    const now = deps.clock.now();
    const audience = answer.kind === 'found' ? audienceOf(answer.report) : 'unknown';
    const before = known.get(channel.id);
    // Slack is away, or has enough of our questions: what it said last still holds for a while.
    if (audience === 'unknown' && before !== undefined && now - before.at < believedMs) return;
    known.set(channel.id, { audience, at: now });
    last = null;
  }

  async function check(): Promise<void> {
    const wanted = Object.values(deps.config().channels).filter(asksForFull);
    for (const channel of wanted) {
      await ask(channel);
      await tell(channel);
    }
  }

  /** Once for each new finding, also across restarts. */
  async function tell(channel: ChannelConfig): Promise<void> {
    const audience = audienceIn(channel);
    const name = `privacy:${channel.name}`;
    if ((await deps.store.getSetting(name)) === audience) return;
    if (audience !== 'private') {
      const text = `The channel "${channel.name}" ${audienceWords[audience]}, so it is shown redacted although its privacy is "full". Make it private, or say privacy_override: true.`;
      deps.log.warn({ channel: channel.name, audience }, text);
      const to = alarmChannel(deps.config());
      if (to !== null) {
        await deps.store.enqueueNotice({ ...to, code: name, text, now: deps.clock.now(), severity: 'high' });
      }
    }
    await deps.store.putSetting(name, audience);
  }

  function audienceIn(channel: ChannelConfig): Audience {
    return channel.id === null ? 'unknown' : (known.get(channel.id)?.audience ?? 'unknown');
  }

  async function round(): Promise<void> {
    try {
      await check();
    } catch (error) {
      deps.log.warn(
        { problem: messageOf(error) },
        'who reads the channels could not be checked; asked again in an hour',
      );
    }
    if (!stopped) cancel = deps.clock.after(everyMs, () => void round());
  }

  let cancel: () => void = () => undefined;
  const first = round();
  await Promise.race([first, new Promise<void>((resolve) => deps.clock.after(firstWaitMs, resolve))]);

  return {
    effective(config) {
      if (last?.from === config) return last.made;
      const channels = Object.fromEntries(
        Object.entries(config.channels).map(([name, channel]) => [
          name,
          asksForFull(channel) && audienceIn(channel) !== 'private'
            ? { ...channel, privacy: 'redacted' as const }
            : channel,
        ]),
      );
      last = { from: config, made: { ...config, channels } };
      return last.made;
    },
    check,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Null where there is no bot token to ask with. */
export function channelInspector(
  slack: Pick<SlackConfig, 'mode' | 'apiUrl'>,
  tokens: TokenSource | null,
): ChannelPrivacyDeps['inspect'] {
  if (slack.mode !== 'bot' || tokens === null) return null;
  const client = createWebClient({ token: tokens, apiUrl: slack.apiUrl });
  return (id) => inspectChannel(client, id);
}

function asksForFull(channel: ChannelConfig): boolean {
  return channel.privacy === 'full' && channel.privacyOverride !== true;
}

function audienceOf(report: ChannelReport): Audience {
  if (report.shared) return 'shared';
  return report.private ? 'private' : 'public';
}

const audienceWords: Readonly<Record<Audience, string>> = {
  private: 'is private',
  public: 'is public',
  shared: 'is shared with other organisations',
  unknown: 'cannot be looked at, so that nobody knows who reads it',
};
