import type { FeedMessage } from '../../contract-now.ts';
import { timeOfDay } from '../format/time.ts';
import { href } from '../state/router.ts';
import { words } from '../words.ts';
import { SlackContent, SlackMessage } from './slack-message.tsx';

export interface ThreadMessages<M extends FeedMessage = FeedMessage> {
  readonly card: M;
  /** Oldest first. */
  readonly replies: readonly M[];
}

/**
 * Cards with their replies, newest card first; of one channel, or of all where it is ''. A reply whose card is not among
 * `messages` stands for itself where `orphans` is set, else it is left out.
 */
export function threadsOf(messages: readonly FeedMessage[], channel: string, orphans = false): ThreadMessages[] {
  const cards = new Set(messages.map((message) => `${message.channel} ${message.ts}`));
  const replies = new Map<string, FeedMessage[]>();
  for (const message of messages) {
    if (message.threadTs === null) continue;
    const key = `${message.channel} ${message.threadTs}`;
    replies.set(key, [...(replies.get(key) ?? []), message]);
  }
  return messages
    .filter((message) => message.threadTs === null || (orphans && !cards.has(`${message.channel} ${message.threadTs}`)))
    .filter((message) => channel === '' || message.channel === channel)
    .sort((a, b) => b.postedAt - a.postedAt || b.version - a.version)
    .map((card) => ({
      card,
      replies: (replies.get(`${card.channel} ${card.ts}`) ?? []).sort((a, b) => a.postedAt - b.postedAt),
    }));
}

/** One card as it stands in its channel, with its thread to open. */
export function Thread({
  thread: { card, replies },
  named,
  open = false,
  linked = true,
}: {
  readonly thread: ThreadMessages;
  /** Says the channel above it. */
  readonly named: boolean;
  readonly open?: boolean;
  /** Leads to its subject. */
  readonly linked?: boolean;
}) {
  return (
    <article>
      <p className="mb-1 flex text-xs text-muted">
        {named && <span className="font-medium">#{card.channel}</span>}
        {linked && card.subjectId !== null && (
          <a
            href={href(['subjects', card.subjectId])}
            className="ml-auto rounded-sm underline-offset-2 hover:underline"
          >
            {words.now.openSubject}
          </a>
        )}
      </p>
      <SlackMessage message={card.message} at={card.postedAt} edited={card.edited}>
        {replies.length > 0 && (
          <details className="mt-2" open={open}>
            <summary className="w-fit text-sm font-medium text-info">{words.now.replies(replies.length)}</summary>
            {replies.map((reply) => (
              <div key={reply.ts} className="mt-2 border-l-2 border-line pl-3">
                <SlackContent message={reply.message} />
                <p className="text-xs text-muted">
                  {timeOfDay(reply.postedAt)}
                  {reply.broadcast && ` · ${words.now.alsoInChannel}`}
                </p>
              </div>
            ))}
          </details>
        )}
      </SlackMessage>
    </article>
  );
}
