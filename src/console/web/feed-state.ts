import { useEffect, useState } from 'react';

export interface FeedMessage {
  readonly version: number;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly message: { readonly text: string; readonly blocks: readonly object[]; readonly color: string | null };
  readonly edited: boolean;
  readonly removed: boolean;
  readonly at: number;
}

export interface Status {
  readonly version: string;
  readonly now: number;
  readonly events: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly lanes: readonly {
    readonly lane: string;
    readonly pending: number;
    readonly oldestPendingAt: number | null;
    readonly paused: { readonly text: string } | null;
  }[];
}

/** Messages by channel and ts, kept current by server-sent events; the browser reconnects by itself. */
export function useFeed(): { readonly messages: readonly FeedMessage[]; readonly live: boolean } {
  const [messages, setMessages] = useState<ReadonlyMap<string, FeedMessage>>(new Map());
  const [live, setLive] = useState(false);
  useEffect(() => {
    const source = new EventSource('api/feed/live');
    source.onopen = () => setLive(true);
    source.onerror = () => setLive(false);
    source.onmessage = (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as FeedMessage;
      setMessages((known) => new Map(known).set(`${message.channel} ${message.ts}`, message));
    };
    return () => source.close();
  }, []);
  return { messages: [...messages.values()].filter((message) => !message.removed), live };
}

/** Counts of the service, asked every two seconds. */
export function useStatus(): Status | null {
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    let ended = false;
    const ask = () =>
      fetch('api/status')
        .then((response) => (response.ok ? response.json() : null))
        .then((answer: Status | null) => {
          if (!ended && answer !== null) setStatus(answer);
        })
        .catch(() => undefined);
    void ask();
    const timer = setInterval(ask, 2_000);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, []);
  return status;
}
