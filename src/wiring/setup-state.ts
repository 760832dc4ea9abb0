import type { Setup, SetupStep } from '../console/contract-setup.ts';

/** What was entered so far. Kept sealed in the store until the files are written; never shown. */
export interface Entered {
  readonly stripe: { readonly apiKey: string; readonly mode: 'test' | 'live'; readonly readsEndpoints: boolean } | null;
  readonly endpoint: {
    readonly publicUrl: string | null;
    readonly url: string | null;
    readonly webhookSecret: string;
  } | null;
  readonly slack: {
    readonly botToken: string;
    readonly signingSecret: string | null;
    readonly team: string;
    readonly bot: string;
    readonly missingScopes: readonly string[];
  } | null;
  readonly channel: { readonly id: string; readonly name: string; readonly private: boolean } | null;
  readonly tested: boolean;
  readonly written: Setup['written'];
}

export const nothingEntered: Entered = {
  stripe: null,
  endpoint: null,
  slack: null,
  channel: null,
  tested: false,
  written: null,
};

/** The set-up as the page shows it: of a secret its beginning and its last four characters at most. */
export function shownSetup(entered: Entered): Setup {
  const steps = stepsOf(entered);
  const { stripe, endpoint, slack, channel, written } = entered;
  return {
    open: written === null,
    steps,
    next: steps.find(({ state }) => state !== 'done')?.id ?? 'done',
    stripe: {
      account: stripe === null ? null : 'main',
      mode: stripe?.mode ?? null,
      key: stripe === null ? null : hinted(stripe.apiKey),
      webhookSecretSet: endpoint !== null,
      endpointUrl: endpoint?.url ?? null,
    },
    slack: {
      team: slack?.team ?? null,
      bot: slack?.bot ?? null,
      signingSecretSet: slack !== null && slack.signingSecret !== null,
      missingScopes: slack?.missingScopes ?? [],
    },
    channel: channel === null ? null : { id: channel.id, name: channel.name },
    written,
  };
}

function hinted(key: string): string {
  const [kind = '', mode = ''] = key.split('_');
  return `${kind}_${mode}_…${key.slice(-4)}`;
}

function stepsOf({ stripe, endpoint, slack, channel, tested, written }: Entered): SetupStep[] {
  const step = (id: SetupStep['id'], done: boolean, text: string, hint: string | null): SetupStep => ({
    id,
    state: done ? 'done' : 'todo',
    text,
    hint: done ? null : hint,
  });
  return [
    step(
      'stripe',
      stripe !== null,
      stripe === null
        ? 'Tillbell reads names and missed events with an API key.'
        : `The key works, in ${stripe.mode} mode${stripe.readsEndpoints ? '' : '; it may not read webhook endpoints'}.`,
      'Make a restricted key in Stripe (Developers, API keys): read Customers, Products, Subscriptions, Invoices and Events, write Webhook Endpoints.',
    ),
    step(
      'endpoint',
      endpoint !== null,
      endpoint === null
        ? 'Stripe sends events to a webhook endpoint.'
        : `Events come to ${endpoint.url ?? 'this machine, forwarded'}.`,
      'Give the public address of this service, and the endpoint is made; or paste the signing secret of one that exists (stripe listen prints one for a trial).',
    ),
    step(
      'slack',
      slack !== null && slack.missingScopes.length === 0,
      slack === null
        ? 'A Slack app posts the cards.'
        : slack.missingScopes.length === 0
          ? `The app is installed in ${slack.team}.`
          : `The app lacks scopes: ${slack.missingScopes.join(', ')}.`,
      'Make the app from the manifest, install it to the workspace, and paste its bot token.',
    ),
    step(
      'channel',
      channel !== null,
      channel === null ? 'Cards go to a channel.' : `Cards go to #${channel.name}.`,
      'Choose one; invite the app to a private channel first (/invite @Tillbell).',
    ),
    step('test', tested, tested ? 'A first card was posted.' : 'A first card shows that all of it works.', null),
    step(
      'finish',
      written !== null,
      written === null
        ? 'The configuration is written to files.'
        : `Written to ${written.file} and ${written.secretsFile}.`,
      null,
    ),
  ];
}
