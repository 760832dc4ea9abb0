import { inspectToken } from '../clients/slack/inspect.ts';
import { createSlackSignIn } from '../clients/slack/openid.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import type { SlackSignIn } from '../domain/sign-in.ts';

/** Sign in with Slack as it is configured now; null where it is not. */
export function slackSignInOf(config: () => Config, clock: Clock): () => SlackSignIn | null {
  return () => {
    const { slack, console: settings } = config();
    const { signIn, clientId, clientSecret } = settings;
    if (signIn !== 'slack' || clientId === null || clientSecret === null) return null;
    return createSlackSignIn({ clientId, clientSecret, apiUrl: slack.apiUrl, clock });
  };
}

/** The workspace of the bot token; asked once. */
export function ownTeamOf({ slack }: Pick<Config, 'slack'>): () => Promise<string> {
  let known: string | null = null;
  return async () => {
    if (known !== null) return known;
    if (slack.botToken === null) throw new TillbellError('slack_unreachable', 'there is no bot token to ask with');
    const token = await inspectToken(createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl }));
    if (token.kind === 'refused') throw new TillbellError('slack_unreachable', token.reason.text);
    known = token.report.teamId;
    return known;
  };
}
