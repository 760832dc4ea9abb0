import { say } from '../domain/phrase.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone, recordEntry, recordOfDraft, refuse, whisper } from './close.ts';
import type { InteractDeps } from './deps.ts';
import type { ActionPayload, Draft } from './draft.ts';
import type { Submission } from './interaction.ts';
import { deed, person } from './phrases.ts';
import { moveAndTell } from './story.ts';

/** How long a second person may take. */
export const waitForSecondMs = 24 * 60 * 60_000;

/** One submission of a modal, and the action that it belongs to. */
export interface Step {
  readonly row: ActionRow;
  readonly target: ActionRow;
  readonly payload: ActionPayload;
  readonly draft: Draft;
  readonly submission: Submission;
}

/** Gives the action its key and sets it free to be executed, or to wait for a second person. */
export async function approve(
  step: Step,
  how: { readonly intent: string; readonly second: string | null; readonly wait: boolean },
  deps: InteractDeps,
): Promise<void> {
  const { row, target, draft, submission } = step;
  const now = deps.clock.now();
  const outcome = how.wait
    ? { code: 'second_needed', text: 'confirmed; a second person must confirm it too' }
    : { code: 'confirmed', text: 'confirmed' };
  const approved = await deps.store.approveAction({
    id: target.id,
    from: ['draft', 'waiting'],
    to: how.wait ? 'waiting' : 'approved',
    intent: how.intent,
    approver: how.second,
    payload: JSON.stringify({ ...step.payload, draft } satisfies ActionPayload),
    now,
    dueAt: how.wait ? now + waitForSecondMs : now,
    audit: recordEntry(submission.user, draft.verb, outcome, recordOfDraft(draft)),
  });
  if (approved.outcome === 'taken') {
    const reason = { code: 'done_by_another', text: 'the same was asked for by somebody else' };
    const to = { slackChannel: draft.slackChannel, user: submission.user };
    await refuse(target, { verb: draft.verb, reason, about: recordOfDraft(draft) }, deps);
    await whisper(to, say`Nothing was done: ${person(approved.by)} was first with ${deed(draft)}.`, deps);
  } else if (how.wait && approved.outcome === 'approved') {
    await tellWaiting(step, deps);
  }
  await closeDone(row, approved.outcome, deps);
}

export async function tellWaiting({ target, draft }: Step, deps: InteractDeps): Promise<void> {
  const { verb, subjectId } = draft;
  await moveAndTell(
    {
      subjectId,
      actionId: target.id,
      verb,
      stage: 'waiting',
      phrase: () =>
        say`${person(target.actor)} asked for ${deed(draft)}. A second person must confirm it with the same button.`,
      move: {
        id: target.id,
        owner: null,
        from: ['waiting'],
        state: 'waiting',
        dueAt: deps.clock.now() + waitForSecondMs,
      },
    },
    deps,
  );
}
