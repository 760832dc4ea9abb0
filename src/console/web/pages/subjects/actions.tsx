import { useState } from 'react';
import type { SubjectDetail } from '../../../contract-subjects.ts';
import { useChange } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Failed } from '../../parts/states.tsx';
import { words } from '../../words.ts';
import { ActionDialog } from './action-dialog.tsx';

const text = words.subjects;
const grave = new Set([
  'refund',
  'fraud_refund',
  'void_invoice',
  'mark_uncollectible',
  'cancel_subscription',
  'accept_dispute',
]);

/** The buttons of the card. Each works as a click in Slack does: stored first, then performed, then on record. */
export function Actions({ detail }: { readonly detail: SubjectDetail }) {
  const { actions, actionsNote, subject, cards } = detail;
  const [running, setRunning] = useState<{ action: string; label: string } | null>(null);
  const act = useChange('POST /api/subjects/:id/act');
  const channel = cards.find(({ state }) => state === 'posted')?.channel ?? cards[0]?.channel ?? detail.card?.channel;
  if (actions.length === 0 && actionsNote === null) return null;
  return (
    <Panel title={text.actions}>
      <p className="text-sm text-muted">{actionsNote ?? text.actionsAbout}</p>
      {channel !== undefined && actions.length > 0 && (
        <div className="mt-3 flex flex-wrap gap-2">
          {actions.map((action) => (
            <Button
              key={action.value}
              look={grave.has(action.verb) ? 'danger' : 'plain'}
              disabled={act.isPending || actionsNote !== null}
              onClick={() =>
                act.mutate(
                  { path: { id: subject.id }, body: { value: action.value, channel } },
                  { onSuccess: (answer) => setRunning({ action: answer.action, label: action.label }) },
                )
              }
            >
              {action.label}
            </Button>
          ))}
        </div>
      )}
      {act.error !== null && <Failed error={act.error} />}
      {running !== null && (
        <ActionDialog key={running.action} id={running.action} label={running.label} onClose={() => setRunning(null)} />
      )}
    </Panel>
  );
}
