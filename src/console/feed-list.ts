import { z } from 'zod';
import type { ConsoleStore } from '../store/console-store.ts';
import type { Handler } from './api.ts';
import { cursorOf, cursorParts, pageQuery } from './cursor.ts';
import { parsed } from './refusal.ts';

const query = z.object({ ...pageQuery, channel: z.string().max(100).optional() });

/** What stands in the channels. */
export function feedList(deps: { readonly store: Pick<ConsoleStore, 'listFeed'> }): Handler<'GET /api/feed'> {
  return async (request) => {
    const { limit, cursor, channel } = parsed(query, request.query);
    const before = cursorParts(cursor, z.tuple([z.number()]))?.[0];
    const page = await deps.store.listFeed({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(channel === undefined ? {} : { channel }),
    });
    return { items: page.rows, next: page.before === null ? null : cursorOf(page.before) };
  };
}
