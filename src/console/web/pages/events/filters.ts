import type { EventSearch } from '../../../contract-events.ts';

/** Names of the filters as they stand in the address. */
export const filterNames = [
  'q',
  'type',
  'state',
  'account',
  'mode',
  'customer',
  'currency',
  'amountMin',
  'amountMax',
  'since',
  'until',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export function readFilters(query: URLSearchParams): Filters {
  const filled = filterNames.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(filled);
}

/** As the service is asked. Times in the address are local wall-clock ones, as the reader typed them. */
export function searchOf(filters: Filters): EventSearch {
  const { since, until, amountMin, amountMax, ...rest } = filters;
  const amounts = rest.currency === undefined ? {} : given({ amountMin, amountMax });
  return { ...rest, ...amounts, ...given({ since: moment(since), until: moment(until) }), limit: '50' } as EventSearch;
}

function given<T extends Readonly<Record<string, string | undefined>>>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function moment(local: string | undefined): string | undefined {
  if (local === undefined) return undefined;
  const at = Date.parse(local);
  return Number.isNaN(at) ? undefined : String(at);
}

/** Beyond the three that always stand there. */
export const moreNames: readonly FilterName[] = filterNames.slice(3);
