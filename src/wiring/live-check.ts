import { inspectChannel, inspectToken } from '../clients/slack/inspect.ts';
import { createWebClient } from '../clients/slack/web-client.ts';
import { createStripeEndpoints } from '../clients/stripe/endpoints.ts';
import type { Config, StripeAccountConfig } from '../config/config.ts';
import { featuresOf, slackManifest } from '../config/manifest.ts';
import type { LiveCheck } from '../console/contract-operations.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import type { StripeEndpoint } from '../domain/stripe-endpoints.ts';
import { lackingTypes } from '../reconcile/alarms/endpoints.ts';
import { subscribed } from '../reconcile/endpoint.ts';

export interface LiveCheckDeps {
  readonly clock: Clock;
  readonly config: () => Config;
}

type StripeCheck = LiveCheck['stripe'][number];
type SlackCheck = LiveCheck['slack'][number];

/** What Stripe and Slack say now of keys, endpoints, scopes and channels. */
export async function liveCheck({ clock, config }: LiveCheckDeps): Promise<LiveCheck> {
  const now = config();
  const [stripe, slack] = await Promise.all([
    Promise.all(Object.values(now.stripe.accounts).map((account) => checkAccount(account, now))),
    checkWorkspace(now),
  ]);
  return { at: clock.now(), stripe, slack: [slack] };
}

async function checkAccount(account: StripeAccountConfig, config: Config): Promise<StripeCheck> {
  const { name, apiKey } = account;
  if (apiKey === null) {
    const text = 'No API key: endpoints cannot be looked at, and missed events cannot be fetched.';
    return { account: name, ok: false, text, endpoints: [] };
  }
  const listed = await createStripeEndpoints({ apiKey, apiUrl: config.stripe.apiUrl }).list();
  if (listed.kind !== 'ok') return { account: name, ok: false, text: `${listed.reason.text}.`, endpoints: [] };
  const endpoints = listed.value.map((endpoint) => shownEndpoint(endpoint, account, config));
  const ours = endpoints.filter((endpoint) => endpoint.ours);
  const lacking = ours.some(({ missing, status }) => missing.length > 0 || status !== 'enabled');
  const text =
    ours.length === 0
      ? 'No endpoint of Stripe leads here.'
      : lacking
        ? 'The endpoint does not send all that the routes need.'
        : 'The endpoint sends what the routes need.';
  return { account: name, ok: ours.length > 0 && !lacking, text, endpoints };
}

function shownEndpoint(
  endpoint: StripeEndpoint,
  account: StripeAccountConfig,
  config: Config,
): StripeCheck['endpoints'][number] {
  const { id, url, enabled, types, apiVersion } = endpoint;
  const subscription = subscriptionOf(endpoint, account, config);
  const ours = subscription.kind === 'known';
  return {
    id,
    url,
    status: enabled ? 'enabled' : 'disabled',
    apiVersion,
    ours,
    missing: ours ? lackingTypes(config.routes, subscription, account.name) : [],
    unneeded: types.includes('*') ? ['*'] : [],
    // Whether the key may is known only when it is tried; a key that reads endpoints alone is refused then, and says so.
    fixable: ours,
  };
}

function subscriptionOf({ id, url, types, enabled }: StripeEndpoint, account: StripeAccountConfig, config: Config) {
  const [first] = Object.keys(config.stripe.accounts);
  const doors = [`/webhooks/stripe/${account.name}`, ...(account.name === first ? ['/webhooks/stripe'] : [])];
  return subscribed([{ id, url, enabled_events: [...types], status: enabled ? 'enabled' : 'disabled' }], doors);
}

/**
 * Has the endpoint send what the routes need beside what it sends already. Throws TillbellError `not_found` for one that is
 * not ours, `stripe_refused` where the key may not, `stripe_unreachable`.
 */
export async function fixEndpoint(
  request: { readonly account: string; readonly endpoint: string },
  { config }: LiveCheckDeps,
): Promise<{ readonly added: readonly string[] }> {
  const now = config();
  const account = now.stripe.accounts[request.account];
  if (account === undefined || account.apiKey === null) {
    throw new TillbellError('not_found', `there is no account "${request.account}" with an API key`);
  }
  const endpoints = createStripeEndpoints({ apiKey: account.apiKey, apiUrl: now.stripe.apiUrl });
  const listed = await endpoints.list();
  if (listed.kind !== 'ok') throw failure(listed);
  const endpoint = listed.value.find(({ id }) => id === request.endpoint);
  const subscription = endpoint === undefined ? null : subscriptionOf(endpoint, account, now);
  if (endpoint === undefined || subscription?.kind !== 'known') {
    throw new TillbellError('not_found', 'no endpoint of this id leads here');
  }
  const added = lackingTypes(now.routes, subscription, account.name);
  const updated = await endpoints.update({ id: endpoint.id, types: [...new Set([...endpoint.types, ...added])] });
  if (updated.kind !== 'ok') throw failure(updated);
  return { added };
}

function failure(answer: { readonly kind: 'refused' | 'unavailable'; readonly reason: { readonly text: string } }) {
  return answer.kind === 'refused'
    ? new TillbellError('stripe_refused', answer.reason.text, {
        hint: 'give the restricted key write access to Webhook Endpoints, or change the endpoint in Stripe (Workbench, Webhooks)',
      })
    : new TillbellError('stripe_unreachable', answer.reason.text, { hint: 'try again' });
}

async function checkWorkspace(config: Config): Promise<SlackCheck> {
  const { slack } = config;
  const nothing = { scopes: { granted: [], missing: [] }, channels: [] };
  if (slack.mode === 'webhook' || slack.botToken === null) {
    const text = 'An incoming webhook: it posts, but cards cannot be updated, and Slack cannot be asked.';
    return { workspace: 'Slack', ok: true, text, ...nothing };
  }
  const client = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl });
  const token = await inspectToken(client);
  if (token.kind === 'refused') return { workspace: 'Slack', ok: false, text: `${token.reason.text}.`, ...nothing };
  const granted = token.report.scopes;
  const wanted = slackManifest(featuresOf(config)).oauth_config.scopes.bot;
  const missing = granted.length === 0 ? [] : wanted.filter((scope) => !granted.includes(scope));
  const channels = await Promise.all(
    Object.values(config.channels).map(async ({ name, id }) => {
      if (id === null) return { name, ok: true, text: 'an incoming webhook of its own' };
      const asked = await inspectChannel(client, id);
      if (asked.kind === 'refused') return { name, ok: false, text: asked.reason.text };
      const { name: real, archived, member, private: closed } = asked.report;
      const text = archived ? 'archived' : !member ? 'the app is not in it' : closed ? 'private' : 'public';
      return { name, ok: !archived && (member || !closed), text: `#${real}, ${text}` };
    }),
  );
  const ok = missing.length === 0 && channels.every((channel) => channel.ok);
  const text =
    missing.length > 0
      ? `Scopes are missing: ${missing.join(', ')}. tillbell manifest prints what is needed.`
      : ok
        ? `Connected to ${token.report.team}.`
        : 'Not every channel can be written to.';
  return { workspace: token.report.team, ok, text, scopes: { granted, missing }, channels };
}
