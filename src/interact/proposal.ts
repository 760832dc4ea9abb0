import { type Phrase, say } from '../domain/phrase.ts';
import type { DigestProposal } from '../domain/route-change.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone, recordEntry, refuseAloud } from './close.ts';
import type { InteractDeps } from './deps.ts';
import type { Click } from './interaction.ts';
import { person, term } from './phrases.ts';

/** A click on the weekly proposal: `accept:<week>` or `undo:<week>`. */
export async function performProposal(row: ActionRow, click: Click, deps: InteractDeps): Promise<void> {
  const to = { slackChannel: click.channel, user: click.user, responseUrl: click.responseUrl };
  const [step, week = ''] = click.value.split(':');
  const proposal = await deps.store.getProposal(week);
  const here = deps.channelOf(click.channel);
  if (proposal === null || here?.lane !== proposal.lane || (step !== 'accept' && step !== 'undo')) {
    const reason = { code: 'proposal_unknown', text: 'this is no proposal that Tillbell made here' };
    return refuseAloud(row, to, { verb: 'change_routes', reason }, deps);
  }
  const permission = await deps.permits({ verb: 'change_routes', user: click.user, amount: null });
  if (permission.kind !== 'allowed') {
    return refuseAloud(row, to, { verb: 'change_routes', reason: permission.reason }, deps);
  }
  const changed = await deps.digests[step](proposal, click.user);
  // The message shows what holds now, and its thread who did it; the record does not depend on either.
  const text = deps.words(proposalWords(proposal, step === 'accept' ? click.user : null), here.name);
  const button = step === 'accept' ? 'undo' : 'accept';
  const where = { channel: click.channel, ts: click.messageTs };
  await deps.surface.rewrite({ ...where, text, blocks: deps.proposal(text, week, button) });
  if (changed) {
    const news =
      step === 'accept'
        ? say`${person(click.user)} accepted it, so from now on these come in a digest once a day: `
        : say`${person(click.user)} took it back, so these come as configured again: `;
    const said = say`${news}${quoted(proposal.routes)}. /tillbell why evt_123 tells it for each alert.`;
    await deps.surface.reply({ ...where, text: deps.words(said, here.name) });
  }
  const outcome = step === 'accept' ? 'accepted' : 'undone';
  deps.onResult({ verb: 'change_routes', outcome });
  const detail = { code: outcome, text: `digest of ${proposal.routes.join(', ')}` };
  await deps.store.moveAction({
    id: row.id,
    owner: null,
    from: ['received'],
    state: 'done',
    now: deps.clock.now(),
    dueAt: null,
    reason: detail,
    name: 'change_routes',
    audit: recordEntry(click.user, 'change_routes', detail),
  });
  await closeDone(row, outcome, deps);
}

/** What the proposal says; `by`: who accepted it. */
export function proposalWords({ routes }: Pick<DigestProposal, 'routes'>, by: string | null): Phrase {
  const names = quoted(routes);
  return by === null
    ? say`Nobody touched what these routes posted for two weeks: ${names}. Shall they come in a digest once a day? What is critical stays as it is.`
    : say`These routes come in a digest once a day, as ${person(by)} decided: ${names}.`;
}

function quoted(routes: readonly string[]) {
  return term(routes.map((route) => `“${route}”`).join(', '));
}
