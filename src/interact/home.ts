import type { HomeSection } from '../domain/modal.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import { type Silence, silencedText } from '../domain/silence.ts';
import type { ActionRow } from '../store/action-store.ts';
import { closeDone } from './close.ts';
import type { InteractDeps } from './deps.ts';
import { openDisputes } from './desk.ts';
import { counted, person, term } from './phrases.ts';
import { figureLines } from './revenue.ts';

const mostLines = 15;

/** The Home tab: open disputes by due date, what is this person's, and how Tillbell is. */
export async function publishHome(row: ActionRow, user: string, deps: InteractDeps): Promise<void> {
  const permission = await deps.permits({ verb: 'why', user, amount: null });
  const sections = permission.kind === 'allowed' ? await sectionsFor(user, deps) : [];
  await deps.surface.publishHome(user, deps.home(sections));
  deps.onResult({ verb: 'home', outcome: permission.kind });
  await closeDone(row, 'published', deps);
}

async function sectionsFor(user: string, deps: InteractDeps): Promise<HomeSection[]> {
  const disputes = await openDisputes(deps);
  const silences = await deps.store.activeSilences(deps.clock.now());
  const { events, deliveries, lanes } = await deps.store.counts();
  const paused = lanes.flatMap((lane) => (lane.paused === null ? [] : [say`• ${term(lane.paused.text)}`]));
  const aside = deliveries.parked + deliveries.dead + events.failed + events.quarantined;
  return [
    { title: 'Today', lines: figureLines(await deps.figures('today')), empty: '' },
    { title: 'Open disputes', lines: cut(disputes.map((one) => one.line)), empty: 'None waits for an answer.' },
    { title: 'Assigned to you', lines: cut(await mine(user, deps)), empty: 'Nothing is.' },
    { title: 'Muted', lines: cut(silences.map(mutedLine)), empty: 'Nothing is.' },
    {
      title: 'Health',
      lines: [
        say`${counted(deliveries.pending, say`message`, say`messages`)} pending, ${{ type: 'number', value: aside }} set aside`,
        ...paused,
      ],
      empty: '',
    },
  ];
}

function mutedLine(silence: Silence): Phrase {
  const by: Phrase = /^[UW][A-Z0-9]{2,30}$/.test(silence.author)
    ? say`${person(silence.author)}`
    : say`${term(silence.author)}`;
  const until: Phrase = say`${{ type: 'date', at: Math.floor(silence.until / 1000), style: 'time' }}`;
  return say`• ${term(silencedText(silence.matcher))} until ${until}, by ${by} · /tillbell unmute ${term(silence.id)}`;
}

async function mine(user: string, deps: InteractDeps): Promise<Phrase[]> {
  const subjects = await Promise.all(
    (await deps.store.assignedTo(user, mostLines)).map((id) => deps.store.getSubject(id)),
  );
  const cards = await Promise.all(
    subjects.filter((subject) => subject !== null).map((subject) => deps.contentOf(subject)),
  );
  return cards.map((card) => {
    const [link] = card.links;
    const open = link === undefined ? say`` : say` · ${{ type: 'link', url: link.url, label: link.label }}`;
    return say`• ${card.headline}${open}`;
  });
}

function cut(lines: readonly Phrase[]): Phrase[] {
  const rest = lines.length - mostLines;
  return rest > 0 ? [...lines.slice(0, mostLines), say`… and ${{ type: 'number', value: rest }} more`] : [...lines];
}
