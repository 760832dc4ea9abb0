import type { Config } from '../config/config.ts';
import { slackManifest } from '../config/manifest.ts';
import type { Setup, SetupStep } from '../console/contract-setup.ts';
import type { SetupSteps } from '../console/setup.ts';
import { TillbellError } from '../domain/errors.ts';

/** The set-up of a service that is configured already: it shows how things stand and changes nothing. */
export function configuredSetup(config: () => Config): SetupSteps {
  const closed = async (): Promise<never> => {
    throw new TillbellError('setup_closed', 'this service is configured already', {
      hint: 'change the configuration file, and send SIGHUP or restart',
    });
  };
  return {
    show: async () => shown(config()),
    stripe: closed,
    endpoint: closed,
    manifest() {
      const manifest = JSON.stringify(slackManifest(config()), null, 2);
      const query = new URLSearchParams({ new_app: '1', manifest_json: manifest });
      return { manifest, url: `https://api.slack.com/apps?${query.toString()}` };
    },
    slack: closed,
    channels: closed,
    channel: closed,
    test: closed,
    finish: closed,
  };
}

function shown(config: Config): Setup {
  const [account] = Object.values(config.stripe.accounts);
  const [channel] = Object.values(config.channels);
  const step = (id: SetupStep['id'], text: string): SetupStep => ({ id, state: 'done', text, hint: null });
  return {
    open: false,
    steps: [
      step('stripe', account?.apiKey === null ? 'No API key is configured.' : 'The configuration names a key.'),
      step('endpoint', 'The configuration names a signing secret.'),
      step('slack', config.slack.mode === 'bot' ? 'A bot token is configured.' : 'An incoming webhook is configured.'),
      step('channel', `Channels: ${Object.keys(config.channels).join(', ')}.`),
      step('test', 'tillbell send posts a sample.'),
      step('finish', config.file === null ? 'Configured by the environment.' : `Configured by ${config.file}.`),
    ],
    next: 'done',
    stripe: {
      account: account?.name ?? null,
      mode: account?.livemode == null ? null : account.livemode ? 'live' : 'test',
      key: null,
      webhookSecretSet: true,
      endpointUrl: config.publicUrl === null ? null : `${config.publicUrl}/webhooks/stripe`,
    },
    slack: { team: null, bot: null, signingSecretSet: config.slack.signingSecret !== null, missingScopes: [] },
    channel: channel === undefined ? null : { id: channel.id ?? '', name: channel.name },
    written: null,
  };
}
