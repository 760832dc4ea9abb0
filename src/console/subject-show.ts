import { z } from 'zod';
import type { Subject } from '../domain/subject.ts';
import type { ActionStore } from '../store/action-store.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { auditLine } from './audit-list.ts';
import type { SubjectDetail } from './contract-subjects.ts';
import { idText } from './cursor.ts';
import { eventLine } from './event-line.ts';
import { mayRead } from './may-read.ts';
import { notFound, parsed } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';
import { threadsOf } from './threads.ts';

export interface SubjectShowDeps {
  readonly store: Pick<Store, 'getSubject' | 'cardsOf'> &
    Pick<ConsoleStore, 'searchSubjects' | 'searchEvents' | 'feedThread'> &
    Pick<ActionStore, 'listAudit'>;
  readonly settings: () => ConsoleSettings;
  /** The subject as the channel may read it; `null`: as a redacted one. */
  readonly showSubject: (subject: Subject, channel: string | null) => Promise<SubjectShown>;
  /** False where nothing could perform an action. */
  readonly acts: boolean;
}

export type SubjectShown = Pick<SubjectDetail, 'timeline' | 'objects' | 'links' | 'actions'> & {
  readonly message: NonNullable<SubjectDetail['card']>['message'];
};

const shownEvents = 50;
const shownAudit = 50;

/** One subject with its cards, its story and what can be done with it. */
export function subjectShow(deps: SubjectShowDeps): Handler<'GET /api/subjects/:id'> {
  return async (request) => {
    const { id } = parsed(z.object({ id: idText }), request.params);
    const subject = await deps.store.getSubject(id);
    if (subject === null) throw notFound('subject');
    const { person } = request;
    const settings = deps.settings();
    const [[line], threads, events] = await Promise.all([
      deps.store.searchSubjects({ anyId: { id: subject.id, accounts: settings.accounts }, limit: 1 }),
      threadsOf(subject.id, deps.store),
      deps.store.searchEvents({ before: null, limit: shownEvents, span: 1, subjectId: subject.id }),
    ]);
    if (line === undefined) throw notFound('subject');
    const readable = threads.filter(({ card }) => mayRead(person, card.channel, settings));
    const first = settings.channels.find(({ name }) => mayRead(person, name, settings));
    const channel = readable[0]?.card.channel ?? first?.name ?? null;
    const { message, timeline, objects, links, actions } = await deps.showSubject(subject, channel);
    const stands = readable.some(({ card }) => card.state === 'posted' && card.ts !== null);
    const note = whyNot(deps.acts, stands, person.slackUser !== null);
    return {
      subject: line,
      keys: subject.keys,
      card: channel === null ? null : { channel, message },
      cards: readable.map(({ card, messages }) => {
        const { channel: where, state, ts, postedAt } = card;
        return { channel: where, state, ts, postedAt, messages };
      }),
      timeline,
      objects,
      links,
      events: events.rows.map(eventLine),
      actions: deps.acts && stands ? actions : [],
      actionsNote: note,
      audit:
        person.role === 'viewer'
          ? []
          : (await deps.store.listAudit({ subjectId: subject.id, limit: shownAudit })).map(auditLine),
    };
  };
}

function whyNot(acts: boolean, stands: boolean, isSlackUser: boolean): string | null {
  if (!acts) return 'Acting is not configured: it needs a bot token, and a signing secret or Socket Mode.';
  if (!stands) return 'Its card stands in no channel that you can read: there is nothing to act on.';
  return isSlackUser ? null : 'Actions are done in the name of a Slack user: sign in with Slack.';
}
