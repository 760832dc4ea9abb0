import type { Clock } from '../../domain/clock.ts';
import { createFiles, type Files } from './files.ts';
import { fileMethods, knowingFiles } from './methods/files.ts';
import type { Method } from './methods/method.ts';
import { createOauth, type Oauth } from './methods/oauth.ts';
import { methods } from './methods/table.ts';
import { viewMethods } from './methods/views.ts';
import { botScopes, type SandboxCall, type SlackSandboxOptions } from './model.ts';
import { createOpenId, type OpenId } from './openid.ts';
import { createRateLimits, type RateLimits } from './rates.ts';
import { createResponseUrls, type ResponseUrls } from './response-url.ts';
import { createSocketMode, type SocketMode } from './socket/socket-mode.ts';
import { createSteering, type Steering } from './steering.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { createViews, type Views } from './views.ts';
import type { Webhook } from './webhook.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** Everything of one stand-in but its HTTP. */
export interface Parts {
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  readonly webhook: Webhook;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly files: Files;
  readonly oauth: Oauth;
  readonly openId: OpenId;
  readonly socketMode: SocketMode;
  readonly responseUrls: ResponseUrls;
  readonly steering: Steering;
  readonly calls: SandboxCall[];
  readonly methods: Readonly<Record<string, Method>>;
  readonly botToken: string;
  /** `xapp-…`, for Socket Mode. */
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly editWindowSeconds: number | null;
}

const defaults = {
  botToken: 'xoxb-000000000000-000000000000-SandboxSandboxSandbox',
  appToken: 'xapp-1-A0SANDBOX-1-sandboxsandboxsandbox',
  signingSecret: '5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c',
  clientId: '1000000000.2000000000',
  clientSecret: 'sandbox-client-secret',
  channels: [{ id: 'C0FINANCE', name: 'finance', people: ['U0ADA', 'U0GRACE'] }],
  users: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', email: 'ada@example.com' },
    { id: 'U0GRACE', name: 'grace', realName: 'Grace Hopper', email: 'grace@example.com' },
  ],
  userGroups: [{ id: 'S0FINANCE', handle: 'finance', users: ['U0ADA'] }],
} as const;

/** `address`: where the stand-in listens, once it does. */
export function createParts(options: SlackSandboxOptions, clock: Clock, address: () => string): Parts {
  const workspace = createWorkspace(clock);
  for (const channel of options.channels ?? defaults.channels) workspace.addChannel(channel);
  for (const user of options.users ?? defaults.users) workspace.users.set(user.id, user);
  for (const group of options.userGroups ?? defaults.userGroups) workspace.userGroups.set(group.id, group);
  const botToken = options.botToken ?? defaults.botToken;
  const tokens = createTokens(clock);
  tokens.issue(botToken, options.scopes ?? botScopes);
  const appToken = options.appToken ?? defaults.appToken;
  tokens.issue(appToken, ['connections:write']);
  const first = [...workspace.channels.keys()][0] ?? defaults.channels[0].id;
  const webhook: Webhook = {
    path: '/services/T0SANDBOX/B0SANDBOX/sandboxsandboxsandbox',
    channel: workspace.channel(options.webhookChannel ?? first),
    state: 'active',
  };
  const channelRate = options.channelRate ?? 1;
  const clientId = options.clientId ?? defaults.clientId;
  const clientSecret = options.clientSecret ?? defaults.clientSecret;
  const views = createViews(workspace);
  const triggers = createTriggers(clock);
  const files = createFiles(workspace);
  const oauth = createOauth({
    tokens,
    clientId,
    clientSecret,
    rotation: options.tokenRotation ?? false,
    now: () => clock.now(),
  });
  const openId = createOpenId({
    workspace,
    clock,
    clientId,
    clientSecret: options.clientSecret ?? defaults.clientSecret,
    issuer: address,
  });
  const socketMode = createSocketMode(clock, address);
  return {
    clock,
    workspace,
    tokens,
    webhook,
    views,
    triggers,
    files,
    oauth,
    openId,
    socketMode,
    botToken,
    appToken,
    clientId,
    clientSecret,
    limits: createRateLimits({
      clock,
      channelRate,
      channelBurst: options.channelBurst ?? 1,
      tierLimits: options.tierLimits ?? channelRate !== 0,
    }),
    responseUrls: createResponseUrls(workspace),
    steering: createSteering({ workspace, tokens, botToken, webhook }),
    calls: [],
    methods: {
      ...knowingFiles(methods, files),
      ...viewMethods(views, triggers),
      ...fileMethods(files),
      ...oauth.methods,
      ...openId.methods,
      ...socketMode.methods,
    },
    signingSecret: options.signingSecret ?? defaults.signingSecret,
    editWindowSeconds: options.editWindowSeconds ?? null,
  };
}
