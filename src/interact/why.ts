import type { Decision } from '../domain/decision.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { Subject } from '../domain/subject.ts';
import type { InteractDeps } from './deps.ts';
import { term } from './phrases.ts';

const mostEvents = 20;
const mostSteps = 12;

/** Why this card stands in this channel: the newest event that was routed to it, and its path through the routes. */
export async function explainSubject(
  subject: Subject,
  channel: string,
  deps: Pick<InteractDeps, 'store'>,
): Promise<Phrase> {
  const found = await newestRouted(subject, channel, deps);
  if (found === null) {
    return say`None of its last events was routed here by itself: the card follows what happens to it.`;
  }
  const { event, route, decision } = found;
  return say`${term(event.type)} (${term(event.id)}) came here by the route “${term(route)}”.\n${pathOf(decision)}`;
}

/** The full name of the route that brought the card here; null where none of its last events tells. */
export async function routeOf(
  subject: Subject,
  channel: string,
  deps: Pick<InteractDeps, 'store'>,
): Promise<string | null> {
  return (await newestRouted(subject, channel, deps))?.route ?? null;
}

async function newestRouted(subject: Subject, channel: string, deps: Pick<InteractDeps, 'store'>) {
  for (const event of await deps.store.listEvents({ subjectId: subject.id, limit: mostEvents })) {
    for (const { decision } of await deps.store.explainEvent({ id: event.id, account: event.account })) {
      const target = decision?.targets.find((one) => one.channel === channel);
      if (decision !== null && target !== undefined) return { event, decision, route: target.route };
    }
  }
  return null;
}

/** What became of one event, for `/tillbell why`. */
export async function explainEvent(id: string, deps: Pick<InteractDeps, 'store'>): Promise<Phrase> {
  const explained = await deps.store.explainEvent({ id });
  const newest = explained.at(-1);
  if (newest === undefined) return say`No event ${term(id)} is known here.`;
  const sent = newest.deliveries.map((one) => say`\n• ${term(one.channel)}: ${term(one.op)}, ${term(one.state)}`);
  const reason = newest.reason === null ? say`` : say`: ${term(newest.reason.text)}`;
  const path = newest.decision === null ? say`` : say`\n${pathOf(newest.decision)}`;
  return sent.reduce(
    (all, one) => say`${all}${one}`,
    say`${term(newest.type)} is ${term(newest.state)}${reason}.${path}`,
  );
}

function pathOf(decision: Decision): Phrase {
  const steps = decision.path.slice(0, mostSteps);
  const lines = steps.map(
    ({ route, matched, reason }) =>
      say`• ${term(route)}: ${matched ? say`matched` : say`passed over`}, ${term(reason.text)}`,
  );
  const rest = decision.path.length - steps.length;
  const more = rest > 0 ? [say`• and ${{ type: 'number', value: rest }} more`] : [];
  return [...lines, ...more].reduce((all, line) => (all.length === 0 ? line : say`${all}\n${line}`), say``);
}
