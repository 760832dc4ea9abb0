import { type FormEvent, useState } from 'react';
import type { RouteNode } from '../../../contract-rules.ts';
import { useAnswer, useChange } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CheckField } from '../../parts/check-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { type Option, SelectField, TextField } from '../../parts/field.tsx';
import { Failed } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.quiet.form;
const options = (of: Readonly<Record<string, string>>): Option[] =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

function names(routes: readonly RouteNode[]): string[] {
  return routes.flatMap((route) => [route.name, ...names(route.routes)]);
}

const blank = {
  customer: '',
  product: '',
  route: '',
  channel: '',
  everything: false,
  length: '3600000',
  reason: '',
  effect: 'digest',
  critical: false,
};
type Draft = typeof blank;

/** A silence as in Slack: what, how long, why, and what happens at its end. */
export function SilenceForm({ onClose }: { readonly onClose: () => void }) {
  const { channels } = useMe();
  const now = useNow();
  const rules = useAnswer('GET /api/rules');
  const create = useChange('POST /api/silences', ['GET /api/quiet']);
  const [draft, setDraft] = useState<Draft>(blank);
  const [fault, setFault] = useState<string | null>(null);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const any = { value: '', label: text.any };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { customer, product, route, channel } = draft;
    const given = Object.entries({ customer, product, route, channel }).filter(([, value]) => value.trim() !== '');
    if (given.length === 0 && !draft.everything) {
      setFault(text.nothing);
      return;
    }
    setFault(null);
    create.mutate(
      {
        body: {
          matcher: { ...Object.fromEntries(given), ...(draft.everything ? { everything: true } : {}) },
          until: now + Number(draft.length),
          reason: draft.reason.trim(),
          effect: draft.effect === 'drop' ? 'drop' : 'digest',
          critical: draft.critical,
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={text.title} onClose={onClose}>
      <form className="grid gap-3" onSubmit={submit}>
        <p className="text-sm text-muted">{text.about}</p>
        <div className="grid grid-cols-2 gap-3">
          <SelectField
            label={text.channel}
            value={draft.channel}
            options={[any, ...channels.map(({ name }) => ({ value: name, label: `#${name}` }))]}
            onChange={(event) => set({ channel: event.target.value })}
          />
          <SelectField
            label={text.route}
            value={draft.route}
            options={[any, ...names(rules.data?.routes ?? []).map((name) => ({ value: name, label: name }))]}
            onChange={(event) => set({ route: event.target.value })}
          />
          <TextField
            label={text.customer}
            placeholder="cus_…"
            value={draft.customer}
            onChange={(event) => set({ customer: event.target.value })}
          />
          <TextField
            label={text.product}
            placeholder="prod_…"
            value={draft.product}
            onChange={(event) => set({ product: event.target.value })}
          />
        </div>
        <CheckField
          label={text.everything}
          hint={text.everythingHint}
          checked={draft.everything}
          onChange={(everything) => set({ everything })}
        />
        <div className="grid grid-cols-2 gap-3">
          <SelectField
            label={text.length}
            value={draft.length}
            options={options(text.lengths)}
            onChange={(event) => set({ length: event.target.value })}
          />
          <SelectField
            label={text.effect}
            value={draft.effect}
            options={options(text.effects)}
            onChange={(event) => set({ effect: event.target.value })}
          />
        </div>
        <TextField
          label={text.reason}
          hint={text.reasonHint}
          value={draft.reason}
          required
          maxLength={200}
          onChange={(event) => set({ reason: event.target.value })}
        />
        <CheckField label={text.critical} checked={draft.critical} onChange={(critical) => set({ critical })} />
        {fault !== null && (
          <p role="alert" className="text-sm text-bad">
            {fault}
          </p>
        )}
        {create.error !== null && <Failed error={create.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button look="primary" type="submit" disabled={create.isPending}>
            {text.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
