import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'slack-blocks-to-jsx/dist/style.css';
import './style.css';
import { type FeedMessage, type Status, useFeed, useStatus } from './feed-state.ts';
import { Card } from './message.tsx';
import { words } from './words.ts';

function App() {
  const { messages, live } = useFeed();
  const status = useStatus();
  const channels = useMemo(() => [...new Set(messages.map((message) => message.channel))].sort(), [messages]);
  const [chosen, setChosen] = useState<string | null>(null);
  const channel = chosen ?? channels[0] ?? null;
  return (
    <div className="page">
      <nav aria-label={words.channels}>
        <h1>{words.title}</h1>
        <p className={live ? 'live on' : 'live'} role="status">
          {live ? words.live : words.reconnecting}
        </p>
        <h2>{words.channels}</h2>
        {channels.map((name) => (
          <button type="button" key={name} aria-current={name === channel} onClick={() => setChosen(name)}>
            # {name}{' '}
            <span>{messages.filter((message) => message.channel === name && message.threadTs === null).length}</span>
          </button>
        ))}
        {status !== null && <Figures status={status} />}
      </nav>
      <main>
        {channel === null ? (
          <Empty />
        ) : (
          <Channel name={channel} messages={messages.filter((message) => message.channel === channel)} />
        )}
      </main>
    </div>
  );
}

function Channel({ name, messages }: { readonly name: string; readonly messages: readonly FeedMessage[] }) {
  const cards = messages.filter((message) => message.threadTs === null).sort((a, b) => Number(b.ts) - Number(a.ts));
  return (
    <>
      <h2># {name}</h2>
      {cards.map((card) => (
        <Card
          key={card.ts}
          message={card}
          replies={messages.filter((reply) => reply.threadTs === card.ts).sort((a, b) => Number(a.ts) - Number(b.ts))}
        />
      ))}
    </>
  );
}

function Empty() {
  return (
    <div className="empty">
      <h2>{words.emptyTitle}</h2>
      <p>{words.emptyText}</p>
    </div>
  );
}

function Figures({ status }: { readonly status: Status }) {
  const { events, deliveries, lanes } = status;
  const sum = (counts: Readonly<Record<string, number>>, ...names: string[]) =>
    names.reduce((total, name) => total + (counts[name] ?? 0), 0);
  const all = Object.values(events).reduce((total, count) => total + count, 0);
  const rows: [string, number][] = [
    [words.received, all],
    [words.shown, events['routed'] ?? 0],
    [words.suppressed, events['suppressed'] ?? 0],
    [words.waiting, sum(deliveries, 'pending', 'sending', 'ambiguous')],
    [words.aside, sum(deliveries, 'parked', 'dead') + sum(events, 'quarantined', 'failed')],
  ];
  return (
    <>
      <h2>{words.today}</h2>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      <h2>{words.lanes}</h2>
      <dl>
        {lanes.map((lane) => (
          <div key={lane.lane}>
            <dt>{lane.lane}</dt>
            <dd title={lane.paused?.text}>{lane.paused === null ? words.pending(lane.pending) : words.paused}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
