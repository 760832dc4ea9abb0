import type { Me } from '../../contract.ts';
import { useChange } from '../api/queries.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words.ts';

/** Who sits here, with which role. */
export function Account({ person }: { readonly person: NonNullable<Me['person']> }) {
  const signOut = useChange('POST /api/sign-out', ['GET /api/me']);
  return (
    <div className="flex items-center gap-2 border-t border-line px-4 py-2 text-xs max-md:hidden">
      <Icon name="person" className="text-muted" />
      <p className="min-w-0">
        <span className="block truncate font-medium">{person.via === 'local' ? words.account.local : person.name}</span>
        <span className="block text-muted">{words.account.roles[person.role]}</span>
      </p>
      {person.via !== 'local' && (
        <Button look="bare" className="ml-auto px-2" disabled={signOut.isPending} onClick={() => signOut.mutate({})}>
          {words.account.signOut}
        </Button>
      )}
    </div>
  );
}
