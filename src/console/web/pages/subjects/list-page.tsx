import type { SubjectLine } from '../../../contract-subjects.ts';
import { usePages } from '../../api/queries.ts';
import { moneyText } from '../../format/money.ts';
import { subjectState } from '../../format/term.ts';
import { fullMoment, momentText } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { PageHead } from '../../parts/panel.tsx';
import { QuerySelect, QueryText } from '../../parts/query-fields.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { useRowKeys } from '../../state/keyboard.ts';
import { href, usePlace } from '../../state/router.ts';
import { words } from '../../words.ts';

const text = words.subjects;
const head = 'px-2 py-2 text-left text-xs font-medium text-muted whitespace-nowrap';

export function SubjectListPage() {
  const { query } = usePlace();
  useRowKeys();
  const given = ['q', 'kind', 'customer'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const asked = usePages('GET /api/subjects', Object.fromEntries(given));
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <search className="mb-4 grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <QueryText name="q" label={text.search} placeholder={text.searchHint} type="search" />
        <QuerySelect
          name="kind"
          label={text.kind}
          any={text.anyKind}
          options={Object.entries(text.kinds).map(([value, label]) => ({ value, label }))}
        />
      </search>
      <div className="min-h-[32rem] rounded-lg border border-line bg-raised">
        <Answer asked={asked} rows={14}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            if (rows.length === 0)
              return (
                <Empty
                  icon="subjects"
                  title={given.length > 0 ? text.none : text.noneYet}
                  text={given.length > 0 ? text.noneText : text.noneYetText}
                />
              );
            return (
              <>
                <SubjectTable rows={rows} />
                <p className="px-4 py-3 text-sm text-muted">
                  {asked.hasNextPage ? (
                    <Button onClick={() => void asked.fetchNextPage()} disabled={asked.isFetchingNextPage}>
                      {text.loadMore}
                    </Button>
                  ) : (
                    text.end
                  )}
                </p>
              </>
            );
          }}
        </Answer>
      </div>
    </>
  );
}

function SubjectTable({ rows }: { readonly rows: readonly SubjectLine[] }) {
  const now = useNow(60_000);
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">{text.title}</caption>
      <thead>
        <tr className="border-b border-line">
          <th scope="col" className={`${head} w-36 pl-4 max-sm:w-24`}>
            {text.columns.changed}
          </th>
          <th scope="col" className={head}>
            {text.columns.kind}
          </th>
          <th scope="col" className={head}>
            {text.columns.state}
          </th>
          <th scope="col" className={`${head} max-md:hidden`}>
            {text.columns.customer}
          </th>
          <th scope="col" className={`${head} w-32 pr-4 text-right`}>
            {text.columns.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="relative border-b border-line last:border-0 hover:bg-sunken">
            <td className="px-2 py-2 pl-4 whitespace-nowrap text-muted tabular-nums" title={fullMoment(row.updatedAt)}>
              {momentText(row.updatedAt, now)}
            </td>
            <td className="truncate px-2 py-2">
              <a data-row href={href(['subjects', row.id])} className="font-medium after:absolute after:inset-0">
                {text.kinds[row.kind] ?? row.kind}
              </a>
              {!row.livemode && <span className="ml-2 text-xs text-muted">{words.now.test}</span>}
            </td>
            <td className="truncate px-2 py-2 text-muted">{subjectState(row.code)}</td>
            <td className="truncate px-2 py-2 text-muted max-md:hidden">{row.customer}</td>
            <td className="px-2 py-2 pr-4 text-right whitespace-nowrap tabular-nums">
              {row.amount === null ? '' : moneyText(row.amount)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
