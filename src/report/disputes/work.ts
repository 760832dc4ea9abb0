import type { Clock } from '../../domain/clock.ts';
import { isWarning } from '../../domain/dispute.ts';
import { messageOf } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Phrase } from '../../domain/phrase.ts';
import type { Change, Subject, SubjectState } from '../../domain/subject.ts';
import type { DisputeOutcome, OpenDisputeRow, ReminderRow } from '../../store/dispute-store.ts';
import type { CardRow, Store } from '../../store/store.ts';
import { checklistOf } from './checklist.ts';
import { estimateOf } from './estimate.ts';
import { type Gauge, gaugesOf, monthsOf } from './gauge.ts';
import { escalationRung, type LadderScene, type LadderStep, nextStep, openedRung } from './ladder.ts';
import { escalationPhrase, estimatePhrase, inquiryPhrase, openedPhrase, rungPhrase } from './phrases.ts';
import type { DeskSettings } from './settings.ts';

export interface DeskDeps {
  readonly store: Pick<
    Store,
    | 'holdTurn'
    | 'openDisputes'
    | 'remindersOf'
    | 'tellReminder'
    | 'passOverReminders'
    | 'disputeOutcomes'
    | 'networkMonths'
    | 'getSubject'
    | 'cardsOf'
  >;
  readonly clock: Clock;
  readonly owner: string;
  readonly settings: () => DeskSettings;
  /** IANA time zone of a channel; null where it left the configuration. */
  readonly timezoneOf: (channel: string) => string | null;
  /** The dispute in the subject's newest state, who has it (a Slack user id), and whether anybody acknowledged it. */
  readonly standing: (
    subject: Subject,
    dispute: OpenDisputeRow,
  ) => { readonly object: JsonObject; readonly assignee: string | null; readonly acknowledged: boolean } | null;
  readonly tell: (state: SubjectState, change: Change) => SubjectState;
  /** Called each round with the disputes that wait and how near each account comes to a network's programme. */
  readonly onFigures: (figures: { open: readonly OpenDisputeRow[]; gauges: readonly Gauge[] }) => void;
  readonly log: { warn(fields: object, message: string): void };
}

