import type { EventExplained } from '../store/store.ts';
import { printJson, type RegisterCommand } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

/** `tillbell why evt_…`: which routes matched, what was suppressed by which rule, what was sent where, and when. */
export const whyCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('why')
    .description('say for any event which routes matched, what was suppressed and why, what was sent where and when')
    .argument('<event>', 'event id (evt_…)')
    .option('--account <name>', 'only of this account')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (id: string, options: { account?: string; config?: string; json?: boolean }) => {
      const explained = await withStore(terminal, options, (store) =>
        store.explainEvent({ id, ...(options.account === undefined ? {} : { account: options.account }) }),
      );
      if (explained === null) return exit(2);
      if (options.json === true) printJson(terminal, explained);
      else if (explained.length > 0) terminal.out(explained.map(explain).join('\n'));
      if (explained.length === 0) {
        if (options.json !== true) {
          terminal.error(
            `${id} was never received.\n  tillbell doctor compares the endpoint's events with what the routes need.\n`,
          );
        }
        exit(1);
      }
    });
};

function explain(event: EventExplained): string {
  const lines = [
    `${event.id}  ${event.type}${event.livemode ? '' : '  (test)'}`,
    `  happened    ${time(event.created * 1000)} in account "${event.account}"${event.connectAccount === null ? '' : ` for ${event.connectAccount}`}`,
    `  received    ${time(event.receivedAt)} by ${event.origin}, ${((event.receivedAt - event.created * 1000) / 1000).toFixed(1)} s after it happened`,
    `  state       ${event.state}${event.reason === null ? '' : `: ${event.reason.text} (${event.reason.code})`}`,
  ];
  if (event.late)
    lines.push('  late        newer news of the same object was already known: recorded, the card was not turned back');
  if (event.subject !== null) lines.push(`  subject     ${event.subject.kind} ${event.subject.keys.join(' ')}`);
  if (event.decision !== null) {
    lines.push('  routes');
    for (const step of event.decision.path)
      lines.push(`    ${step.matched ? '✓' : '·'} ${step.route}: ${step.reason.text}`);
    lines.push(`    → ${event.decision.reason.text}`);
  }
  if (event.deliveries.length > 0) lines.push('  deliveries');
  for (const delivery of event.deliveries) {
    lines.push(
      `    ${delivery.state.padEnd(9)} ${delivery.op} to "${delivery.channel}" (${delivery.severity}, route "${delivery.route}")` +
        `${delivery.sentAt === null ? '' : ` at ${time(delivery.sentAt)}`}${delivery.ts === null ? '' : `, ts ${delivery.ts}`}` +
        `${delivery.reason === null ? '' : `: ${delivery.reason.text}`}`,
    );
    for (const attempt of delivery.tries)
      lines.push(
        `      ${time(attempt.at)}  ${attempt.outcome}${attempt.detail === '' ? '' : `: ${attempt.detail}`} (${attempt.tookMs} ms)`,
      );
  }
  return `${lines.join('\n')}\n`;
}

function time(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');
}
