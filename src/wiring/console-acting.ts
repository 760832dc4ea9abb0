import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { ActionSubmitDeps } from '../console/action-submit.ts';
import type { SubjectActDeps } from '../console/subject-act.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import type { Interaction } from '../interact/interaction.ts';
import { consoleChannel, consoleTrigger } from './console-surface.ts';
import type { Interacting } from './interacting.ts';

export interface ConsoleActingDeps {
  readonly clock: Clock;
  readonly config: () => Pick<Config, 'channels'>;
  readonly interacting: Pick<Interacting, 'accept'> | null;
}

/** Clicks and submissions of the console, on the way that those of Slack take. */
export function actingOf(deps: ConsoleActingDeps): Pick<SubjectActDeps, 'click'> & Pick<ActionSubmitDeps, 'submit'> {
  async function accept(id: string, interaction: Interaction): Promise<void> {
    if (deps.interacting === null) throw new TillbellError('acting_not_configured', 'acting is not configured');
    await deps.interacting.accept({
      id,
      dedup: `console ${id}`,
      kind: interaction.kind,
      name: interaction.kind,
      actor: interaction.user,
      payload: JSON.stringify({ interaction }),
      now: deps.clock.now(),
    });
  }

  return {
    async click({ id, user, value, channel, ts }) {
      const slackChannel = deps.config().channels[channel]?.id ?? '';
      await accept(id, {
        kind: 'click',
        user,
        actionId: `act_${value.split(':')[0] ?? ''}`,
        value,
        channel: consoleChannel(id, slackChannel),
        messageTs: ts,
        triggerId: consoleTrigger(id),
        responseUrl: '',
      });
    },
    async submit({ user, dialogue, step, actionId, values }) {
      await accept(randomUUID(), {
        kind: 'submission',
        user,
        step,
        viewId: consoleTrigger(dialogue),
        actionId,
        values,
      });
    },
  };
}
