import { useState } from 'react';
import type { ActionProgress, DialogueInput } from '../../../contract-subjects.ts';
import { queryClient, useAnswer, useChange } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { AreaField, SelectField, TextField } from '../../parts/field.tsx';
import { Mrkdwn } from '../../parts/mrkdwn.tsx';
import { Answer, Failed } from '../../parts/states.tsx';
import { words } from '../../words.ts';

const text = words.subjects;

/** Follows one action from the click to its end, and shows what Slack would ask in a modal. */
export function ActionDialog({
  id,
  label,
  onClose,
}: {
  readonly id: string;
  readonly label: string;
  readonly onClose: () => void;
}) {
  const [followed, setFollowed] = useState(id);
  const asked = useAnswer(
    'GET /api/actions/:id',
    { path: { id: followed } },
    { everyMs: (progress) => (progress === undefined || (progress.open && progress.dialogue === null) ? 700 : false) },
  );
  const close = () => {
    void queryClient.invalidateQueries({ queryKey: ['GET /api/subjects/:id'] });
    onClose();
  };
  return (
    <Dialog title={asked.data?.dialogue?.title ?? label} onClose={close}>
      <Answer asked={asked} rows={3}>
        {(progress) => (
          <>
            {progress.dialogue === null ? (
              <p role="status" className="flex items-center gap-2">
                <Badge feeling={feelingOf(progress)}>{text.progress[progress.state] ?? progress.state}</Badge>
                {progress.reason !== null && <span>{progress.reason.text}</span>}
              </p>
            ) : (
              <Form key={progress.id} progress={progress} dialogue={progress.dialogue} onSubmitted={setFollowed} />
            )}
            {progress.said.map((line) => (
              <Mrkdwn key={line} text={line} />
            ))}
            {progress.dialogue?.submit === null || !progress.open ? (
              <div className="mt-4 flex justify-end">
                <Button onClick={close}>{text.close}</Button>
              </div>
            ) : null}
          </>
        )}
      </Answer>
    </Dialog>
  );
}

function feelingOf(progress: ActionProgress) {
  if (progress.state === 'done') return 'good';
  return progress.state === 'failed' || progress.state === 'refused' ? 'bad' : 'info';
}

function initialOf(input: DialogueInput): string {
  if (input.type === 'amount') return input.initial;
  return input.type === 'choice' ? (input.initial ?? input.options[0]?.value ?? '') : '';
}

function Form({
  progress,
  dialogue,
  onSubmitted,
}: {
  readonly progress: ActionProgress;
  readonly dialogue: NonNullable<ActionProgress['dialogue']>;
  readonly onSubmitted: (action: string) => void;
}) {
  const submit = useChange('POST /api/actions/:id/submit');
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(dialogue.inputs.map((input) => [input.id, initialOf(input)])),
  );
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit.mutate(
          { path: { id: progress.id }, body: { values } },
          { onSuccess: ({ action }) => onSubmitted(action) },
        );
      }}
    >
      {dialogue.lines.map((line) => (
        <Mrkdwn key={line} text={line} />
      ))}
      {dialogue.inputs.map((input) => (
        <Input
          key={input.id}
          input={input}
          value={values[input.id] ?? ''}
          onChange={(value) => setValues({ ...values, [input.id]: value })}
        />
      ))}
      {submit.error !== null && <Failed error={submit.error} />}
      {dialogue.submit !== null && (
        <div className="flex justify-end">
          <Button look="primary" type="submit" disabled={submit.isPending}>
            {dialogue.submit}
          </Button>
        </div>
      )}
    </form>
  );
}

function Input({
  input,
  value,
  onChange,
}: {
  readonly input: DialogueInput;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const common = { label: input.label, value };
  if (input.type === 'choice')
    return <SelectField {...common} options={input.options} onChange={(event) => onChange(event.target.value)} />;
  if (input.type === 'text')
    return (
      <AreaField
        {...common}
        rows={3}
        maxLength={input.longest}
        required={!input.optional}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <TextField
      {...common}
      required
      {...(input.type === 'person' ? { placeholder: text.person } : { inputMode: 'decimal' as const })}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
