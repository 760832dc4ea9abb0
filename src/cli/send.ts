import { createSlackSender } from '../clients/slack/sender.ts';
import { TillbellError } from '../domain/errors.ts';
import { emptyState } from '../domain/subject.ts';
import { advance } from '../interpret/advance.ts';
import type { Context } from '../interpret/family.ts';
import { describe, identify, mean } from '../interpret/interpret.ts';
import { readEvent } from '../interpret/read-event.ts';
import { renderCard } from '../render/card.ts';
import { redactCard } from '../render/redact.ts';
import { compileRoutes } from '../route/compile.ts';
import { isKnownType, sampleEvent } from '../sandbox/stripe/all-event-types.ts';
import { configOption, configured } from './configured.ts';
import { printJson, type RegisterCommand } from './terminal.ts';

interface SendOptions {
  readonly to?: string;
  readonly config?: string;
  readonly print?: boolean;
  readonly json?: boolean;
}

/** `tillbell send charge.dispute.created --to finance`: posts the card of a sample event, marked as test. */
export const sendCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('send')
    .description('post a sample card to see it in your own channel: through the routes, or to one channel')
    .argument('<type>', 'event type (charge.dispute.created)')
    .option('--to <channel>', 'a channel of the configuration; without it the routes decide')
    .option('--print', 'print the message (Block Kit) instead of posting it')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (type: string, options: SendOptions) => {
      const loaded = configured(terminal, options.config, options.json === true);
      if (loaded === null) return exit(2);
      const { config } = loaded;
      if (!isKnownType(type))
        throw new TillbellError('usage_event_type', `Stripe has no event type "${type}"`, {
          hint: 'docs.stripe.com/api/events/types lists them',
        });
      const now = Math.floor(terminal.clock.now() / 1000);
      const sample = sample_(type, now);
      const [account] = Object.keys(config.stripe.accounts);
      const context: Context = { account: account ?? 'main', livemode: false, connectAccount: null, known: {}, now };
      const identified = identify(sample);
      if (identified.about === null)
        throw new TillbellError('no_card', `${type} has no card: ${identified.reason.text}`);
      const { state } = advance(emptyState, sample, identified.about);
      const meaning = mean(sample, emptyState, state, context);
      const compiled = compileRoutes(config);
      const targets =
        options.to !== undefined
          ? [{ channel: options.to, mention: null, severity: 'normal' as const }]
          : meaning.alert === null || !compiled.ok
            ? []
            : compiled.router.decide(meaning.alert, terminal.clock.now()).targets;
      if (targets.length === 0) {
        const reason = meaning.alert === null ? meaning.reason.text : 'no route shows it';
        throw new TillbellError('no_route', `${type} would go nowhere: ${reason}`, {
          hint: `--to ${Object.keys(config.channels)[0] ?? 'channel'} posts it all the same`,
        });
      }
      const sender = createSlackSender(config.slack, { channels: () => config.channels });
      const results = [];
      for (const target of targets) {
        const channel = config.channels[target.channel];
        if (channel === undefined)
          throw new TillbellError('usage_channel', `there is no channel "${target.channel}"`, {
            hint: `the configuration has ${Object.keys(config.channels).join(', ')}`,
          });
        const view = { ...channel, now, consoleUrl: config.publicUrl, mention: null, severity: target.severity };
        const message = renderCard(redactCard(describe(identified.about.kind, state, context), view), view);
        if (options.print === true) results.push({ channel: channel.name, message });
        else {
          const request = {
            channel: channel.id,
            channelName: channel.name,
            message,
            threadTs: null,
            broadcast: false,
            deliveryKey: `sample_${now}`,
          };
          results.push({ channel: channel.name, outcome: await sender.post(request) });
        }
      }
      if (options.json === true || options.print === true) printJson(terminal, results);
      for (const { channel, outcome } of results) {
        if (outcome === undefined) continue;
        if (outcome.kind !== 'sent') exit(1);
        if (options.json !== true)
          terminal.out(
            outcome.kind === 'sent'
              ? `posted to ${channel}\n`
              : `${channel}: ${outcome.reason.text} (${outcome.reason.code})\n`,
          );
      }
    });
};

function sample_(type: Parameters<typeof sampleEvent>[0], now: number) {
  const event = { ...sampleEvent(type, 1), created: now, livemode: false };
  return readEvent(new TextEncoder().encode(JSON.stringify(event)));
}
