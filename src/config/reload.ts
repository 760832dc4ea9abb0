import { Secret } from '../domain/secret.ts';
import type { Config } from './config.ts';

export interface Reloaded {
  /** The new configuration, with what cannot change while running kept as it was. */
  readonly config: Config;
  /** Keys whose new value holds at once. */
  readonly changed: readonly string[];
  /** Keys whose new value holds only after a restart. */
  readonly needsRestart: readonly string[];
}

/** Bound to sockets, open files and long-lived clients when the process starts. */
const startOnly = [
  'host',
  'port',
  'tls',
  'dataFolder',
  'databaseUrl',
  'encryptionKey',
  'trustedProxies',
  'leaseMs',
  'stripe.apiUrl',
  'slack.mode',
  'slack.botToken',
  'slack.apiUrl',
  'slack.appToken',
  'slack.oauth',
  'slack.channelRate',
] as const;

const sections = [
  'host',
  'port',
  'dataFolder',
  'databaseUrl',
  'encryptionKey',
  'trustedProxies',
  'retention',
  'timezone',
  'locale',
  'channels',
  'routes',
  'quiet',
  'rates',
  'cards',
  'settleMs',
  'leaseMs',
  'deadlineMs',
  'publicUrl',
  'summaries',
  'sync',
  'actions',
  'tls',
  'alerts',
  'incidents',
  'console',
  'disputes',
  'anomalies',
] as const satisfies readonly (keyof Config)[];
const stripeKeys = [
  'accounts',
  'toleranceSeconds',
  'apiUrl',
  'ipAllowList',
  'ipListUrl',
] as const satisfies readonly (keyof Config['stripe'])[];
const slackKeys = [
  'mode',
  'botToken',
  'signingSecret',
  'webhookUrl',
  'apiUrl',
  'channelRate',
  'appToken',
  'oauth',
] as const satisfies readonly (keyof Config['slack'])[];

/** What of a newly loaded, valid configuration can be taken now. Secrets are compared, never shown: keys are all that it names. */
export function reloadable(current: Config, next: Config): Reloaded {
  const differing = [
    ...sections.filter((key) => !same(current[key], next[key])),
    ...stripeKeys.filter((key) => !same(current.stripe[key], next.stripe[key])).map((key) => `stripe.${key}`),
    ...slackKeys.filter((key) => !same(current.slack[key], next.slack[key])).map((key) => `slack.${key}`),
  ];
  const needsRestart = differing.filter((key) => startOnly.some((fixed) => fixed === key));
  const { host, port, tls, dataFolder, databaseUrl, encryptionKey, trustedProxies, leaseMs } = current;
  const { mode, botToken, apiUrl, appToken, oauth, channelRate } = current.slack;
  return {
    config: {
      ...next,
      host,
      port,
      tls,
      dataFolder,
      databaseUrl,
      encryptionKey,
      trustedProxies,
      leaseMs,
      stripe: { ...next.stripe, apiUrl: current.stripe.apiUrl },
      slack: { ...next.slack, mode, botToken, apiUrl, appToken, oauth, channelRate },
    },
    changed: differing.filter((key) => !needsRestart.includes(key)),
    needsRestart,
  };
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof Secret && b instanceof Secret) return a.reveal() === b.reveal();
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (a instanceof Secret || b instanceof Secret || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  // The first account is the one that the door without a name means: order is part of the value.
  const keys = [...left.keys()];
  return (
    keys.length === right.size &&
    keys.join('\n') === [...right.keys()].join('\n') &&
    keys.every((key) => same(left.get(key), right.get(key)))
  );
}
