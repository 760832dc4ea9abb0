import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import type { Me } from '../contract.ts';
import { NowPage } from './pages/now/now-page.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { LinkButton } from './parts/button.tsx';
import { Empty, Failed, Loading } from './parts/states.tsx';
import { Account } from './shell/account.tsx';
import { FaultBoundary } from './shell/fault-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { setServerTime } from './state/clock.ts';
import { go, href, usePlace } from './state/router.ts';
import { Session } from './state/session.tsx';
import { words } from './words.ts';

/** Each page is loaded when it is first opened; Now, which is opened first, is there at once. */
const pages: Readonly<Record<string, ComponentType>> = {
  now: NowPage,
  events: lazy(async () => ({ default: (await import('./pages/events/events-pages.tsx')).EventsPages })),
  subjects: lazy(async () => ({ default: (await import('./pages/subjects/subjects-pages.tsx')).SubjectsPages })),
  rules: lazy(async () => ({ default: (await import('./pages/rules/rules-pages.tsx')).RulesPages })),
  revenue: lazy(async () => ({ default: (await import('./pages/revenue/revenue-page.tsx')).RevenuePage })),
  quiet: lazy(async () => ({ default: (await import('./pages/quiet/quiet-page.tsx')).QuietPage })),
  operations: lazy(async () => ({
    default: (await import('./pages/operations/operations-page.tsx')).OperationsPage,
  })),
  setup: lazy(async () => ({ default: (await import('./pages/setup/setup-page.tsx')).SetupPage })),
};

export function App() {
  return (
    <Session
      otherwise={({ error, refetch }) => (
        <div className="mx-auto max-w-prose p-8">
          {error === null ? <Loading /> : <Failed error={error} again={() => void refetch()} />}
        </div>
      )}
    >
      {(me) => <Inside me={me} />}
    </Session>
  );
}

function Inside({ me }: { readonly me: Me }) {
  const { segments } = usePlace();
  const [name] = segments;
  useEffect(() => setServerTime(me.now), [me.now]);
  useEffect(() => {
    if (me.firstRun && name !== 'setup') go(href(['setup']), 'replace');
  }, [me.firstRun, name]);
  if (me.person === null || name === 'sign-in') return <SignInPage me={me} />;
  const Page = pages[name ?? 'now'];
  return (
    <Shell firstRun={me.firstRun} account={<Account person={me.person} />}>
      <FaultBoundary place={segments.join('/')}>
        {Page === undefined ? (
          <Empty title={words.unknownPage.title} text={words.unknownPage.text}>
            <LinkButton to={href(['now'])}>{words.unknownPage.back}</LinkButton>
          </Empty>
        ) : (
          <Suspense fallback={<Loading rows={10} />}>
            <Page />
          </Suspense>
        )}
      </FaultBoundary>
    </Shell>
  );
}
