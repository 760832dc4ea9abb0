import { usePages } from '../../api/queries.ts';
import { AuditList } from '../../parts/audit-list.tsx';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { words } from '../../words.ts';

const text = words.operations;

export function Audit() {
  const asked = usePages('GET /api/audit', {});
  return (
    <Panel title={text.tabs.audit} flush>
      <Answer asked={asked} rows={10}>
        {({ pages }) => (
          <>
            <AuditList lines={pages.flatMap(({ items }) => items)} none={text.audit.none} />
            {asked.hasNextPage && (
              <p className="px-4 py-3">
                <Button disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {text.audit.loadMore}
                </Button>
              </p>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}
