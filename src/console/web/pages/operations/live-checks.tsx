import type { LiveCheck } from '../../../contract-operations.ts';
import { useChange } from '../../api/queries.ts';
import { agoText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Failed } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.operations;

/** What Stripe sends and Slack allows, against what the routes need: asked only when a person wants to know. */
export function LiveChecks() {
  const now = useNow(5_000);
  const mayCheck = useMayCall('POST /api/operations/check');
  const check = useChange('POST /api/operations/check');
  const fix = useChange('POST /api/operations/endpoint');
  const found = fix.data ?? check.data;
  const error = fix.error ?? check.error;
  return (
    <Panel
      title={text.subscription}
      flush
      actions={
        mayCheck && (
          <Button
            disabled={check.isPending}
            onClick={() => {
              fix.reset();
              check.mutate({});
            }}
          >
            {check.isPending ? text.checking : text.check}
          </Button>
        )
      }
    >
      {error !== null && <Failed error={error} />}
      {found === undefined ? (
        <p className="p-4 text-muted">{text.subscriptionAbout}</p>
      ) : (
        <div aria-live="polite">
          <p className="border-b border-line px-4 py-2 text-sm text-muted">{text.checkedAt(agoText(found.at, now))}</p>
          <StripeChecks
            checks={found.stripe}
            busy={fix.isPending}
            onFix={(account, endpoint) => fix.mutate({ body: { account, endpoint } })}
          />
          <SlackChecks checks={found.slack} />
        </div>
      )}
    </Panel>
  );
}

function Verdict({ ok, name, said }: { readonly ok: boolean; readonly name: string; readonly said: string }) {
  return (
    <p className="flex gap-2">
      <Icon name={ok ? 'check' : 'warning'} className={`mt-0.5 ${ok ? 'text-good' : 'text-warn'}`} />
      <span>
        <span className="font-medium">{name}</span> <span className="text-muted">{said}</span>
      </span>
    </p>
  );
}

function Types({ label, types }: { readonly label: string; readonly types: readonly string[] }) {
  if (types.length === 0) return null;
  return (
    <details className="text-sm" open={types.length < 8}>
      <summary className="w-fit text-muted">
        {label} ({types.length})
      </summary>
      <p className="mt-1 font-mono text-xs wrap-anywhere">{types.join(' ')}</p>
    </details>
  );
}

function StripeChecks({
  checks,
  busy,
  onFix,
}: {
  readonly checks: LiveCheck['stripe'];
  readonly busy: boolean;
  readonly onFix: (account: string, endpoint: string) => void;
}) {
  const mayFix = useMayCall('POST /api/operations/endpoint');
  return checks.map((check) => (
    <div key={check.account} className="grid gap-2 border-b border-line px-4 py-3">
      <Verdict ok={check.ok} name={check.account} said={check.text} />
      {check.endpoints.map((endpoint) => (
        <div key={endpoint.id} className="grid gap-1.5 rounded-md border border-line p-3">
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <code className="min-w-0 font-mono text-xs wrap-anywhere">{endpoint.url}</code>
            <Badge feeling={endpoint.ours ? 'good' : 'neutral'}>
              {endpoint.ours ? text.endpointOurs : text.endpointOther}
            </Badge>
            <Badge feeling={endpoint.status === 'enabled' ? 'good' : 'bad'}>{endpoint.status}</Badge>
          </p>
          {endpoint.ours && endpoint.missing.length === 0 && <p className="text-sm text-good">{text.complete}</p>}
          <Types label={text.missing} types={endpoint.missing} />
          <Types label={text.unneeded} types={endpoint.unneeded} />
          {mayFix && endpoint.fixable && endpoint.missing.length > 0 && (
            <div>
              <Button look="primary" disabled={busy} onClick={() => onFix(check.account, endpoint.id)}>
                {text.fix}
              </Button>
            </div>
          )}
        </div>
      ))}
    </div>
  ));
}

function SlackChecks({ checks }: { readonly checks: LiveCheck['slack'] }) {
  return checks.map((check) => (
    <div key={check.workspace} className="grid gap-2 border-b border-line px-4 py-3 last:border-0">
      <Verdict ok={check.ok} name={check.workspace} said={check.text} />
      {check.scopes.missing.length > 0 ? (
        <p className="text-sm text-warn">
          {text.scopesMissing}: {check.scopes.missing.join(', ')}
        </p>
      ) : (
        check.scopes.granted.length > 0 && <p className="text-sm text-muted">{text.scopesComplete}</p>
      )}
      {check.channels.map((channel) => (
        <Verdict key={channel.name} ok={channel.ok} name={`#${channel.name}`} said={channel.text} />
      ))}
    </div>
  ));
}
