import { type Verb, verbs } from '../domain/action.ts';
import { isAcknowledged } from '../domain/action-notes.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Subject } from '../domain/subject.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone, recordEntry, recordOfDraft, refuse, refuseAloud, type Whereabouts, whisper } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { confirmModal, formModal, lastWord, noteModal, waitingModal } from './dialogue.ts';
import type { ActionPayload, Draft } from './draft.ts';
import { editableBy, fieldsModal, prepareEdit } from './edit-fields.ts';
import type { EditableField } from './field-desk.ts';
import type { Click } from './interaction.ts';
import { muteChoices, muteModal } from './mute-dialogue.ts';
import { because, doneBy, person, titles } from './phrases.ts';
import { prepare } from './prepare.ts';
import { performProposal } from './proposal.ts';
import { moveAndTell } from './story.ts';
import { explainSubject } from './why.ts';
import { writesToStripe } from './writes.ts';

/** What asks for more than a yes. */
const asking: ReadonlySet<Verb> = new Set(['refund', 'submit_evidence', 'extend_trial', 'apply_coupon']);

/** A modal that nobody submitted is forgotten after this. */
const draftForMs = 60 * 60_000;

interface Aim {
  readonly click: Click;
  readonly verb: Verb;
  readonly fingerprint: string;
  readonly subject: Subject;
  readonly channel: string;
}

/** A click on a card: what is done at once is done, for the rest a dialogue opens. */
export async function performClick(row: ActionRow, click: Click, deps: InteractDeps): Promise<void> {
  if (click.actionId === 'act_proposal') return performProposal(row, click, deps);
  const to = whereabouts(click);
  const aim = await aimOf(click, deps);
  if (aim === null) {
    const reason = { code: 'card_unknown', text: 'this message is no card that Tillbell keeps' };
    return refuseAloud(row, to, { verb: 'why', reason }, deps);
  }
  const { verb, subject } = aim;
  const about = { account: subject.account, subjectId: subject.id };
  if (verb === 'edit_fields') {
    const { fields, refusal } = await editableBy(click.user, subject.kind, deps);
    return fields.length === 0
      ? refuseAloud(row, to, { verb, reason: refusal, about }, deps)
      : openFields(row, aim, fields, deps);
  }
  const permission = await deps.permits({ verb, user: click.user, amount: null });
  if (permission.kind !== 'allowed') return refuseAloud(row, to, { verb, reason: permission.reason, about }, deps);
  if (verb === 'why') {
    await whisper(to, await explainSubject(subject, aim.channel, deps), deps);
    return closeDone(row, 'explained', deps);
  }
  if (verb === 'mute') return askToMute(row, aim, deps);
  if (verb === 'assign' || verb === 'note') return askForWords(row, aim, verb, deps);
  if (writesToStripe(verb)) return openDialogue(row, aim, deps);
  return tellAtOnce(row, aim, deps);
}

/** Only the server's record counts: which subject's card stands at this place of this channel (F83). */
async function aimOf(click: Click, deps: InteractDeps): Promise<Aim | null> {
  const [name = '', subjectId = '', fingerprint = ''] = click.value.split(':');
  const verb = verbs.find((one) => one === name);
  const channel = deps.channelOf(click.channel);
  if (verb === undefined || channel === null || subjectId === '') return null;
  const subject = await deps.store.getSubject(subjectId);
  if (subject === null) return null;
  const cards = await deps.store.cardsOf(subject.id);
  const stands = cards.some((card) => card.ts === click.messageTs && card.lane === channel.lane);
  return stands ? { click, verb, fingerprint, subject, channel: channel.name } : null;
}

/** Acknowledged, taken, left as it is: news of ours alone. */
async function tellAtOnce(row: ActionRow, aim: Aim, deps: InteractDeps): Promise<void> {
  const { click, verb, subject } = aim;
  const draft = localDraft(aim);
  const assignee = verb === 'assign_me' ? { assignee: click.user } : {};
  const told = await moveAndTell(
    {
      subjectId: subject.id,
      actionId: row.id,
      verb,
      stage: 'end',
      phrase: (now) =>
        verb === 'acknowledge' && isAcknowledged(now.state)
          ? { code: 'already_acknowledged', text: 'somebody has acknowledged it already' }
          : doneBy(draft, click.user, null),
      move: {
        id: row.id,
        owner: deps.owner,
        from: ['received'],
        state: 'done',
        dueAt: null,
        name: verb,
        subjectId: subject.id,
        reason: { code: 'done', text: 'done' },
        ...assignee,
        audit: recordEntry(click.user, verb, { code: 'done', text: 'done' }, recordOfDraft(draft)),
      },
    },
    deps,
  );
  if (typeof told === 'string') return deps.onResult({ verb, outcome: told });
  const to = whereabouts(click);
  await refuseAloud(row, to, { verb, reason: told, about: recordOfDraft(draft) }, deps);
}

async function askForWords(row: ActionRow, aim: Aim, verb: 'assign' | 'note', deps: InteractDeps): Promise<void> {
  if (!(await keepDraft(row, aim.click, localDraft(aim), deps))) return;
  const card = await deps.contentOf(aim.subject);
  const opened = await deps.surface.openModal(
    aim.click.triggerId,
    deps.modal(noteModal(verb, card, row.id), aim.channel),
  );
  if (opened.kind !== 'shown') await tooLate(row, aim, deps);
}

