import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import { playDay } from '../sandbox/stripe/play-day.ts';
import { createWebhookSender } from '../sandbox/stripe/send.ts';
import { shuffleDeliveries } from '../sandbox/stripe/shuffle.ts';
import { type StripeSandbox, startStripeSandbox } from '../sandbox/stripe/stripe-sandbox.ts';
import { tradingDay } from '../sandbox/stripe/trading-day.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';

interface SandboxOptions {
  readonly slackPort: string;
  readonly stripePort: string;
  readonly channel: string[];
  readonly channelRate: string;
  readonly to: string;
  readonly day?: string | true;
  readonly json?: boolean;
}

const tradingHours = 14;
const mostMinutes = 1_440;
const usualMinutes = 10;

/** `tillbell sandbox`: the stand-ins for Stripe and Slack alone, for people who try their own configuration. */
export const sandboxCommand: RegisterCommand = (program, terminal) => {
  program
    .command('sandbox')
    .description('run strict stand-ins for Slack and Stripe on the loopback, to try a configuration without either')
    .option('--slack-port <port>', 'port of the Slack stand-in', '4243')
    .option('--stripe-port <port>', 'port of the Stripe stand-in', '4244')
    .option('--channel <id=name...>', 'channels that exist', ['C0FINANCE=finance', 'C0SALES=sales'])
    .option('--channel-rate <n>', 'messages a second and channel; 0 = no limit', '1')
    .option('--to <url>', 'where webhooks go', 'http://127.0.0.1:4242/webhooks/stripe')
    .option(
      '--day [minutes]',
      'play a trading day within so many minutes (10), out of order and some twice, as Stripe does',
    )
    .option('--json', 'for machines')
    .action(async (options: SandboxOptions) => {
      const minutes = minutesOf(options);
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
      const { secret } = stripe.addEndpoint({ url: endpointOf(options.to) });
      const variables = {
        STRIPE_WEBHOOK_SECRET: secret,
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
        terminal.out(`
One sale, dispute or renewal now, with its webhooks to ${options.to}:
  curl ${stripe.url}/_control/lifecycles                                  (their names)
  curl ${stripe.url}/_control/lifecycles -d '{"name": "card sale in eur"}'
Messages: ${slack.url}/_control/messages    Faults: POST ${slack.url}/_control/faults    Ctrl-C ends it.
`);
      }
      const ended = new AbortController();
      void terminal.ended.then(() => ended.abort());
      if (minutes !== null) await play(terminal, { stripe, url: options.to, secret, minutes, signal: ended.signal });
      await terminal.ended;
      await Promise.all([slack.close(), stripe.close()]);
    });
};

function endpointOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return url;
  throw new TillbellError('usage_sandbox', `--to ${url.slice(0, 80)} is no address`, {
    hint: 'such as http://127.0.0.1:4242/webhooks/stripe',
  });
}

function minutesOf({ day }: SandboxOptions): number | null {
  if (day === undefined) return null;
  const minutes = day === true ? usualMinutes : Number(day);
  if (minutes > 0 && minutes <= mostMinutes) return minutes;
  throw new TillbellError('usage_sandbox', `--day ${String(day).slice(0, 20)} is no number of minutes`, {
    hint: 'from a part of one to 1440',
  });
}

/** The service is started after the stand-ins, with the secrets that they print: the day begins when its door answers. */
async function answers(url: string, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url, { method: 'GET', redirect: 'manual', signal }).catch(() => null);
    if (answer !== null) return;
    await new Promise<void>((resume) => void clock.after(1_000, resume));
  }
}

async function play(
  terminal: Terminal,
  playing: { stripe: StripeSandbox; url: string; secret: string; minutes: number; signal: AbortSignal },
): Promise<void> {
  const { clock } = terminal;
  const { stripe, minutes, signal } = playing;
  const seed = String(clock.now());
  const midnight = (Math.floor(clock.now() / 86_400_000) - 1) * 86_400;
  const day = tradingDay({ seed, startsAt: midnight });
  const sender = createWebhookSender({ url: playing.url, secret: playing.secret, clock });
  await answers(playing.url, clock, signal);
  try {
    const results = await playDay({
      day,
      deliveries: shuffleDeliveries(day.entries, { seed }),
      happen: (happening) => stripe.happen(happening),
      send: (webhook) => sender.send(webhook),
      clock,
      speed: (tradingHours * 60) / minutes,
      signal,
    });
    const taken = results.filter(({ status }) => status === 200).length;
    if (!signal.aborted) terminal.out(`The day is over: ${taken} of ${results.length} webhooks were taken.\n`);
  } finally {
    sender.close();
  }
}
