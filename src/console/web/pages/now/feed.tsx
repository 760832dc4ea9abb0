import { useEffect, useMemo, useState } from 'react';
import type { FeedMessage } from '../../../contract-now.ts';
import { usePages } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { Thread, type ThreadMessages, threadsOf } from '../../parts/thread.tsx';
import { takeFeed, useFeed } from '../../state/feed.ts';
import { words } from '../../words.ts';

const pageSize = 15;

/** Loads what stands in the channels; from then on the stream keeps it true. */
function useStandingFeed() {
  const { data, error, hasNextPage, fetchNextPage, refetch } = usePages('GET /api/feed', { limit: '100' });
  useEffect(() => {
    for (const page of data?.pages ?? []) for (const message of page.items) takeFeed(message);
  }, [data]);
  return { loaded: data !== undefined, error, refetch, more: hasNextPage ? fetchNextPage : null };
}

/**
 * The channels as people see them, newest first. What arrives while the reader has scrolled down waits behind a button:
 * nothing moves under the eyes. A card that changes does so in its place.
 */
export function LiveFeed() {
  const messages = useFeed();
  const standing = useStandingFeed();
  const [chosen, setChosen] = useState('');
  const [shown, setShown] = useState(pageSize);
  const [holdAt, setHoldAt] = useState<number | null>(null);
  const channels = useMemo(() => [...new Set(messages.map(({ channel }) => channel))].sort(), [messages]);
  const threads = useMemo(() => threadsOf(messages, chosen), [messages, chosen]);
  const visible = holdAt === null ? threads : threads.filter(({ card }) => card.postedAt <= holdAt);
  const older = () => {
    if (visible.length <= shown + pageSize) void standing.more?.();
    setShown(shown + pageSize);
  };
  return (
    <Panel
      title={words.now.feed}
      flush
      actions={
        <Choice
          label={words.now.channels}
          options={[
            { value: '', label: words.now.allChannels },
            ...channels.map((channel) => ({ value: channel, label: `#${channel}` })),
          ]}
          chosen={chosen}
          onChoose={(channel) => {
            setChosen(channel);
            setShown(pageSize);
            setHoldAt(null);
          }}
        />
      }
    >
      <section
        aria-label={words.now.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="relative h-[44rem] overflow-y-auto [overflow-anchor:none] max-md:h-[36rem]"
        onScroll={({ currentTarget: { scrollTop } }) => {
          if (scrollTop < 8) setHoldAt(null);
          else if (holdAt === null) setHoldAt(threads[0]?.card.postedAt ?? 0);
        }}
      >
        {threads.length > visible.length && (
          <NewerButton waiting={threads.length - visible.length} onShow={() => setHoldAt(null)} />
        )}
        <FeedState empty={threads.length === 0} standing={standing} />
        <FeedList threads={visible.slice(0, shown)} named={chosen === ''} />
        {(visible.length > shown || (standing.more !== null && threads.length > 0)) && (
          <div className="p-4">
            <Button onClick={older}>{words.now.older}</Button>
          </div>
        )}
      </section>
    </Panel>
  );
}

function FeedState({
  empty,
  standing,
}: {
  readonly empty: boolean;
  readonly standing: ReturnType<typeof useStandingFeed>;
}) {
  if (standing.error !== null && !standing.loaded)
    return <Failed error={standing.error} again={() => void standing.refetch()} />;
  if (!empty) return null;
  if (!standing.loaded) return <Loading rows={14} />;
  return <Empty icon="now" title={words.now.emptyTitle} text={words.now.emptyText} />;
}

function FeedList({
  threads,
  named,
}: {
  readonly threads: readonly ThreadMessages<FeedMessage>[];
  readonly named: boolean;
}) {
  return (
    <ol>
      {threads.map((thread) => (
        <li key={`${thread.card.channel} ${thread.card.ts}`} className="border-b border-line px-4 py-3 last:border-0">
          <Thread thread={thread} named={named} />
        </li>
      ))}
    </ol>
  );
}

function NewerButton({ waiting, onShow }: { readonly waiting: number; readonly onShow: () => void }) {
  return (
    <div className="sticky top-2 z-1 flex h-0 justify-center">
      <Button
        look="primary"
        className="shadow-float"
        onClick={(event) => {
          event.currentTarget.closest('section')?.scrollTo({ top: 0 });
          onShow();
        }}
      >
        {words.now.newer(waiting)}
      </Button>
    </div>
  );
}
