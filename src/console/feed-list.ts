import { z } from 'zod';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { cursorOf, cursorParts, pageQuery } from './cursor.ts';
import { mayRead } from './may-read.ts';
import { parsed } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';

const query = z.object({ ...pageQuery, channel: z.string().max(100).optional() });

export interface FeedListDeps {
  readonly store: Pick<ConsoleStore, 'listFeed'>;
  readonly settings: () => ConsoleSettings;
}

/** What stands in the channels that the person may read; a page may be short, or empty, before the end. */
export function feedList(deps: FeedListDeps): Handler<'GET /api/feed'> {
  return async (request) => {
    const { limit, cursor, channel } = parsed(query, request.query);
    const before = cursorParts(cursor, z.tuple([z.number()]))?.[0];
    const page = await deps.store.listFeed({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(channel === undefined ? {} : { channel }),
    });
    const settings = deps.settings();
    const items = page.rows.filter((row) => mayRead(request.person, row.channel, settings));
    return { items, next: page.before === null ? null : cursorOf(page.before) };
  };
}
