import type { Clock } from '../domain/clock.ts';
import { messageOf } from '../domain/errors.ts';
import type { SendRequest, SlackMessage, SlackSender } from '../domain/message.ts';
import type { FeedEntry } from '../store/console-store.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface FeedDeps {
  readonly store: Pick<Store, 'putFeed'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Names of the channels behind a Slack channel id. */
  readonly namesOf: (slackChannel: string) => readonly string[];
}

export interface Feed {
  readonly sender: SlackSender;
  /** Called after something was kept. */
  onKept(listener: () => void): void;
  /** Resolves when all that was seen is kept, or the store refused it. */
  settled(): Promise<void>;
}

const atOnce = 100;
/** A store that is away for long costs the console its newest messages, not the process its memory. */
const mostWaiting = 2_000;
const mostInDoubt = 500;

/**
 * Watches what goes out through `sender` and keeps a copy in the store, so that the console shows the channels as people see
 * them, after a restart and from any process. Delivery never waits for it: what is kept together shares one commit.
 */
export function createFeed(sender: SlackSender, deps: FeedDeps): Feed {
  const waiting: FeedEntry[] = [];
  const inDoubt = new Map<string, SendRequest>();
  let listener: () => void = () => undefined;
  let keeping: Promise<void> | null = null;

  async function keep(): Promise<void> {
    while (waiting.length > 0) {
      try {
        await deps.store.putFeed(waiting.splice(0, atOnce));
        listener();
      } catch (error) {
        deps.log.warn({ problem: messageOf(error) }, 'messages could not be kept for the console');
      }
    }
    keeping = null;
  }

  function put(entry: Omit<FeedEntry, 'at'>): void {
    waiting.push({ ...entry, at: deps.clock.now() });
    if (waiting.length > mostWaiting) waiting.shift();
    keeping ??= keep();
  }

  function seen(request: SendRequest, ts: string, edited: boolean): void {
    const { channelName: channel, threadTs, broadcast, message, subjectId = null } = request;
    put({ channel, ts, threadTs, broadcast, message: plain(message), subjectId, edited });
  }

  return {
    sender: {
      canUpdate: sender.canUpdate,
      async post(request) {
        const outcome = await sender.post(request);
        if (outcome.kind === 'sent') seen(request, outcome.ts ?? request.deliveryKey, false);
        if (outcome.kind === 'ambiguous') {
          inDoubt.set(request.deliveryKey, request);
          if (inDoubt.size > mostInDoubt) inDoubt.delete(inDoubt.keys().next().value ?? '');
        }
        return outcome;
      },
      async update(request) {
        const outcome = await sender.update(request);
        if (outcome.kind === 'sent') seen(request, request.ts, true);
        return outcome;
      },
      async remove(request) {
        const outcome = await sender.remove(request);
        if (outcome.kind === 'sent') {
          for (const channel of deps.namesOf(request.channel)) {
            put({ ...blank, channel, ts: request.ts });
          }
        }
        return outcome;
      },
      async find(query) {
        const found = await sender.find(query);
        const request = inDoubt.get(query.deliveryKey);
        inDoubt.delete(query.deliveryKey);
        if (found.kind === 'found' && request !== undefined) seen(request, found.ts, false);
        return found;
      },
    },
    onKept(then) {
      listener = then;
    },
    async settled() {
      await keeping;
    },
  };
}

const blank = { threadTs: null, broadcast: false, subjectId: null, message: null, edited: false } as const;

/** Only what a message is made of, whatever else the object carries. */
function plain({ text, blocks, color }: SlackMessage): SlackMessage {
  return { text, blocks, color };
}
