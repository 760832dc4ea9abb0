import { useState } from 'react';
import type { EventAct } from '../../../contract-events.ts';
import { useChange } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Failed } from '../../parts/states.tsx';
import { words } from '../../words.ts';

const text = words.events;
const acts: readonly EventAct[] = ['replay', 'reroute', 'release'];

/** What can be done with the selected events; each is asked about once more. */
export function ActBar({ seqs, onDone }: { readonly seqs: readonly number[]; readonly onDone: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="text-sm font-medium">
        {text.selected(seqs.length)}
      </span>
      <ActButtons seqs={seqs} acts={acts} onDone={onDone} />
      <Button look="bare" onClick={onDone}>
        {text.deselect}
      </Button>
    </div>
  );
}

export function ActButtons({
  seqs,
  acts: possible,
  onDone,
}: {
  readonly seqs: readonly number[];
  readonly acts: readonly EventAct[];
  readonly onDone?: () => void;
}) {
  const [asked, setAsked] = useState<EventAct | null>(null);
  const [said, setSaid] = useState('');
  const change = useChange('POST /api/events/act', ['GET /api/events', 'GET /api/events/:seq']);
  const act = (chosen: EventAct) =>
    change.mutate(
      { body: { act: chosen, seqs } },
      {
        onSuccess: ({ done }) => {
          setAsked(null);
          setSaid(done === 0 ? text.doneNone : text.done(done));
          onDone?.();
        },
      },
    );
  return (
    <>
      {possible.map((one) => (
        <Button key={one} onClick={() => setAsked(one)}>
          {text.acts[one]}
        </Button>
      ))}
      <span role="status" className="text-sm text-muted">
        {said}
      </span>
      {asked !== null && (
        <Dialog title={text.confirm(text.acts[asked], seqs.length)} onClose={() => setAsked(null)}>
          <p>{text.actAbout[asked]}</p>
          {change.error !== null && <Failed error={change.error} />}
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setAsked(null)}>{text.cancel}</Button>
            <Button look="primary" disabled={change.isPending} onClick={() => act(asked)}>
              {text.acts[asked]}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
