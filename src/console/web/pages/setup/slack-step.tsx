import { useState } from 'react';
import type { Setup } from '../../../contract-setup.ts';
import { useAnswer } from '../../api/queries.ts';
import { Button, LinkButton } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { Answer } from '../../parts/states.tsx';
import { words } from '../../words.ts';
import { ChangeForm } from './change-form.tsx';
import { useSetupChange } from './setup-change.ts';

const text = words.setup.slack;

export function SlackStep({ setup }: { readonly setup: Setup }) {
  const { endpointUrl } = setup.stripe;
  // With a public address people can act from Slack, and the app needs more scopes for it.
  const query = endpointUrl === null ? {} : { publicUrl: new URL(endpointUrl).origin };
  const manifest = useAnswer('GET /api/setup/manifest', { query }, { once: true });
  const change = useSetupChange('POST /api/setup/slack');
  const [botToken, setToken] = useState('');
  const [signingSecret, setSigning] = useState('');
  return (
    <div className="grid gap-4">
      <p className="text-sm">{text.about}</p>
      {setup.slack.missingScopes.length > 0 && (
        <p role="alert" className="text-sm text-warn">
          {text.missing(setup.slack.missingScopes.join(', '))}
        </p>
      )}
      <Answer asked={manifest} rows={4}>
        {(found) => (
          <div className="grid gap-2">
            <div className="flex flex-wrap gap-2">
              <LinkButton look="primary" to={found.url} icon="out" outside>
                {text.create}
              </LinkButton>
              <Button onClick={() => void navigator.clipboard?.writeText(found.manifest)}>{text.copy}</Button>
            </div>
            <details className="text-sm">
              <summary className="w-fit text-muted">{text.manifest}</summary>
              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
                tabIndex={0}
                className="mt-2 max-h-60 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
              >
                {found.manifest}
              </pre>
            </details>
          </div>
        )}
      </Answer>
      <ChangeForm
        change={change}
        submit={text.submit}
        onSubmit={() =>
          change.mutate({
            botToken: botToken.trim(),
            ...(signingSecret.trim() === '' ? {} : { signingSecret: signingSecret.trim() }),
          })
        }
      >
        <p className="text-sm">{text.afterwards}</p>
        <TextField
          label={text.token}
          hint={text.tokenHint}
          type="password"
          required
          value={botToken}
          onChange={(event) => setToken(event.target.value)}
        />
        <TextField
          label={text.signing}
          hint={text.signingHint}
          type="password"
          value={signingSecret}
          onChange={(event) => setSigning(event.target.value)}
        />
      </ChangeForm>
    </div>
  );
}
