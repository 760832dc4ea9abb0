import { isIP } from 'node:net';
import type { Config } from '../config/config.ts';
import type { Posture } from '../console/guard.ts';

type Reached = Pick<Config, 'host' | 'publicUrl' | 'trustedProxies' | 'tls' | 'console'>;

/**
 * Who may reach the console. Without sign-in it is this machine's alone: as soon as anything in the configuration says that
 * others come (an address that is not loopback, a public one, a proxy in front), it is closed.
 */
export function postureOf(config: Reached): Posture {
  const { console: settings, publicUrl } = config;
  const alone = isLoopback(config.host) && (publicUrl === null || isLoopback(new URL(publicUrl).hostname));
  const mode = settings.signIn !== null ? 'signed' : alone && config.trustedProxies.length === 0 ? 'local' : 'closed';
  return { mode, publicOrigin: publicUrl === null ? null : new URL(publicUrl).origin, tls: config.tls !== null };
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
