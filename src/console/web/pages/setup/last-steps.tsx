import { useState } from 'react';
import type { Setup } from '../../../contract-setup.ts';
import { useAnswer, useChange } from '../../api/queries.ts';
import { Button } from '../../parts/button.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Facts } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { words } from '../../words.ts';
import { ChangeForm } from './change-form.tsx';

const text = words.setup;

export function ChannelStep() {
  const asked = useAnswer('GET /api/setup/channels');
  const change = useChange('POST /api/setup/channel', ['GET /api/setup']);
  const [id, setId] = useState('');
  return (
    <ChangeForm
      change={change}
      submit={text.channel.submit}
      onSubmit={() => {
        if (id !== '') change.mutate({ body: { id } });
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
  const change = useChange('POST /api/setup/test', ['GET /api/setup']);
  return (
    <ChangeForm change={change} submit={text.test.submit} onSubmit={() => change.mutate({})}>
      <p className="text-sm">{text.test.about}</p>
    </ChangeForm>
  );
}

export function FinishStep({ setup }: { readonly setup: Setup }) {
  const change = useChange('POST /api/setup/finish', ['GET /api/setup', 'GET /api/me']);
  return (
    <ChangeForm change={change} submit={text.finish.submit} onSubmit={() => change.mutate({})}>
      <p className="text-sm">{text.finish.about}</p>
      {setup.written !== null && (
        <Facts
          rows={[
            [text.finish.file, setup.written.file],
            [text.finish.secrets, setup.written.secretsFile],
          ]}
        />
      )}
    </ChangeForm>
  );
}
