import { inspectAppToken, inspectChannel, inspectToken, tokenKind } from '../clients/slack/inspect.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { ChannelConfig, Config } from '../config/config.ts';
import { featuresOf, slackManifest } from '../config/manifest.ts';
import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import { openStore } from '../store/open.ts';
import { installAddress } from '../wiring/slack-access.ts';
import { type Finding, ill, well } from './finding.ts';

/** The token, its scopes against what the configuration uses, and each channel: there, not archived, joined, as private as its policy says. */
export async function slackFindings(config: Config, clock: Clock): Promise<Finding[]> {
  const { slack } = config;
  if (slack.oauth !== null) {
    const found = await installedToken(config, clock);
    return 'token' in found ? tokenFindings(config, found.token) : [found];
  }
  if (slack.mode === 'webhook' || slack.botToken === null) {
    return [
      well(
        'Slack webhook',
        'an incoming webhook: it posts, but cards cannot be updated; `tillbell send payment_intent.succeeded` tries it',
      ),
    ];
  }
  return tokenFindings(config, slack.botToken);
}

/** The token of the installation, as it stands in the store; it is not renewed here. */
async function installedToken(config: Config, clock: Clock): Promise<{ readonly token: Secret } | Finding> {
  const where = `open ${installAddress(config.slack, config.publicUrl)} in a browser`;
  const about = 'Slack installation';
  try {
    const store = await openStore({ ...config, clock, exclusive: false });
    const found = await store.getInstallation();
    await store.close();
    if (found === null) return ill('warning', about, 'the app is not installed yet', where);
    if (!found.active) return ill('fault', about, 'the app was uninstalled, or its tokens were revoked', where);
    if (found.tokens === null)
      return ill('fault', about, 'its tokens do not decrypt', `restore the key file, or ${where}`);
    return { token: new Secret(found.tokens.access) };
  } catch (error) {
    return ill(
      'fault',
      about,
      `cannot be read: ${messageOf(error)}`,
      'see the finding about the data folder or database',
    );
  }
}

async function tokenFindings(config: Config, botToken: Secret): Promise<Finding[]> {
  const { slack } = config;
  if (tokenKind(botToken) !== 'bot') {
    return [
      ill(
        'fault',
        'Slack token',
        'SLACK_BOT_TOKEN is not a bot token',
        'copy the "Bot User OAuth Token" (xoxb-…) of the app',
      ),
    ];
  }
  const client = createWebClient({ token: botToken, apiUrl: slack.apiUrl });
  const token = await inspectToken(client);
  if (token.kind === 'refused')
    return [
      ill('fault', 'Slack token', token.reason.text, 'install the app to the workspace again and copy its bot token'),
    ];
  const findings = [well('Slack token', `workspace ${token.report.team}`), ...scopes(config, token.report.scopes)];
  findings.push(...(await wayIn(config)));
  for (const channel of Object.values(config.channels)) {
    if (channel.id === null) continue;
    const asked = await inspectChannel(client, channel.id);
    findings.push(
      ...(asked.kind === 'found'
        ? channelFindings(channel, asked.report)
        : [
            ill(
              'fault',
              `channel ${channel.name}`,
              `${channel.id}: ${asked.reason.text}`,
              channelAdvice(asked.reason.code, channel.id),
            ),
          ]),
    );
  }
  return findings;
}

