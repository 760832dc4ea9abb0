import { type Phrase, say } from '../domain/phrase.ts';
import type { ActionRow } from '../store/action-store.ts';
import { approve, type Step, tellWaiting, waitForSecondMs } from './approve.ts';
import { closeDone, recordEntry, recordOfDraft, refuse, whisper } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { confirmModal, formModal, lastWord } from './dialogue.ts';
import { type ActionPayload, type Draft, payloadOf } from './draft.ts';
import { fill } from './fill.ts';
import type { Submission } from './interaction.ts';
import { muteChoices, muteWords } from './mute-dialogue.ts';
import { because, doneBy, person, titles } from './phrases.ts';
import { saveFields } from './save-fields.ts';
import { moveAndTell } from './story.ts';

/** A modal that a person submitted: the next step of the action that it belongs to. */
export async function performSubmission(row: ActionRow, submission: Submission, deps: InteractDeps): Promise<void> {
  const target = await deps.store.getAction(submission.actionId);
  const payload = target === null ? null : payloadOf(target.payload);
  const draft = payload?.draft;
  if (target === null || payload === null || draft === undefined) {
    return refuse(
      row,
      { verb: null, reason: { code: 'dialogue_unknown', text: 'the dialogue is past its time' } },
      deps,
    );
  }
  const step: Step = { row, target, payload, draft, submission };
  if (target.state === 'waiting') return second(step, deps);
  if (target.state !== 'draft') return closeDone(row, 'already_submitted', deps);
  if (target.actor !== submission.user) {
    const reason = { code: 'not_yours', text: 'another person opened this dialogue' };
    return refuse(row, { verb: draft.verb, reason, about: recordOfDraft(draft) }, deps);
  }
  if (draft.verb === 'mute') return mute(step, deps);
  if (submission.step === 'note') return tellWords(step, deps);
  if (submission.step === 'form') return form(step, deps);
  return confirm(step, null, deps);
}

/** Amount and reason, or the evidence: checked, kept, and shown once more for the last question. */
async function form(step: Step, deps: InteractDeps): Promise<void> {
  const { row, target, draft, submission } = step;
  if (draft.verb === 'submit_evidence') return stage(step, deps);
  if (draft.fields !== undefined) return saveFields(step, { ...draft, fields: draft.fields }, deps);
  const subject = await deps.store.getSubject(draft.subjectId);
  if (subject === null) return refuse(row, { verb: null, reason: gone }, deps);
  const card = await deps.contentOf(subject);
  const show = (content: Parameters<InteractDeps['modal']>[0]) =>
    deps.surface.updateModal(submission.viewId, deps.modal(content, draft.channel));
  const entered = await fill(draft, submission.values, deps);
  if ('problem' in entered) {
    await show(formModal(draft, card, target.id, entered.problem));
    return closeDone(row, 'asked_again', deps);
  }
  const { filled } = entered;
  const permission = await deps.permits({ verb: draft.verb, user: submission.user, amount: filled.amount });
  if (permission.kind !== 'allowed') {
    await show(lastWord(titles[draft.verb], say`Nothing was done: ${because(permission.reason)}.`, target.id));
    return refuse(row, { verb: draft.verb, reason: permission.reason, about: recordOfDraft(filled) }, deps);
  }
  const now = deps.clock.now();
  const payload: ActionPayload = { ...step.payload, draft: filled };
  await deps.store.moveAction({
    id: target.id,
    owner: null,
    from: ['draft'],
    state: 'draft',
    now,
    dueAt: now + waitForSecondMs,
    payload: JSON.stringify(payload),
  });
  await show(confirmModal(filled, card, target.id, null));
  await closeDone(row, 'confirmation_asked', deps);
}

/** Staging writes to Stripe without telling the bank; the last question follows when it is there. */
async function stage(step: Step, deps: InteractDeps): Promise<void> {
  const { submission } = step;
  const draft: Draft = {
    ...step.draft,
    text: (submission.values['text'] ?? '').slice(0, 3_000),
    step: 'stage',
    viewId: submission.viewId,
  };
  await approve(
    { ...step, draft },
    { intent: `stage ${submission.viewId} ${step.target.id}`, second: null, wait: false },
    deps,
  );
}

