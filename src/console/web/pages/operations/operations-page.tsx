import { PageHead } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { href, usePlace } from '../../state/router.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { Audit } from './audit.tsx';
import { Overview } from './overview.tsx';
import { Stopped } from './stopped.tsx';
import { Verify } from './verify.tsx';

const text = words.operations;

/** `/operations` the overview · `/stopped`, `/verify`, `/audit`. */
export function OperationsPage() {
  const { segments } = usePlace();
  const current = segments[1] ?? 'overview';
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <Tabs
        label={text.title}
        current={current}
        tabs={Object.entries(text.tabs).map(([id, label]) => ({
          id,
          label,
          to: href(id === 'overview' ? ['operations'] : ['operations', id]),
        }))}
      />
      <Part name={current} />
    </>
  );
}

function Part({ name }: { readonly name: string }) {
  const mayVerify = useMayCall('POST /api/operations/verify');
  const mayAudit = useMayCall('GET /api/audit');
  if (name === 'stopped') return <Stopped />;
  if (name === 'verify') return mayVerify ? <Verify /> : <Forbidden />;
  if (name === 'audit') return mayAudit ? <Audit /> : <Forbidden />;
  return <Overview />;
}

function Forbidden() {
  return <Empty icon="lock" title={words.failed.forbidden} text={text.audit.forbidden} />;
}
