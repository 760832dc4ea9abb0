import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBotSender } from '../clients/slack/bot-sender.ts';
import { inspectChannel, inspectToken, tokenKind } from '../clients/slack/inspect.ts';
import { listChannels } from '../clients/slack/list-channels.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import { createStripeEndpoints } from '../clients/stripe/endpoints.ts';
import { defaultRoutes } from '../config/default-routes.ts';
import { writeInitial } from '../config/init.ts';
import { type SlackManifest, slackManifest } from '../config/manifest.ts';
import type { Setup } from '../console/contract-setup.ts';
import type { SetupSteps } from '../console/setup.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { StripeEndpoint } from '../domain/stripe-endpoints.ts';
import { lackingTypes } from '../reconcile/alarms/endpoints.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import { type Entered, nothingEntered, shownSetup } from './setup-state.ts';

export interface SetupDeps {
  readonly store: Pick<ConsoleStore, 'getDialogue' | 'putDialogue'>;
  readonly clock: Clock;
  /** Where the files are written. */
  readonly folder: string;
  readonly timezone: string;
  /** Null for Stripe and Slack themselves. */
  readonly stripeApiUrl: string | null;
  readonly slackApiUrl: string | null;
  readonly onWritten: () => void;
}

const stored = 'setup';
const file = 'tillbell.yaml';
const secretsFile = '.env';

/** From nothing to a configuration that works, one checked step at a time; goes on where it stopped. */
export function setupSteps(deps: SetupDeps): SetupSteps {
  async function read(): Promise<Entered> {
    const text = await deps.store.getDialogue(stored);
    // Written by us and sealed since: its shape is ours.
    return text === null ? nothingEntered : (JSON.parse(text) as Entered);
  }

  async function keep(change: Partial<Entered>): Promise<Setup> {
    const entered = { ...(await read()), ...change };
    await deps.store.putDialogue({ id: stored, now: deps.clock.now(), json: JSON.stringify(entered) });
    return shownSetup(entered);
  }

  const slackClient = (token: string) => createWebClient({ token: new Secret(token), apiUrl: deps.slackApiUrl });

  return {
    show: async () => shownSetup(await read()),

    async stripe({ apiKey }) {
      const mode = /^(?:rk|sk)_(test|live)_\S{4,}$/.exec(apiKey)?.[1];
      if (mode !== 'test' && mode !== 'live') {
        throw wrong('this is no API key of Stripe', 'it begins with rk_test_, rk_live_, sk_test_ or sk_live_');
      }
      const listed = await endpointsOf(apiKey, deps).list();
      if (listed.kind === 'unavailable') throw away('Stripe', listed.reason.text);
      const invalid = listed.kind === 'refused' && listed.reason.code === 'stripe_key_invalid';
      if (invalid) throw wrong('Stripe does not accept this key', 'make a new one under Developers, API keys');
      return keep({ stripe: { apiKey, mode, readsEndpoints: listed.kind === 'ok' } });
    },

    async endpoint({ publicUrl, webhookSecret }) {
      const { stripe } = await read();
      if (webhookSecret !== undefined && !/^whsec_\S+$/.test(webhookSecret)) {
        throw wrong('this is no signing secret of an endpoint', 'it begins with whsec_');
      }
      const origin = publicUrl === undefined ? null : publicUrl.replace(/\/+$/, '');
      const url = origin === null ? null : `${origin}/webhooks/stripe`;
      if (webhookSecret !== undefined) return keep({ endpoint: { publicUrl: origin, url, webhookSecret } });
      if (url === null) throw wrong('nothing was given', 'give the public address, or the secret of an endpoint');
      if (stripe === null) throw wrong('the API key is missing', 'give it first: the endpoint is made with it');
      const made = await makeEndpoint(url, stripe.apiKey, deps);
      return keep({ endpoint: { publicUrl: origin, url, webhookSecret: made } });
    },

    manifest(publicUrl) {
      const manifest = JSON.stringify(appManifest(publicUrl), null, 2);
      const query = new URLSearchParams({ new_app: '1', manifest_json: manifest });
      return { manifest, url: `https://api.slack.com/apps?${query.toString()}` };
    },

    async slack({ botToken, signingSecret }) {
      if (tokenKind(new Secret(botToken)) !== 'bot') {
        throw wrong('this is no bot token', 'copy the Bot User OAuth Token (xoxb-…) under OAuth & Permissions');
      }
      if (signingSecret !== undefined && !/^[0-9a-f]{32}$/i.test(signingSecret)) {
        throw wrong('this is no signing secret', 'it is 32 hexadecimal digits, under Basic Information');
      }
      const token = await inspectToken(slackClient(botToken));
      if (token.kind === 'refused')
        throw wrong(token.reason.text, 'install the app to the workspace, and copy its token');
      const { endpoint } = await read();
      const { scopes, team, botUserId } = token.report;
      const wanted = appManifest(endpoint?.publicUrl ?? null).oauth_config.scopes.bot;
      const missingScopes = scopes.length === 0 ? [] : wanted.filter((scope) => !scopes.includes(scope));
      const slack = { botToken, signingSecret: signingSecret ?? null, team, bot: botUserId, missingScopes };
      return keep({ slack, tested: false });
    },

    async channels() {
      const { slack } = await read();
      if (slack === null) throw wrong('the bot token is missing', 'connect Slack first');
      const listed = await listChannels(slackClient(slack.botToken));
      if ('reason' in listed) throw away('Slack', listed.reason.text);
      return { channels: listed.channels };
    },

    async channel({ id }) {
      const { slack } = await read();
      if (slack === null) throw wrong('the bot token is missing', 'connect Slack first');
      const asked = await inspectChannel(slackClient(slack.botToken), id);
      if (asked.kind === 'refused') throw wrong(asked.reason.text, 'choose another, or invite the app to it');
      const { name, archived, member, private: closed } = asked.report;
      if (archived) throw wrong(`#${name} is archived`, 'choose another channel');
      if (closed && !member) throw wrong(`the app is not in #${name}`, `write /invite @Tillbell in #${name}`);
      return keep({ channel: { id, name, private: closed }, tested: false });
    },

    async test() {
      const { slack, channel } = await read();
      if (slack === null || channel === null)
        throw wrong('Slack or the channel is missing', 'do the steps above first');
      const text = 'Tillbell is connected: payments, disputes and payouts will be told here.';
      const outcome = await createBotSender(slackClient(slack.botToken)).post({
        channel: channel.id,
        channelName: channel.name,
        message: { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], color: null },
        threadTs: null,
        broadcast: false,
        deliveryKey: `setup_${deps.clock.now()}`,
      });
      if (outcome.kind !== 'sent')
        throw wrong(`Slack did not take it: ${outcome.reason.text}`, 'look at the app’s scopes');
      return keep({ tested: true });
    },

    async finish() {
      const entered = await read();
      const { next } = shownSetup(entered);
      if (next !== 'finish')
        throw wrong(`the step "${next}" is not done`, 'each step is checked before files are written');
      const { stripe, endpoint, slack, channel } = entered;
      if (stripe === null || endpoint === null || slack === null || channel === null) {
        throw wrong('a step is not done', 'do the steps above first');
      }
      const files = writeInitial({
        timezone: deps.timezone,
        locale: 'en-GB',
        channelId: channel.id,
        disputesChannelId: null,
        privacy: 'redacted',
        quiet: null,
        dailySummary: null,
        publicUrl: endpoint.publicUrl,
        secrets: {
          stripeWebhookSecret: endpoint.webhookSecret,
          stripeApiKey: stripe.apiKey,
          slackBotToken: slack.botToken,
          slackSigningSecret: slack.signingSecret,
          slackWebhookUrl: null,
        },
      });
      write(deps.folder, files);
      // What was entered stands in the files now: the store forgets it.
      const shown = await keep({ ...nothingEntered, written: { file, secretsFile } });
      deps.onWritten();
      return {
        ...shownSetup(entered),
        open: false,
        next: 'done',
        steps: done(shownSetup(entered)),
        written: shown.written,
      };
    },
  };
}

