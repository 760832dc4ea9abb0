import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Answer, Body, EndpointName, Query } from '../../contract.ts';
import type { Page } from '../../contract-page.ts';
import { type Asking, call, RequestFailed } from './request.ts';

type Read = Extract<EndpointName, `GET ${string}`>;
type Write = Extract<EndpointName, `POST ${string}`>;
type Listed = { [N in Read]: Answer<N> extends Page<unknown> ? N : never }[Read];

/** What the service refused stays refused; a service that does not answer is asked twice more. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => !(error instanceof RequestFailed) && failures < 2,
      refetchOnWindowFocus: true,
    },
  },
});

export function keyOf<N extends Read>(name: N, asking: Omit<Asking<N>, 'signal' | 'body'> = {}) {
  return [name, asking.path ?? {}, asking.query ?? {}] as const;
}

/** Asks and keeps the answer. `everyMs` asks again while the page is open (a function says for how long); `enabled: false` waits; `once`: never again by itself. */
export function useAnswer<N extends Read>(
  name: N,
  asking: Omit<Asking<N>, 'signal' | 'body'> = {},
  options: {
    everyMs?: number | ((data: Answer<N> | undefined) => number | false);
    enabled?: boolean;
    keep?: boolean;
    once?: boolean;
  } = {},
) {
  const { everyMs } = options;
  return useQuery<Answer<N>>({
    queryKey: keyOf(name, asking),
    queryFn: ({ signal }) => call(name, { ...asking, signal }),
    ...(everyMs === undefined
      ? {}
      : { refetchInterval: typeof everyMs === 'number' ? everyMs : ({ state }) => everyMs(state.data) }),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.once === true
      ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false }
      : {}),
  });
}

/** A list, page by page. */
export function usePages<N extends Listed>(name: N, query: Query<N>, options: { enabled?: boolean } = {}) {
  return useInfiniteQuery({
    queryKey: [name, 'pages', query] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<Answer<N>> =>
      call(name, { query: pageParam === null ? query : { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (last: Answer<N>) => (last as Page<unknown>).next,
    placeholderData: keepPreviousData,
    ...options,
  });
}

/** One change. What it may have changed (`stale`) is asked for again. */
export function useChange<N extends Write>(name: N, stale: readonly Read[] = []) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asking: { path?: Record<string, string | number>; body?: Body<N> }) => call(name, asking as Asking<N>),
    onSuccess: () => Promise.all(stale.map((read) => client.invalidateQueries({ queryKey: [read] }))),
  });
}
