import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { access, type EndpointName, type Me, roles } from '../../contract.ts';
import { useAnswer } from '../api/queries.ts';
import { setCsrf } from '../api/request.ts';
import { closeStream, openStream } from './stream.ts';

const SessionContext = createContext<Me | null>(null);

/** Asks who sits here, hands it to all pages, and holds the stream open while somebody does. */
export function Session({
  children,
  otherwise,
}: {
  readonly children: (me: Me) => ReactNode;
  readonly otherwise: (asked: { error: Error | null; refetch: () => unknown }) => ReactNode;
}) {
  const asked = useAnswer('GET /api/me', {}, { everyMs: 60_000 });
  const me = asked.data;
  // Before the first run there is nothing to stream.
  const signedIn = me !== undefined && me.person !== null && !me.firstRun;
  if (me !== undefined) setCsrf(me.csrf);
  useEffect(() => {
    if (signedIn) openStream();
    else closeStream();
  }, [signedIn]);
  if (me === undefined) return otherwise({ error: asked.error, refetch: asked.refetch });
  return <SessionContext value={me}>{children(me)}</SessionContext>;
}

/** Throws where nobody is asked yet: pages are drawn inside `Session` only. */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (me === null) throw new Error('outside of a session');
  return me;
}

/** Whether the person's role reaches to this endpoint. The server decides; this only hides what it would refuse. */
export function useMayCall(name: EndpointName): boolean {
  const { person } = useMe();
  const needed = access[name];
  return needed === 'public' || (person !== null && roles.indexOf(person.role) >= roles.indexOf(needed));
}
