import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';

export const webhookSecret = 'whsec_crash_test_secret_0001';
export const channels = [
  { id: 'C0FINANCE', name: 'finance', private: true },
  { id: 'C0SALES', name: 'sales' },
] as const;

// Two lanes, so that one may be killed while the other is in flight; updates follow soon, so that most runs see some.
const yaml = (deadline: string) => `stripe:
  accounts:
    main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", channel_rate: 0 }
settle: 100ms
channels:
  finance: { id: C0FINANCE, privacy: full }
  sales: { id: C0SALES }
routes:
  - { name: urgent, topics: [disputes, fraud], to: [finance], severity: critical, deadline: ${deadline} }
  - { name: everything, topics: ["*"], to: [finance, sales], deadline: ${deadline} }
`;

/** A data folder with its configuration, and the environment under which the service runs on it. */
export interface ServiceFolder {
  readonly path: string;
  readonly configFile: string;
  readonly database: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** What waits longer than `deadline` is folded. */
export function serviceFolder(slack: Pick<SlackSandbox, 'apiUrl' | 'botToken'>, deadline = '5s'): ServiceFolder {
  const path = mkdtempSync(join(tmpdir(), 'tillbell-crash-'));
  const configFile = join(path, 'tillbell.yaml');
  writeFileSync(configFile, yaml(deadline));
  return {
    path,
    configFile,
    database: join(path, 'data', 'tillbell.db'),
    env: {
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_CHANNEL: 'C0FINANCE',
      TILLBELL_SLACK_API_URL: slack.apiUrl,
      TILLBELL_SLACK_CHANNEL_RATE: '0',
      TILLBELL_DATA: join(path, 'data'),
      PORT: '0',
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
