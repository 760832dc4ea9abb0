import { say } from '../domain/phrase.ts';
import type { ActionRow } from '../store/action-store.ts';
import { performClick } from './click.ts';
import { closeDone, recordEntry, recordOfDraft, refuse } from './close.ts';
import { performCommand } from './command.ts';
import type { InteractDeps } from './deps.ts';
import { payloadOf } from './draft.ts';
import { execute } from './execute.ts';
import { publishHome } from './home.ts';
import { deed, person, sentence } from './phrases.ts';
import { performSeen } from './seen-fields.ts';
import { moveAndTell } from './story.ts';
import { performSubmission } from './submission.ts';
import { unfurlLinks } from './unfurl.ts';

/** Takes one claimed action one step further. Throws what the store throws; the caller tries again later. */
export async function perform(row: ActionRow, deps: InteractDeps): Promise<void> {
  const payload = payloadOf(row.payload);
  if (payload === null) {
    return refuse(row, { verb: null, reason: { code: 'payload_corrupt', text: 'its payload does not decrypt' } }, deps);
  }
  const { interaction, draft } = payload;
  if (row.state === 'draft' || row.state === 'waiting') return expire(row, payload, deps);
  if (row.state !== 'received') {
    return draft === undefined
      ? refuse(row, { verb: null, reason: { code: 'payload_corrupt', text: 'it says nothing to do' } }, deps)
      : execute(row, draft, deps);
  }
  switch (interaction.kind) {
    case 'click':
      return performClick(row, interaction, deps);
    case 'submission':
      return performSubmission(row, interaction, deps);
    case 'command':
      return performCommand(row, interaction, deps);
    case 'sync':
      return performSeen(row, interaction, deps);
    case 'home':
      return publishHome(row, interaction.user, deps);
    case 'links':
      return unfurlLinks(row, interaction, deps);
    case 'access':
      await deps.checkAccess();
      return closeDone(row, 'checked', deps);
  }
}

/** A dialogue that nobody ended, or that nobody else confirmed: only the latter is news. */
async function expire(
  row: ActionRow,
  { draft }: NonNullable<ReturnType<typeof payloadOf>>,
  deps: InteractDeps,
): Promise<void> {
  const reason = { code: 'expired', text: 'nobody confirmed it in time' };
  const move = { id: row.id, owner: deps.owner, from: [row.state], state: 'expired', dueAt: null, reason } as const;
  if (row.state === 'draft' || draft === undefined) {
    await deps.store.moveAction({ ...move, now: deps.clock.now() });
    return;
  }
  await moveAndTell(
    {
      subjectId: draft.subjectId,
      actionId: row.id,
      verb: draft.verb,
      stage: 'end',
      phrase: () => say`${sentence(deed(draft))}, asked for by ${person(row.actor)}, lapsed: nobody else confirmed it.`,
      move: { ...move, audit: recordEntry(row.actor, draft.verb, reason, recordOfDraft(draft)) },
    },
    deps,
  );
}
