import { randomBytes } from 'node:crypto';
import { startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import { startStripeSandbox } from '../sandbox/stripe/stripe-sandbox.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

interface SandboxOptions {
  readonly slackPort: string;
  readonly stripePort: string;
  readonly channel: string[];
  readonly channelRate: string;
  readonly json?: boolean;
}

/** `tillbell sandbox`: the stand-ins for Stripe and Slack alone, for people who try their own configuration. */
export const sandboxCommand: RegisterCommand = (program, terminal) => {
  program
    .command('sandbox')
    .description('run strict stand-ins for Slack and Stripe on the loopback, to try a configuration without either')
    .option('--slack-port <port>', 'port of the Slack stand-in', '4243')
    .option('--stripe-port <port>', 'port of the Stripe stand-in', '4244')
    .option('--channel <id=name...>', 'channels that exist', ['C0FINANCE=finance', 'C0SALES=sales'])
    .option('--channel-rate <n>', 'messages a second and channel; 0 = no limit', '1')
    .option('--json', 'for machines')
    .action(async (options: SandboxOptions) => {
      const channels = options.channel.map((text) => {
        const [id = text, name = text.toLowerCase()] = text.split('=');
        return { id, name };
      });
      const slack = await startSlackSandbox({
        port: Number(options.slackPort),
        channels,
        channelRate: Number(options.channelRate),
        // Never a default secret, not even of a stand-in: another program on this machine could know it.
        botToken: `xoxb-sandbox-${randomBytes(12).toString('hex')}`,
        signingSecret: randomBytes(16).toString('hex'),
      });
      const stripe = await startStripeSandbox({ port: Number(options.stripePort) });
      const variables = {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_CHANNEL: channels[0]?.id ?? '',
        TILLBELL_SLACK_API_URL: slack.apiUrl,
        STRIPE_API_KEY: stripe.apiKey,
        TILLBELL_STRIPE_API_URL: stripe.url,
      };
      if (options.json === true) printJson(terminal, variables);
      else {
        terminal.out(`Slack stands in at ${slack.url}, Stripe at ${stripe.url}. Give these to tillbell:\n\n`);
        for (const [name, value] of Object.entries(variables)) terminal.out(`export ${name}=${value}\n`);
        terminal.out(
          `\nMessages: ${slack.url}/_control/messages    Faults: POST ${slack.url}/_control/faults    Ctrl-C ends it.\n`,
        );
      }
      await terminal.ended;
      await Promise.all([slack.close(), stripe.close()]);
    });
};
