import type { Operations } from '../../../contract-operations.ts';
import { useAnswer } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { agoText, dateText, lengthText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { href } from '../../state/router.ts';
import { words } from '../../words.ts';
import { LiveChecks } from './live-checks.tsx';

const text = words.operations;
const yearMs = 365 * 86_400_000;

export function Overview() {
  const asked = useAnswer('GET /api/operations', {}, { everyMs: 10_000 });
  return (
    <Answer asked={asked} rows={14}>
      {(operations) => (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid min-w-0 gap-4">
            <Attention operations={operations} />
            <Accounts accounts={operations.accounts} />
            <Workspaces workspaces={operations.workspaces} />
          </div>
          <div className="grid min-w-0 gap-4">
            <LiveChecks />
            <Keys keys={operations.keys} />
            <Panel title={text.service}>
              <Facts
                rows={[
                  [text.version, operations.version],
                  [text.database, text.databases[operations.database]],
                  [text.retention, lengthText(operations.retentionMs)],
                ]}
              />
            </Panel>
          </div>
        </div>
      )}
    </Answer>
  );
}

function Attention({ operations }: { readonly operations: Operations }) {
  const rows = [
    [text.parked, operations.parked, href(['operations', 'stopped'], { state: 'parked' })],
    [text.dead, operations.dead, href(['operations', 'stopped'], { state: 'dead' })],
    [text.quarantined, operations.quarantined, href(['events'], { state: 'quarantined' })],
    [text.failed, operations.failed, href(['events'], { state: 'failed' })],
  ] as const;
  const none = rows.every(([, count]) => count === 0);
  return (
    <Panel title={text.attention} flush>
      {none ? (
        <p className="p-4 text-muted">{text.attentionNone}</p>
      ) : (
        <ul>
          {rows.map(([label, count, to]) => (
            <li key={label} className="border-b border-line last:border-0">
              <a href={to} className="flex items-center gap-3 px-4 py-2 hover:bg-sunken">
                {label}
                <span className={`ml-auto tabular-nums ${count > 0 ? 'font-semibold text-bad' : 'text-muted'}`}>
                  {countText(count)}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Accounts({ accounts }: { readonly accounts: Operations['accounts'] }) {
  const now = useNow(5_000);
  return (
    <Panel title={text.accounts} flush>
      {accounts.length === 0 && <p className="p-4 text-muted">{text.accountsNone}</p>}
      <ul>
        {accounts.map((account) => (
          <li key={account.name} className="border-b border-line px-4 py-2.5 last:border-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{account.name}</span>
              {account.livemode !== null && <Badge>{account.livemode ? text.live : text.test}</Badge>}
              <Badge feeling={account.apiKey ? 'good' : 'neutral'}>{account.apiKey ? text.key : text.keyNone}</Badge>
              <code className="ml-auto font-mono text-xs text-muted">{account.door}</code>
            </p>
            <p className="text-sm text-muted tabular-nums">
              {text.secrets(account.webhookSecrets)} ·{' '}
              {account.lastWebhookAt === null ? text.noWebhook : text.lastWebhook(agoText(account.lastWebhookAt, now))}{' '}
              · {text.lastHour(countText(account.webhooksLastHour))}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Workspaces({ workspaces }: { readonly workspaces: Operations['workspaces'] }) {
  return (
    <Panel title={text.workspaces} flush>
      <ul>
        {workspaces.map((workspace) => (
          <li key={workspace.name} className="border-b border-line px-4 py-2.5 last:border-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{workspace.name}</span>
              <Badge>{text.modes[workspace.mode]}</Badge>
              {workspace.paused !== null && <Badge feeling="bad">{text.paused}</Badge>}
            </p>
            {workspace.paused !== null && <p className="text-sm text-bad">{workspace.paused.text}</p>}
            <p className="text-sm text-muted">{workspace.acting ? text.acting : text.notActing}</p>
            <ul className="mt-1.5 flex flex-wrap gap-1.5">
              {workspace.channels.map((channel) => (
                <li
                  key={channel.name}
                  className="rounded-md border border-line px-2 py-0.5 text-sm"
                  title={channel.lane}
                >
                  <span className="font-medium">#{channel.name}</span>{' '}
                  <span className="text-muted">{channel.privacy}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Keys({ keys }: { readonly keys: Operations['keys'] }) {
  const now = useNow(60_000);
  const old = keys.some((key) => key.newest && key.since !== null && now - key.since > yearMs);
  return (
    <Panel title={text.keys} flush>
      {keys.length === 0 && <p className="p-4 text-muted">{text.keysNone}</p>}
      <ul>
        {keys.map((key) => (
          <li key={key.keyId} className="border-b border-line px-4 py-2.5 last:border-0">
            <p className="flex items-center gap-2">
              <code className="font-mono text-sm">{key.keyId}</code>
              {key.newest && <Badge feeling="good">{text.keyNewest}</Badge>}
              <span className="ml-auto text-sm text-muted tabular-nums">{text.keyRows(countText(key.rows))}</span>
            </p>
            {key.since !== null && (
              <p className="text-sm text-muted">
                {text.keySince(dateText(key.since), lengthText(Math.max(0, now - key.since)))}
              </p>
            )}
          </li>
        ))}
      </ul>
      {old && (
        <p className="border-t border-line px-4 py-2.5 text-sm">
          {text.keyAbout} <code className="font-mono text-xs">{text.keyRotate}</code>
        </p>
      )}
    </Panel>
  );
}
