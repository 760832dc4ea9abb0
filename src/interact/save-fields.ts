import { say } from '../domain/phrase.ts';
import { approve, type Step } from './approve.ts';
import { closeDone, recordOfDraft, refuse } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { lastWord } from './dialogue.ts';
import { editableBy, editsFrom, fieldsModal } from './edit-fields.ts';
import { because, titles } from './phrases.ts';
import type { FieldsDraftOf } from './write-fields.ts';

/** What was entered is checked, and what differs from what was seen becomes one write. */
export async function saveFields(step: Step, draft: FieldsDraftOf, deps: InteractDeps): Promise<void> {
  const { row, target, submission } = step;
  const subject = await deps.store.getSubject(draft.subjectId);
  const show = (content: Parameters<InteractDeps['modal']>[0]) =>
    deps.surface.updateModal(submission.viewId, deps.modal(content, draft.channel));
  const { edits, problems } = editsFrom(draft.fields, submission.values, deps.fields);
  if (problems.length > 0 && subject !== null) {
    const again = { ...draft, fields: { ...draft.fields, edits } };
    await show(fieldsModal(again, await deps.contentOf(subject), target.id, problems, deps.fields));
    return closeDone(row, 'asked_again', deps);
  }
  const changed = edits.filter(({ base, wanted }) => base !== wanted);
  if (changed.length === 0) {
    await closeDone(target, 'nothing_changed', deps);
    await show(lastWord(titles.edit_fields, say`Nothing was changed.`, target.id));
    return closeDone(row, 'nothing_changed', deps);
  }
  const { fields: allowed, refusal } = await editableBy(submission.user, draft.fields.kind, deps);
  if (changed.some(({ field }) => !allowed.some((one) => one.field === field))) {
    await refuse(target, { verb: draft.verb, reason: refusal, about: recordOfDraft(draft) }, deps);
    await show(lastWord(titles.edit_fields, say`Nothing was done: ${because(refusal)}.`, target.id));
    return closeDone(row, 'not_permitted', deps);
  }
  const editedAt = Math.floor(row.createdAt / 1000);
  const next = { ...draft, viewId: submission.viewId, fields: { ...draft.fields, edits: changed, editedAt } };
  await approve({ ...step, draft: next }, { intent: `edit ${target.id}`, second: null, wait: false }, deps);
}
