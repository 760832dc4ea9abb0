import { type ReactNode, useEffect } from 'react';
import { Dot } from '../parts/badge.tsx';
import { IconButton } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useKeys } from '../state/keyboard.ts';
import { go, href, usePlace } from '../state/router.ts';
import { useLine } from '../state/stream.ts';
import { setTheme, type Theme, themes, useTheme } from '../state/theme.ts';
import { words } from '../words.ts';
import { Bell } from './bell.tsx';

const pageNames = ['now', 'events', 'subjects', 'rules', 'revenue', 'quiet', 'operations'] as const;
type PageName = (typeof pageNames)[number] | 'setup';

/** The frame of every page: navigation at the side, on a phone above. */
export function Shell({
  account,
  firstRun,
  children,
}: {
  readonly account: ReactNode;
  /** Nothing is configured: there is one page. */
  readonly firstRun: boolean;
  readonly children: ReactNode;
}) {
  const { segments } = usePlace();
  const current = segments[0] ?? 'now';
  useEffect(() => {
    const name = (words.pages as Readonly<Record<string, string>>)[current];
    document.title = name === undefined ? words.product : `${name} · ${words.product}`;
  }, [current]);
  useKeys({
    '/': (event) => {
      event.preventDefault();
      focusSearch();
    },
  });
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <button
        type="button"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:bg-raised focus:p-2"
        onClick={() => document.getElementById('main')?.focus()}
      >
        {words.skip}
      </button>
      <aside className="flex flex-col border-line bg-side max-md:border-b md:sticky md:top-0 md:h-dvh md:border-r">
        <div className="flex h-13 shrink-0 items-center gap-2 px-4">
          <Bell />
          <span className="font-semibold tracking-tight">{words.product}</span>
          <div className="ml-auto md:hidden">
            <ThemeButton />
          </div>
        </div>
        <nav aria-label={words.navigation} className="overflow-x-auto px-2 max-md:pb-2 md:py-1">
          <ul className="flex gap-0.5 md:flex-col">
            {(firstRun ? (['setup'] as const) : pageNames).map((name) => (
              <li key={name}>
                <PageLink name={name} current={name === current} />
              </li>
            ))}
          </ul>
        </nav>
        <div className="mt-auto flex items-center gap-2 border-line px-4 py-2 max-md:hidden md:border-t">
          {!firstRun && <Line />}
          <div className="ml-auto">
            <ThemeButton />
          </div>
        </div>
        {account}
      </aside>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 pt-5 pb-16 outline-none md:px-8 md:pt-6">
        <div className="mx-auto max-w-[82rem]">{children}</div>
      </main>
    </div>
  );
}

function PageLink({ name, current }: { readonly name: PageName; readonly current: boolean }) {
  return (
    <a
      href={href([name])}
      aria-current={current ? 'page' : undefined}
      className={`flex min-h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium whitespace-nowrap ${current ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-sunken hover:text-text'}`}
    >
      <Icon name={name satisfies IconName} />
      {words.pages[name]}
    </a>
  );
}

function Line() {
  const line = useLine();
  const feeling = line === 'live' ? 'good' : line === 'lost' ? 'bad' : 'neutral';
  return (
    <p role="status" className="flex min-w-0 items-center gap-2 text-xs text-muted">
      <Dot feeling={feeling} />
      {words.line[line]}
    </p>
  );
}

const themeIcon: Readonly<Record<Theme, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' };

function ThemeButton() {
  const { theme } = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <IconButton icon={themeIcon[theme]} label={words.theme.next(words.theme[theme])} onClick={() => setTheme(next)} />
  );
}

/** To the page's own search if it has one, else to that of the events. */
function focusSearch(): void {
  const here = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (here !== null) {
    here.focus();
    here.select();
  } else go(href(['events'], { focus: '1' }));
}
