import { useMemo, useState } from 'react';
import type { EventLine, EventSearchPage } from '../../../contract-events.ts';
import { useEventPages } from '../../api/event-pages.ts';
import { dateText } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { PageHead } from '../../parts/panel.tsx';
import { Empty, Failed, Loading } from '../../parts/states.tsx';
import { useStreamedEvents } from '../../state/events.ts';
import { useKeys, useRowKeys } from '../../state/keyboard.ts';
import { usePlace } from '../../state/router.ts';
import { words } from '../../words.ts';
import { ActBar } from './act-bar.tsx';
import { EventTable } from './event-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, readFilters, searchOf } from './filters.ts';

const text = words.events;

export function EventListPage() {
  const { query } = usePlace();
  const filters = useMemo(() => readFilters(query), [query]);
  const asked = useEventPages(searchOf(filters));
  const rows = useCurrentRows(asked.data?.pages ?? []);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  useRowKeys();
  useKeys({ Escape: () => setSelected(new Set()) });
  const toggle = (seqs: readonly number[], on: boolean) => {
    const next = new Set(selected);
    for (const seq of seqs) {
      if (on) next.add(seq);
      else next.delete(seq);
    }
    setSelected(next);
  };
  const chosen = rows.filter(({ seq }) => selected.has(seq)).map(({ seq }) => seq);
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <FilterBar filters={filters} />
      <div className="mb-2 flex min-h-8 items-center gap-3">
        {chosen.length > 0 ? (
          <ActBar seqs={chosen} onDone={() => setSelected(new Set())} />
        ) : (
          <Fresh rows={rows} filters={filters} onShow={() => void asked.refetch()} />
        )}
      </div>
      <div className="min-h-[32rem] rounded-lg border border-line bg-raised">
        {asked.data === undefined ? (
          asked.error === null ? (
            <Loading rows={14} />
          ) : (
            <Failed error={asked.error} again={() => void asked.refetch()} />
          )
        ) : (
          <>
            {asked.error !== null && <Failed error={asked.error} again={() => void asked.refetch()} />}
            {rows.length > 0 && <EventTable rows={rows} selected={selected} onToggle={toggle} />}
            <End
              pages={asked.data.pages}
              empty={rows.length === 0}
              filtered={Object.keys(filters).length > 0}
              more={asked.hasNextPage ? () => void asked.fetchNextPage() : null}
              loading={asked.isFetchingNextPage}
            />
          </>
        )}
      </div>
    </>
  );
}

/** The rows that were asked for, each as the stream last told it: states change in their place, no row moves. */
function useCurrentRows(pages: readonly EventSearchPage[]): readonly EventLine[] {
  const streamed = useStreamedEvents();
  return useMemo(
    () => pages.flatMap(({ items }) => items).map((row) => streamed.get(row.seq) ?? row),
    [pages, streamed],
  );
}

/** Says how much newer there is; the list itself stays still until the reader wants it. */
function Fresh({
  rows,
  filters,
  onShow,
}: {
  readonly rows: readonly EventLine[];
  readonly filters: Filters;
  readonly onShow: () => void;
}) {
  const streamed = useStreamedEvents();
  const newest = rows[0]?.seq ?? 0;
  // What the filters would let through, as far as a row itself tells it.
  const count = [...streamed.values()].filter(
    (row) =>
      row.seq > newest &&
      (filters.state === undefined || row.state === filters.state) &&
      (filters.account === undefined || row.account === filters.account) &&
      (filters.type === undefined || row.type.startsWith(filters.type.replace(/\*$/, ''))),
  ).length;
  if (Object.keys(filters).some((name) => !['state', 'account', 'type'].includes(name))) return null;
  if (count === 0) return <p className="text-sm text-muted">{text.upToDate}</p>;
  return (
    <Button icon="down" onClick={onShow}>
      {text.fresh(count)}
    </Button>
  );
}

function End({
  pages,
  empty,
  filtered,
  more,
  loading,
}: {
  readonly pages: readonly EventSearchPage[];
  readonly empty: boolean;
  readonly filtered: boolean;
  readonly more: (() => void) | null;
  readonly loading: boolean;
}) {
  const back = pages.at(-1)?.searchedBackTo ?? null;
  if (more === null && empty)
    return (
      <Empty
        icon="search"
        title={filtered ? text.none : text.noneYet}
        text={filtered ? text.noneText : text.noneYetText}
      />
    );
  return (
    <div className="flex items-center gap-3 px-4 py-3 text-sm text-muted">
      {back !== null && <span>{text.searchedBack(dateText(back))}</span>}
      {more === null ? (
        <span>{text.end}</span>
      ) : (
        <Button onClick={more} disabled={loading}>
          {back === null ? text.loadMore : text.searchOn}
        </Button>
      )}
    </div>
  );
}
