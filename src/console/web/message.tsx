import { lazy, Suspense } from 'react';
import type { Message } from 'slack-blocks-to-jsx';
import type { FeedMessage } from './feed-state.ts';
import { words } from './words.ts';

type BlockList = Parameters<typeof Message>[0]['blocks'];

// The renderer is most of the page's weight; the page is there before it.
const Blocks = lazy(async () => ({ default: (await import('slack-blocks-to-jsx')).Message }));

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export function Card({
  message,
  replies,
}: {
  readonly message: FeedMessage;
  readonly replies: readonly FeedMessage[];
}) {
  return (
    <article className="message">
      <div className="avatar" aria-hidden="true">
        <Bell />
      </div>
      <div className="body">
        <header>
          <strong>{words.title}</strong> <span className="app">APP</span>{' '}
          <time dateTime={new Date(message.at).toISOString()}>{clock.format(message.at)}</time>
        </header>
        <Content message={message} />
        {message.edited && <span className="edited">{words.edited}</span>}
        {replies.length > 0 && (
          <details className="thread" open={replies.length <= 2}>
            <summary>{words.replies(replies.length)}</summary>
            {replies.map((reply) => (
              <div className="reply" key={reply.ts}>
                <Content message={reply} />
                <time dateTime={new Date(reply.at).toISOString()}>{clock.format(reply.at)}</time>
                {reply.broadcast && <span className="edited"> · {words.alsoInChannel}</span>}
              </div>
            ))}
          </details>
        )}
      </div>
    </article>
  );
}

function Content({ message }: { readonly message: FeedMessage }) {
  const { text, blocks, color } = message.message;
  if (blocks.length === 0) return <p className="plain">{text}</p>;
  return (
    <div
      className={color === null ? 'blocks' : 'blocks bar'}
      ref={(element) => element?.style.setProperty('--bar', color ?? 'transparent')}
    >
      <Suspense fallback={<p className="plain">{text}</p>}>
        <Blocks blocks={drawable(blocks)} logo="" name={words.title} withoutWrapper />
      </Suspense>
    </div>
  );
}

/** The renderer takes `verbatim` for "no mark-up at all"; Slack means by it that nothing beyond the mark-up becomes a link. */
function drawable(blocks: readonly object[]): BlockList {
  return JSON.parse(JSON.stringify(blocks), (key, value: unknown) =>
    key === 'verbatim' ? undefined : value,
  ) as BlockList;
}

function Bell() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
    >
      <title>{words.title}</title>
      <path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15L6 17Z" />
      <path d="M10.5 21.5h3" strokeLinecap="round" />
    </svg>
  );
}