export interface DeskWork {
  /** One look at everything, now. */
  round(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 30_000;
/** Longer than a round takes: a process that died gives its turn back after this. */
const turnMs = 120_000;
/** Two years of one's own disputes say what is usual. */
export const historySeconds = 2 * 365 * 86_400;

interface Round {
  readonly now: number;
  readonly settings: DeskSettings;
  readonly outcomes: readonly DisputeOutcome[];
  readonly gauges: readonly Gauge[];
}

/**
 * Looks each half minute what the ladder of each open dispute says. One process of a group does it at a time; that nothing is
 * told twice does not depend on that, but on the reminder's row. What fell due while nobody ran is told by the next round.
 */
export function startDesk(deps: DeskDeps): DeskWork {
  let stopped = false;
  let told = '';
  let running: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const now = deps.clock.now();
    const settings = deps.settings();
    if (!settings.enabled) return;
    if (!(await deps.store.holdTurn({ name: 'disputes', owner: deps.owner, now, until: now + turnMs }))) return;
    const { month, previous } = monthsOf(now);
    const gauges = gaugesOf(await deps.store.networkMonths([month, previous]), now, settings.programs);
    const open = await deps.store.openDisputes(now);
    deps.onFigures({ open, gauges });
    const outcomes = await deps.store.disputeOutcomes(Math.floor(now / 1_000) - historySeconds);
    for (const dispute of open) await serve(dispute, { now, settings, outcomes, gauges });
  }

  async function serve(dispute: OpenDisputeRow, round: Round): Promise<void> {
    const reminders = await deps.store.remindersOf(dispute);
    for (const card of await deps.store.cardsOf(dispute.subjectId)) {
      const timezone = round.settings.hours.timezone ?? deps.timezoneOf(card.channel);
      if (card.state !== 'posted' || timezone === null) continue;
      await serveCard(dispute, card, sceneOf(dispute, card, reminders, round, timezone), round);
    }
  }

  async function serveCard(dispute: OpenDisputeRow, card: CardRow, scene: LadderScene, round: Round): Promise<void> {
    // The subject is opened only where something seems due: of thousands of disputes few are.
    const quick = nextStep(scene);
    if (quick.tell === null && quick.pass.length === 0) return;
    const subject = await deps.store.getSubject(dispute.subjectId);
    const standing = subject === null ? null : deps.standing(subject, dispute);
    if (subject === null || standing === null) return;
    const taken = standing.acknowledged || standing.assignee !== null;
    const step = nextStep({ ...scene, taken });
    await settle(dispute, card.channel, step, round);
    if (step.tell === null) return;
    const changeKey = `desk/${dispute.id}/${dispute.dueBy}/${step.tell}/${card.channel}`;
    const escalated = step.tell === escalationRung || scene.done.some(({ rung }) => rung === escalationRung);
    const mention =
      standing.assignee !== null && step.tell !== escalationRung
        ? `<@${standing.assignee}>`
        : escalated && !taken
          ? round.settings.escalateTo
          : null;
    const change: Change = {
      key: changeKey,
      at: Math.floor(round.now / 1_000),
      phrase: wordsOf(step.tell, dispute, standing.object, taken, round),
      severity: step.tell === openedRung ? 'normal' : 'high',
      // In a thread that nobody follows a reminder without a mention is seen by nobody.
      broadcast: step.tell !== openedRung && mention === null,
    };
    const { account, livemode, id, dueBy } = dispute;
    await deps.store.tellReminder({
      account,
      livemode,
      id,
      dueBy,
      rung: step.tell,
      channel: card.channel,
      subjectId: subject.id,
      version: subject.version,
      state: deps.tell(subject.state, change),
      changeKey,
      severity: change.severity,
      mention,
      now: round.now,
    });
  }

  async function settle(dispute: OpenDisputeRow, channel: string, step: LadderStep, round: Round): Promise<void> {
    if (step.pass.length === 0) return;
    const { account, livemode, id, dueBy } = dispute;
    await deps.store.passOverReminders({ account, livemode, id, dueBy, channel, rungs: step.pass, now: round.now });
  }

  function round(): Promise<void> {
    running = running.then(async () => {
      try {
        await work();
        told = '';
      } catch (error) {
        const problem = messageOf(error);
        if (problem !== told && !stopped) deps.log.warn({ problem }, 'disputes could not be looked after; tried again');
        told = problem;
      }
    });
    return running;
  }

  function tick(): void {
    if (stopped) return;
    void round().then(() => {
      if (!stopped) cancel = deps.clock.after(everyMs, tick);
    });
  }

  let cancel = deps.clock.after(everyMs, tick);

  return {
    round,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

function sceneOf(
  dispute: OpenDisputeRow,
  card: CardRow,
  reminders: readonly ReminderRow[],
  { now, settings }: Round,
  timezone: string,
): LadderScene {
  return {
    now,
    dueAt: dispute.dueBy * 1_000,
    shownAt: card.postedAt,
    rungs: settings.rungs,
    hours: { ...settings.hours, timezone },
    done: reminders.filter(({ dueBy, channel }) => dueBy === dispute.dueBy && channel === card.channel),
    taken: false,
    escalateAfterMs: settings.escalateAfterMs,
    canEscalate: settings.escalateTo !== null,
  };
}

function wordsOf(rung: string, dispute: OpenDisputeRow, object: JsonObject, taken: boolean, round: Round): Phrase {
  if (rung === escalationRung) return escalationPhrase(dispute);
  const checklist = checklistOf(object);
  if (rung !== openedRung) return rungPhrase(dispute, checklist, taken);
  const gauges = round.gauges.filter(
    ({ account, livemode, program }) =>
      account === dispute.account && livemode === dispute.livemode && program.network === dispute.network,
  );
  return openedPhrase(checklist, adviceOf(dispute, round), gauges, dispute.reason);
}

/** Whether to fight, by one's own record; of an inquiry what a refund saves; null where neither can be said. */
export function adviceOf(
  dispute: OpenDisputeRow,
  { settings, outcomes }: Pick<Round, 'settings' | 'outcomes'>,
): Phrase | null {
  const { amount, account, livemode, reason } = dispute;
  if (amount === null) return null;
  if (isWarning(dispute.status)) {
    return inquiryPhrase(amount, settings.fees.find(({ currency }) => currency === amount.currency) ?? null);
  }
  const mine = outcomes.filter(
    (one) => one.account === account && one.livemode === livemode && one.reason === reason && one.fought,
  );
  const sum = (status: 'won' | 'lost') =>
    mine.filter((one) => one.status === status).reduce((all, one) => all + one.count, 0);
  return estimatePhrase(estimateOf({ won: sum('won'), lost: sum('lost') }, amount, settings.counterFees));
}
