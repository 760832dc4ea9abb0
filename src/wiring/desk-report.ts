import type { Config } from '../config/config.ts';
import type { Phrase } from '../domain/phrase.ts';
import { newest } from '../interpret/advance.ts';
import { phrasePlain } from '../render/phrase-text.ts';
import { redactPhrase } from '../render/redact.ts';
import type { ChannelView } from '../render/view.ts';
import { checklistOf } from '../report/disputes/checklist.ts';
import { gaugesOf, monthsOf } from '../report/disputes/gauge.ts';
import { gaugePhrase } from '../report/disputes/phrases.ts';
import { adviceOf, historySeconds } from '../report/disputes/work.ts';
import type { OpenDisputeRow } from '../store/dispute-store.ts';
import type { Store } from '../store/store.ts';
import { assigneeOf, deskSettings } from './desk.ts';

/** The dispute desk at one moment, for the command line. Nothing personal. */
export interface DeskReport {
  readonly open: readonly (Omit<OpenDisputeRow, 'dueBy' | 'created'> & {
    /** ISO 8601. */
    readonly created: string;
    readonly dueBy: string;
    /** Stripe's evidence fields that decide this reason and are empty. */
    readonly missing: readonly string[];
    readonly advice: string | null;
  })[];
  readonly outcomes: readonly {
    readonly account: string;
    readonly livemode: boolean;
    readonly reason: string;
    readonly answered: { readonly won: number; readonly lost: number };
    readonly unanswered: { readonly won: number; readonly lost: number };
  }[];
  readonly programs: readonly {
    readonly account: string;
    readonly livemode: boolean;
    readonly program: string;
    readonly from: string;
    readonly month: string;
    readonly counted: number;
    readonly payments: number;
    readonly percent: number | null;
    readonly headroom: number;
    readonly text: string;
  }[];
}

type DeskReads = Pick<Store, 'openDisputes' | 'disputeOutcomes' | 'networkMonths' | 'getSubject'>;

/** `now` in milliseconds. */
export async function deskReport(store: DeskReads, config: Config, now: number): Promise<DeskReport> {
  const settings = deskSettings(config);
  const plain = wordsIn(config, now);
  const outcomes = await store.disputeOutcomes(Math.floor(now / 1_000) - historySeconds);
  const { month, previous } = monthsOf(now);
  const gauges = gaugesOf(await store.networkMonths([month, previous]), now, settings.programs);
  const open = await Promise.all(
    (await store.openDisputes(now)).map(async (dispute) => {
      const subject = await store.getSubject(dispute.subjectId);
      const object = (subject === null ? null : newest(subject.state, dispute.id)) ?? { reason: dispute.reason };
      const advice = adviceOf(dispute, { settings, outcomes });
      return {
        ...dispute,
        assignee: assigneeOf(dispute, object),
        created: iso(dispute.created),
        dueBy: iso(dispute.dueBy),
        missing: checklistOf(object).flatMap(({ field, ready }) => (ready ? [] : [field])),
        advice: advice === null ? null : plain(advice),
      };
    }),
  );
  return {
    open,
    outcomes: byReason(outcomes),
    programs: gauges.map((gauge) => {
      const { account, livemode, counted, payments, percent, headroom } = gauge;
      const { name: program, from } = gauge.program;
      return {
        account,
        livemode,
        program,
        from,
        month,
        counted,
        payments,
        percent,
        headroom,
        text: plain(gaugePhrase(gauge)),
      };
    }),
  };
}

function byReason(outcomes: Awaited<ReturnType<Store['disputeOutcomes']>>): DeskReport['outcomes'] {
  const found = new Map<string, DeskReport['outcomes'][number]>();
  for (const { account, livemode, reason, status, fought, count } of outcomes) {
    const key = JSON.stringify([account, livemode, reason]);
    const none = { won: 0, lost: 0 };
    const known = found.get(key) ?? { account, livemode, reason, answered: none, unanswered: none };
    const side = fought ? 'answered' : 'unanswered';
    found.set(key, { ...known, [side]: { ...known[side], [status]: known[side][status] + count } });
  }
  return [...found.values()];
}

/** Sentences as a channel of the least privacy would read them: amounts, dates and Stripe's own words. */
function wordsIn({ locale, timezone }: Pick<Config, 'locale' | 'timezone'>, now: number): (phrase: Phrase) => string {
  const view: ChannelView = {
    privacy: 'minimal',
    allow: [],
    locale,
    timezone,
    now: Math.floor(now / 1_000),
    consoleUrl: null,
    mention: null,
    severity: 'normal',
  };
  return (phrase) => phrasePlain(redactPhrase(phrase, view), view);
}

function iso(at: number): string {
  return new Date(at * 1_000).toISOString();
}
