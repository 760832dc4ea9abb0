import { formatMoney } from '../render/money-text.ts';
import { type DeskReport, deskReport } from '../wiring/desk-report.ts';
import { printJson, type RegisterCommand } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

/** `tillbell disputes`: what waits for an answer, how disputes ended, and how near the networks' limits are. */
export const disputesCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('disputes')
    .description('open disputes by due date, how they ended by reason, and how near the networks’ limits are')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: { config?: string; json?: boolean }) => {
      const now = terminal.clock.now();
      const found = await withStore(terminal, options, async (store, config) => ({
        report: await deskReport(store, config, now),
        locale: config.locale,
      }));
      if (found === null) return exit(2);
      if (options.json === true) printJson(terminal, found.report);
      else terminal.out(textOf(found.report, found.locale, now));
    });
};

function textOf(report: DeskReport, locale: string, now: number): string {
  const several = new Set(report.open.map(({ account }) => account)).size > 1;
  const parts = [
    [
      'Open',
      ...(report.open.length === 0 ? ['  none'] : report.open.flatMap((one) => openLines(one, locale, now, several))),
    ],
    ['Ended, of the last two years', ...endedLines(report)],
    [
      'Networks’ limits',
      ...(report.programs.length === 0
        ? ['  no payments by Visa or Mastercard are known yet']
        : report.programs.map((one) => `  ${one.livemode ? '' : '(test) '}${one.account}: ${one.text}`)),
    ],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function openLines(dispute: DeskReport['open'][number], locale: string, now: number, several: boolean): string[] {
  const amount = dispute.amount === null ? 'unknown amount' : formatMoney(dispute.amount, locale);
  const who = dispute.assignee === null ? 'nobody has it' : `with ${dispute.assignee}`;
  const account = several ? `  ${dispute.account}` : '';
  return [
    `  ${dispute.id}${dispute.livemode ? '' : ' (test)'}${account}  ${amount}  ${dispute.reason}  due ${dispute.dueBy} (${leftText(Date.parse(dispute.dueBy) - now)})  ${who}`,
    ...(dispute.missing.length === 0 ? [] : [`    missing  ${dispute.missing.join(', ')}`]),
    ...(dispute.advice === null ? [] : [`    ${dispute.advice}`]),
  ];
}

function leftText(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours >= 48 ? `${Math.floor(hours / 24)} days left` : `${hours} hours left`;
}

function endedLines({ outcomes }: DeskReport): string[] {
  if (outcomes.length === 0) return ['  none'];
  const width = Math.max(...outcomes.map(({ reason }) => reason.length));
  return outcomes.map(({ account, livemode, reason, answered, unanswered }) => {
    const all = answered.won + answered.lost;
    const rate =
      all === 0
        ? 'none answered'
        : `${answered.won} of ${all} answered won (${Math.round((100 * answered.won) / all)}%)`;
    const silent = unanswered.won + unanswered.lost;
    const rest = silent === 0 ? '' : `, ${silent} not answered`;
    return `  ${livemode ? '' : '(test) '}${account}  ${reason.padEnd(width)}  ${rate}${rest}`;
  });
}
