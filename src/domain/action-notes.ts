import { actionChange } from './action.ts';
import { type Phrase, say } from './phrase.ts';
import type { Change, SubjectState } from './subject.ts';

/** The state without what people did from Slack and what the dispute desk reminded of: a card is told by Stripe's news alone. */
export function withoutActions(state: SubjectState): SubjectState {
  const story = Object.entries(state.story).filter(([key]) => actionChange(key) === null && !key.startsWith('desk/'));
  return story.length === Object.keys(state.story).length ? state : { ...state, story: Object.fromEntries(story) };
}

/** What stands on the card of people's doing: who acknowledged, whose it is, and what waits or is being checked. */
export function actionNotes(state: SubjectState): Phrase[] {
  const found = Object.values(state.story)
    .flatMap((change) => {
      const parts = actionChange(change.key);
      return parts === null ? [] : [{ ...parts, change }];
    })
    .toSorted((a, b) => a.change.at - b.change.at || (a.change.key < b.change.key ? -1 : 1));
  const ended = new Set(found.filter((one) => one.stage === 'end').map((one) => one.actionId));
  const last = (...verbs: readonly string[]): Change | undefined =>
    found.findLast((one) => one.stage === 'end' && verbs.includes(one.verb))?.change;
  const people = [last('acknowledge', 'leave_warning'), last('assign', 'assign_me')].flatMap((one) =>
    one === undefined ? [] : [one.phrase],
  );
  const open = found.filter((one) => one.stage !== 'end' && !ended.has(one.actionId));
  // Of one action only where it stands now: what was waiting and is being checked is being checked.
  const newest = new Map(open.map((one) => [one.actionId, one.change.phrase]));
  return [...(people.length === 0 ? [] : [joined(people)]), ...newest.values()];
}

/** True where somebody said that he has seen it. */
export function isAcknowledged(state: SubjectState): boolean {
  return Object.keys(state.story).some((key) => {
    const parts = actionChange(key);
    return parts?.stage === 'end' && (parts.verb === 'acknowledge' || parts.verb === 'leave_warning');
  });
}

function joined(phrases: readonly Phrase[]): Phrase {
  return phrases.reduce((all, one) => (all.length === 0 ? one : say`${all} · ${one}`), say``);
}