/** How what people do reaches us: Socket Mode, or Slack's requests to a public address. */
async function wayIn(config: Config): Promise<Finding[]> {
  const { slack, publicUrl } = config;
  if (slack.appToken === null) {
    if (slack.signingSecret === null) return [];
    if (publicUrl !== null) return [well('Slack’s way in', `requests to ${publicUrl}/slack/…, signed`)];
    return [
      ill(
        'warning',
        'Slack’s way in',
        'a signing secret is set, but no public_url: the manifest leaves buttons and commands out',
        'set public_url to the address at which Slack reaches Tillbell, or slack.app_token for Socket Mode',
      ),
    ];
  }
  if (tokenKind(slack.appToken) !== 'app')
    return [
      ill('fault', 'Socket Mode', 'slack.app_token is no app-level token', 'make one with connections:write (xapp-…)'),
    ];
  const asked = await inspectAppToken(createWebClient({ token: slack.appToken, apiUrl: slack.apiUrl }));
  if (asked.kind === 'found') {
    return asked.report.scheme === 'wss' || slack.apiUrl !== null
      ? [well('Socket Mode', 'Slack takes the app-level token; no public address is needed')]
      : [
          ill(
            'fault',
            'Socket Mode',
            'Slack offered a connection without TLS',
            'look for a proxy that changes answers',
          ),
        ];
  }
  return [
    ill(
      'fault',
      'Socket Mode',
      asked.reason.text,
      asked.reason.code === 'missing_scope'
        ? 'make an app-level token with connections:write under Basic Information'
        : 'switch Socket Mode on in the app’s settings, and copy its app-level token (xapp-…)',
    ),
  ];
}

function scopes(config: Config, granted: readonly string[]): Finding[] {
  if (granted.length === 0) return [];
  const wanted = slackManifest(featuresOf(config)).oauth_config.scopes.bot;
  const missing = wanted.filter((scope) => !granted.includes(scope));
  const beyond = granted.filter((scope) => !wanted.includes(scope));
  const findings: Finding[] = [];
  if (missing.includes('chat:write'))
    findings.push(
      ill(
        'fault',
        'Slack scopes',
        'chat:write is missing: nothing can be posted',
        'add it under OAuth & Permissions and install the app again',
      ),
    );
  const others = missing.filter((scope) => scope !== 'chat:write');
  if (others.length > 0)
    findings.push(
      ill(
        'warning',
        'Slack scopes',
        `missing: ${others.join(', ')}`,
        'tillbell manifest prints the manifest for what is configured; update the app with it and install it again',
      ),
    );
  if (beyond.length > 0)
    findings.push(
      ill(
        'warning',
        'Slack scopes',
        `more than is used: ${beyond.join(', ')}`,
        'take them away: a leaked token could use them',
      ),
    );
  if (findings.length === 0) findings.push(well('Slack scopes', 'what is used, and no more'));
  return findings;
}

function channelFindings(
  channel: ChannelConfig,
  report: { name: string; private: boolean; archived: boolean; member: boolean; shared: boolean },
): Finding[] {
  const about = `channel ${channel.name}`;
  const name = `#${report.name}`;
  if (report.archived)
    return [ill('fault', about, `${name} is archived`, 'unarchive it, or configure another channel')];
  if (!report.member && report.private)
    return [ill('fault', about, `the app is not in ${name}`, `write "/invite @Tillbell" in ${name}`)];
  const findings = [
    well(
      about,
      `${name}${report.private ? ', private' : ', public'}${report.shared ? ', shared with other organisations' : ''}, privacy ${channel.privacy}`,
    ),
  ];
  if (!report.member)
    findings.push(
      ill(
        'warning',
        about,
        `the app is not in ${name}: a message whose answer was lost cannot be looked for`,
        `write "/invite @Tillbell" in ${name}`,
      ),
    );
  if (channel.privacy === 'full' && (!report.private || report.shared)) {
    const readers = `${name} is ${report.shared ? 'shared' : 'public'}`;
    findings.push(
      channel.privacyOverride === true
        ? ill(
            'warning',
            about,
            `${readers}, and names and e-mail addresses are shown there (privacy_override)`,
            'make the channel private, or take privacy_override away',
          )
        : ill(
            'warning',
            about,
            `${readers}, so it is shown redacted although its privacy is full`,
            'make the channel private, set privacy: redacted, or say privacy_override: true if everybody there may see names',
          ),
    );
  }
  return findings;
}

function channelAdvice(code: string, id: string): string {
  if (code === 'channel_not_found')
    return `${id} does not exist or is private without the app: copy the id from the channel's details, and invite the app`;
  if (code === 'missing_scope') return 'add channels:read and groups:read to the app to let doctor look';
  return 'try again; if it stays so, status.slack.com';
}
