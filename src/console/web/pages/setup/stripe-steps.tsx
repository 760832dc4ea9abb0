import { useState } from 'react';
import { TextField } from '../../parts/field.tsx';
import { words } from '../../words.ts';
import { ChangeForm } from './change-form.tsx';
import { useSetupChange } from './setup-change.ts';

const text = words.setup;

export function StripeStep() {
  const change = useSetupChange('POST /api/setup/stripe');
  const [apiKey, setApiKey] = useState('');
  return (
    <ChangeForm change={change} submit={text.stripe.submit} onSubmit={() => change.mutate({ apiKey: apiKey.trim() })}>
      <div className="text-sm">
        <p>{text.stripe.about}</p>
        <ul className="mt-1 list-disc pl-5 text-muted">
          {text.stripe.permissions.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
      <TextField
        label={text.stripe.key}
        hint={text.stripe.keyHint}
        type="password"
        required
        value={apiKey}
        onChange={(event) => setApiKey(event.target.value)}
      />
    </ChangeForm>
  );
}

export function EndpointStep() {
  const made = useSetupChange('POST /api/setup/endpoint');
  const given = useSetupChange('POST /api/setup/endpoint');
  const [publicUrl, setPublicUrl] = useState(location.protocol === 'https:' ? location.origin : '');
  const [webhookSecret, setSecret] = useState('');
  return (
    <div className="grid gap-5">
      <ChangeForm
        change={made}
        submit={text.endpoint.submit}
        onSubmit={() => made.mutate({ publicUrl: publicUrl.trim() })}
      >
        <p className="text-sm">{text.endpoint.about}</p>
        <TextField
          label={text.endpoint.publicUrl}
          hint={text.endpoint.publicUrlHint}
          type="url"
          required
          value={publicUrl}
          onChange={(event) => setPublicUrl(event.target.value)}
        />
      </ChangeForm>
      <div className="border-t border-line pt-4">
        <p className="mb-2 text-sm font-medium">{text.endpoint.or}</p>
        <ChangeForm
          change={given}
          submit={text.endpoint.submitSecret}
          onSubmit={() => given.mutate({ webhookSecret: webhookSecret.trim() })}
        >
          <TextField
            label={text.endpoint.secret}
            hint={text.endpoint.secretHint}
            type="password"
            required
            value={webhookSecret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </ChangeForm>
      </div>
    </div>
  );
}
