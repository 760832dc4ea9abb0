import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { EventSearch, EventSearchPage } from '../../contract-events.ts';
import { call } from './request.ts';

/** A search over the events, page by page. The rows of the search before stay until the new ones are there. */
export function useEventPages(search: EventSearch) {
  return useInfiniteQuery({
    queryKey: ['GET /api/events', 'pages', search] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<EventSearchPage> =>
      call('GET /api/events', { query: pageParam === null ? search : { ...search, cursor: pageParam }, signal }),
    getNextPageParam: (last: EventSearchPage) => last.next,
    placeholderData: keepPreviousData,
  });
}