async function confirm(step: Step, first: string | null, deps: InteractDeps): Promise<void> {
  const { row, draft, submission } = step;
  const permission = await deps.permits({ verb: draft.verb, user: submission.user, amount: draft.amount });
  if (permission.kind !== 'allowed') {
    await refuse(row, { verb: draft.verb, reason: permission.reason, about: recordOfDraft(draft) }, deps);
    await whisper(
      { slackChannel: draft.slackChannel, user: submission.user },
      say`Nothing was done: ${because(permission.reason)}.`,
      deps,
    );
    return;
  }
  const wait = first === null && permission.second;
  await approve(step, { intent: draft.intent, second: first === null ? null : submission.user, wait }, deps);
}

/** Above the limit a second person must say the same, and must be another one. */
async function second(step: Step, deps: InteractDeps): Promise<void> {
  if (step.submission.user !== step.target.actor) return confirm(step, step.target.actor, deps);
  // The first person's own confirmation, repeated after a crash: it only has to be told.
  await tellWaiting(step, deps);
  await closeDone(step.row, 'second_needed', deps);
}

/** A note or an assignment: told in the thread, shown on the card. */
async function tellWords({ row, target, draft, submission }: Step, deps: InteractDeps): Promise<void> {
  const { verb, subjectId, channel } = draft;
  const by = submission.user;
  const assignee = /^[UW][A-Z0-9]{1,30}$/.exec(submission.values['person'] ?? '')?.[0] ?? null;
  const text = (submission.values['text'] ?? '').trim();
  if (verb === 'assign' ? assignee === null : text === '') {
    return refuse(row, { verb: null, reason: { code: 'empty', text: 'nothing was entered' } }, deps);
  }
  const words: Phrase =
    verb === 'assign' && assignee !== null
      ? say`Assigned to ${person(assignee)} by ${person(by)}`
      : say`${doneBy(draft, by, null)}: ${{ type: 'free', text, key: `note.${channel}` }}`;
  await moveAndTell(
    {
      subjectId,
      actionId: target.id,
      verb,
      stage: 'end',
      phrase: () => words,
      move: {
        id: target.id,
        owner: null,
        from: ['draft'],
        state: 'done',
        dueAt: null,
        reason: { code: 'done', text: 'done' },
        ...(assignee === null ? {} : { assignee }),
        audit: recordEntry(by, verb, { code: 'done', text: 'done' }, recordOfDraft(draft)),
      },
    },
    deps,
  );
  deps.onResult({ verb, outcome: 'done' });
  await closeDone(row, 'told', deps);
}

/** The silence is made, and told to whoever asked for it; the choices are looked up again. */
async function mute({ row, target, draft, submission }: Step, deps: InteractDeps): Promise<void> {
  const { subjectId, channel, slackChannel } = draft;
  const subject = await deps.store.getSubject(subjectId);
  const chosen = subject === null ? null : muteWords(await muteChoices(subject, channel, deps), submission.values);
  if (deps.silencer === null || subject === null || chosen === null) {
    return refuse(row, { verb: 'mute', reason: { code: 'empty', text: 'nothing was chosen' } }, deps);
  }
  const { choice, words } = chosen;
  const reason = { code: 'done', text: 'done' };
  // First the silence: a crash in between makes two of them, which harms nobody.
  const request = { by: submission.user, subject: choice.words === null ? subject : null, what: words, channel };
  const said = await deps.silencer.mute(request);
  const moved = await deps.store.moveAction({
    id: target.id,
    owner: null,
    from: ['draft'],
    state: 'done',
    now: deps.clock.now(),
    dueAt: null,
    reason,
    audit: recordEntry(submission.user, 'mute', { code: 'done', text: `muted ${choice.value}` }, recordOfDraft(draft)),
  });
  if (moved === 'moved') {
    await whisper({ slackChannel, user: submission.user }, said, deps);
    deps.onResult({ verb: 'mute', outcome: 'done' });
  }
  await closeDone(row, 'told', deps);
}

const gone = { code: 'subject_gone', text: 'its subject is past its retention' };
