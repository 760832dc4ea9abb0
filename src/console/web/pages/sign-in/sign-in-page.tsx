import { useEffect, useRef } from 'react';
import type { Me } from '../../../contract.ts';
import { useChange } from '../../api/queries.ts';
import { LinkButton } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Failed } from '../../parts/states.tsx';
import { Bell } from '../../shell/bell.tsx';
import { words } from '../../words.ts';

const text = words.signIn;

/** `/sign-in#token=…` from a one-time link. Read once, and taken out of the address before anything else happens. */
function takeToken(): string | null {
  const token = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(null, '', location.pathname);
  return token;
}

/** Where the reader wanted to go when he was asked to sign in. */
function back(): string {
  return location.pathname === '/sign-in' ? '/' : `${location.pathname}${location.search}`;
}

/** To the console itself, where a link of the sign-in had led to `/sign-in`. */
function leave(): void {
  location.replace('/');
}

export function SignInPage({ me }: { readonly me: Me }) {
  const signIn = useChange('POST /api/sign-in/link');
  const tried = useRef(false);
  const { mutate } = signIn;
  useEffect(() => {
    if (tried.current) return;
    tried.current = true;
    const token = takeToken();
    if (token !== null) mutate({ body: { token } }, { onSuccess: leave });
    else if (me.person !== null) leave();
  }, [mutate, me.person]);
  const code = new URLSearchParams(location.search).get('error');
  const refused = code === null ? null : (me.signInErrors[code] ?? text.refused(code));
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-[24rem] rounded-lg border border-line bg-raised p-6">
        <div className="flex items-center gap-2.5">
          <Bell className="size-8" />
          <h1 className="text-lg font-semibold tracking-tight">{text.title}</h1>
        </div>
        {refused !== null && (
          <p role="alert" className="mt-4 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
            <Icon name="warning" className="mt-0.5" />
            {refused}
          </p>
        )}
        {signIn.isPending && (
          <p role="status" className="mt-4 text-muted">
            {text.pending}
          </p>
        )}
        {signIn.error !== null && <Failed error={signIn.error} />}
        {me.signIn.slack && (
          <div className="mt-5">
            <LinkButton look="primary" to={`/console/sign-in?back=${encodeURIComponent(back())}`}>
              {text.slack}
            </LinkButton>
            <p className="mt-2 text-sm text-muted">{text.slackAbout}</p>
          </div>
        )}
        {me.signIn.link && (
          <div className={me.signIn.slack ? 'mt-5 border-t border-line pt-4' : 'mt-5'}>
            <p className="font-medium">{me.signIn.slack ? text.orLink : text.link}</p>
            <p className="mt-1 text-sm text-muted">{text.linkAbout}</p>
            <code className="mt-2 block rounded-md bg-sunken px-3 py-2 text-sm select-all">{text.command}</code>
          </div>
        )}
      </div>
    </main>
  );
}
