import type { ConsoleStore, FeedRow } from '../store/console-store.ts';
import type { CardRow, Store } from '../store/store.ts';

export interface CardThread {
  readonly card: CardRow;
  /** The card and its replies, oldest first; empty where the feed does not reach back so far. */
  readonly messages: readonly FeedRow[];
}

/** The subject's cards as they stand in the channels, each with its thread. */
export async function threadsOf(
  subjectId: string,
  store: Pick<Store, 'cardsOf'> & Pick<ConsoleStore, 'feedThread'>,
): Promise<CardThread[]> {
  const cards = await store.cardsOf(subjectId);
  return Promise.all(
    cards.map(async (card) => ({
      card,
      messages: card.ts === null ? [] : await store.feedThread({ channel: card.channel, ts: card.ts }),
    })),
  );
}