function done({ steps }: Setup): Setup['steps'] {
  return steps.map((step) => ({ ...step, state: 'done', hint: null }));
}

/** Both or neither, and never over a file that exists: somebody's configuration may be in it. */
function write(folder: string, files: { readonly yaml: string; readonly env: string }): void {
  const standing = [file, secretsFile].filter((name) => existsSync(join(folder, name)));
  if (standing.length > 0) {
    throw new TillbellError('setup_files', `${standing.join(' and ')} already exist in ${folder}`, {
      hint: 'move them away, and finish again',
    });
  }
  writeFileSync(join(folder, secretsFile), files.env, { mode: 0o600, flag: 'wx' });
  writeFileSync(join(folder, file), files.yaml, { mode: 0o644, flag: 'wx' });
}

function appManifest(publicUrl: string | null): SlackManifest {
  const interactive = publicUrl !== null;
  return slackManifest({
    bot: true,
    unjoinedChannels: true,
    interactive,
    people: false,
    unfurls: interactive,
    charts: false,
    socketMode: false,
    publicUrl,
  });
}

/** Its signing secret. One that exists already is not made twice: every event would come twice. */
async function makeEndpoint(url: string, apiKey: string, deps: SetupDeps): Promise<string> {
  const endpoints = endpointsOf(apiKey, deps);
  const listed = await endpoints.list();
  if (listed.kind === 'ok' && listed.value.some((endpoint: StripeEndpoint) => endpoint.url === url)) {
    throw wrong('an endpoint with this address exists', 'paste its signing secret from Stripe (Workbench, Webhooks)');
  }
  const types = lackingTypes(defaultRoutes('finance'), { kind: 'known', types: new Set(), endpoints: [] }, 'main');
  const made = await endpoints.create({ url, types, description: 'Tillbell' });
  if (made.kind === 'unavailable') throw away('Stripe', made.reason.text);
  if (made.kind === 'refused') {
    throw wrong(
      `Stripe does not let this key make endpoints: ${made.reason.text}`,
      'make it in Stripe, and paste its secret',
    );
  }
  return made.value.secret.reveal();
}

function endpointsOf(apiKey: string, { stripeApiUrl }: SetupDeps) {
  return createStripeEndpoints({ apiKey: new Secret(apiKey), apiUrl: stripeApiUrl });
}

function wrong(message: string, hint: string): TillbellError {
  return new TillbellError('setup_refused', message, { hint });
}

function away(who: string, text: string): TillbellError {
  const code = who === 'Stripe' ? 'stripe_unreachable' : 'slack_unreachable';
  return new TillbellError(code, `${who} could not be asked: ${text}`, { hint: 'try again' });
}
