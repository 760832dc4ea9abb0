import type { ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Failed } from '../../parts/states.tsx';

/** A few fields with their button, and what the service said where it refused. */
export function ChangeForm({
  change,
  submit,
  onSubmit,
  children,
}: {
  readonly change: { readonly isPending: boolean; readonly error: Error | null };
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly children?: ReactNode;
}) {
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {change.error !== null && <Failed error={change.error} />}
      <div>
        <Button look="primary" type="submit" disabled={change.isPending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
