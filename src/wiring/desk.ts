import type { Config } from '../config/config.ts';
import { isAcknowledged } from '../domain/action-notes.ts';
import type { Clock } from '../domain/clock.ts';
import { type JsonObject, textAt } from '../domain/json.ts';
import { newest, tell } from '../interpret/advance.ts';
import { type DeskSettings, usualSettings } from '../report/disputes/settings.ts';
import { type DeskWork, startDesk } from '../report/disputes/work.ts';
import type { OpenDisputeRow } from '../store/dispute-store.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface DeskOfDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
  readonly metrics: Metrics;
  readonly config: () => Pick<Config, 'channels' | 'disputes'>;
}

/** The dispute desk over the real store: reminders in the threads of dispute cards, and its figures at /metrics. */
export function deskOf(deps: DeskOfDeps): DeskWork {
  const { store, clock, metrics, config } = deps;
  return startDesk({
    store,
    clock,
    owner: deps.owner,
    settings: () => deskSettings(config()),
    timezoneOf: (channel) => config().channels[channel]?.timezone ?? null,
    standing(subject, dispute) {
      const object = newest(subject.state, dispute.id);
      if (object === null) return null;
      return { object, assignee: assigneeOf(dispute, object), acknowledged: isAcknowledged(subject.state) };
    },
    tell,
    onFigures({ open, gauges }) {
      metrics.disputesOpen.reset();
      for (const { account } of open.filter(({ livemode }) => livemode)) metrics.disputesOpen.inc({ account });
      for (const { account, program, percent, headroom, livemode } of gauges) {
        if (!livemode) continue;
        metrics.disputeRatio.set({ account, program: program.name }, (percent ?? 0) / 100);
        metrics.disputeHeadroom.set({ account, program: program.name }, headroom);
      }
    },
    log: deps.log,
  });
}

/** Whose it is: assigned on its card, else named in Stripe as `metadata.owner`. */
export function assigneeOf(dispute: OpenDisputeRow, object: JsonObject): string | null {
  const owner = textAt(object, 'metadata.owner');
  return dispute.assignee ?? (owner !== null && /^[UW][A-Z0-9]{2,20}$/.test(owner) ? owner : null);
}

export function deskSettings({ disputes }: Pick<Config, 'disputes'>): DeskSettings {
  return { ...usualSettings, ...disputes };
}