async function openDialogue(row: ActionRow, aim: Aim, deps: InteractDeps): Promise<void> {
  const { click, verb, channel } = aim;
  const title = titles[verb];
  const waiting = deps.modal(waitingModal(title, row.id), channel);
  const opened = await deps.surface.openModal(click.triggerId, waiting);
  if (opened.kind !== 'shown' || opened.id === null) return tooLate(row, aim, deps);
  const viewId = opened.id;
  const { subject, fingerprint } = aim;
  const prepared = await prepare({ verb, subject, fingerprint, channel, slackChannel: click.channel, viewId }, deps);
  const say_ = (phrase: Phrase) =>
    deps.surface.updateModal(viewId, deps.modal(lastWord(title, phrase, row.id), channel));
  if (prepared.kind === 'refused') {
    const about = { account: subject.account, subjectId: subject.id };
    await refuse(row, { verb, reason: prepared.reason, about }, deps);
    await say_(say`Nothing was done: ${because(prepared.reason)}. ${prepared.shown}`);
    return;
  }
  const { draft, other } = prepared;
  const card = await deps.contentOf(subject);
  if (other !== null && other.state === 'waiting' && other.actor !== click.user) {
    await closeDone(row, 'second_asked', deps);
    await deps.surface.updateModal(
      viewId,
      deps.modal(confirmModal(draftOf(other) ?? draft, card, other.id, other.actor), channel),
    );
    return;
  }
  if (other !== null) {
    const reason = { code: 'under_way', text: 'the same is under way already' };
    await refuse(row, { verb, reason, about: recordOfDraft(draft) }, deps);
    await say_(
      other.state === 'waiting'
        ? say`You asked for this already: somebody else must confirm it.`
        : say`${person(other.actor)} is doing this already.`,
    );
    return;
  }
  if (!(await keepDraft(row, click, draft, deps))) return;
  const asks = asking.has(verb);
  const content = asks ? formModal(draft, card, row.id, null) : confirmModal(draft, card, row.id, null);
  await deps.surface.updateModal(viewId, deps.modal(content, channel));
}

async function openFields(
  row: ActionRow,
  aim: Aim,
  fields: readonly EditableField[],
  deps: InteractDeps,
): Promise<void> {
  const { click, verb, channel, subject } = aim;
  const opened = await deps.surface.openModal(click.triggerId, deps.modal(waitingModal(titles[verb], row.id), channel));
  if (opened.kind !== 'shown' || opened.id === null) return tooLate(row, aim, deps);
  const viewId = opened.id;
  const prepared = await prepareEdit({ subject, fields, channel, slackChannel: click.channel, viewId }, deps);
  if (prepared.kind === 'refused') {
    const about = { account: subject.account, subjectId: subject.id };
    await refuse(row, { verb, reason: prepared.reason, about }, deps);
    const said = say`Nothing was done: ${because(prepared.reason)}.`;
    await deps.surface.updateModal(viewId, deps.modal(lastWord(titles[verb], said, row.id), channel));
    return;
  }
  const { draft } = prepared;
  if (!(await keepDraft(row, click, draft, deps))) return;
  const content = fieldsModal(draft, await deps.contentOf(subject), row.id, [], deps.fields);
  await deps.surface.updateModal(viewId, deps.modal(content, channel));
}

async function keepDraft(row: ActionRow, click: Click, draft: Draft, deps: InteractDeps): Promise<boolean> {
  const payload: ActionPayload = { interaction: click, draft };
  const now = deps.clock.now();
  const moved = await deps.store.moveAction({
    id: row.id,
    owner: deps.owner,
    from: ['received'],
    state: 'draft',
    now,
    dueAt: now + draftForMs,
    name: draft.verb,
    subjectId: draft.subjectId,
    payload: JSON.stringify(payload),
  });
  return moved === 'moved';
}

async function tooLate(row: ActionRow, aim: Aim, deps: InteractDeps): Promise<void> {
  const reason = { code: 'trigger_expired', text: 'the dialogue could not be opened in time; click again' };
  await refuseAloud(row, whereabouts(aim.click), { verb: aim.verb, reason }, deps);
}

async function askToMute(row: ActionRow, aim: Aim, deps: InteractDeps): Promise<void> {
  const { click, subject, channel } = aim;
  const to = whereabouts(click);
  if (deps.silencer === null) {
    const reason = { code: 'mute_not_available', text: 'silences are not configured here' };
    return refuseAloud(row, to, { verb: 'mute', reason }, deps);
  }
  const choices = await muteChoices(subject, channel, deps);
  if (!(await keepDraft(row, click, localDraft(aim), deps))) return;
  const opened = await deps.surface.openModal(click.triggerId, deps.modal(muteModal(choices, row.id), channel));
  if (opened.kind !== 'shown') await tooLate(row, aim, deps);
}

function whereabouts(click: Click): Whereabouts {
  return { slackChannel: click.channel, user: click.user, responseUrl: click.responseUrl };
}

function draftOf(row: ActionRow): Draft | null {
  return row.payload === null ? null : ((JSON.parse(row.payload) as ActionPayload).draft ?? null);
}

/** For what concerns us alone: nothing at Stripe is its target. */
function localDraft({ click, verb, subject, channel, fingerprint }: Aim): Draft {
  return {
    verb,
    subjectId: subject.id,
    account: subject.account,
    connect: null,
    object: '',
    target: '',
    fingerprint,
    intent: '',
    channel,
    slackChannel: click.channel,
    amount: null,
    refundable: null,
    reason: null,
    text: null,
    step: null,
    viewId: null,
    before: null,
  };
}
