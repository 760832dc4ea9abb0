import { useState } from 'react';
import { useAnswer } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Answer } from '../../parts/states.tsx';
import { words } from '../../words.ts';
import { ChangeForm } from './change-form.tsx';
import { useSetupChange } from './setup-change.ts';

const text = words.setup;

export function ChannelStep() {
  const asked = useAnswer('GET /api/setup/channels');
  const change = useSetupChange('POST /api/setup/channel');
  const [id, setId] = useState('');
  return (
    <ChangeForm
      change={change}
      submit={text.channel.submit}
      onSubmit={() => {
        if (id !== '') change.mutate({ id });
      }}
    >
      <p className="text-sm">{text.channel.about}</p>
      <Answer asked={asked} rows={2}>
        {({ channels }) => (
          <div className="flex items-end gap-2">
            <div className="flex-1">
              <SelectField
                label={text.channel.channel}
                value={id}
                required
                onChange={(event) => setId(event.target.value)}
                options={[
                  { value: '', label: text.channel.choose },
                  ...channels.map((channel) => ({
                    value: channel.id,
                    label: [
                      `#${channel.name}`,
                      channel.private && text.channel.private,
                      !channel.member && text.channel.invite,
                    ]
                      .filter(Boolean)
                      .join(' · '),
                  })),
                ]}
              />
            </div>
            <Button onClick={() => void asked.refetch()}>{text.channel.again}</Button>
          </div>
        )}
      </Answer>
    </ChangeForm>
  );
}

export function TestStep() {
  const change = useSetupChange('POST /api/setup/test');
  return (
    <ChangeForm change={change} submit={text.test.submit} onSubmit={() => change.mutate({})}>
      <p className="text-sm">{text.test.about}</p>
    </ChangeForm>
  );
}

export function FinishStep() {
  const change = useSetupChange('POST /api/setup/finish');
  return (
    <ChangeForm change={change} submit={text.finish.submit} onSubmit={() => change.mutate({})}>
      <p className="text-sm">{text.finish.about}</p>
    </ChangeForm>
  );
}
