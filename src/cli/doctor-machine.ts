import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { outgoingTls, servedTls } from './doctor-tls.ts';
import { type Finding, ill, well } from './finding.ts';

// Below this a busy day could fill the disk before anybody looks.
const enoughBytes = 500 * 1024 * 1024;
// Stripe refuses nothing by our clock, but we refuse signatures over 300 s off; half a minute is worth a look.
const clockSkewWarningMs = 30_000;

/** The data folder, the disk, the clock against the two services, and the TLS that is spoken with them. */
export async function machineFindings(config: Config, clock: Clock): Promise<Finding[]> {
  const findings = config.databaseUrl === null ? dataFolder(config.dataFolder) : [];
  findings.push(...servedTls(config, clock.now()));
  const hosts = [
    ['Slack', config.slack.apiUrl ?? 'https://slack.com/api/'],
    ['Stripe', config.stripe.apiUrl ?? 'https://api.stripe.com'],
  ] as const;
  for (const [name, url] of hosts) findings.push(...(await reach(name, new URL(url), clock)));
  return findings;
}

function dataFolder(folder: string): Finding[] {
  if (!existsSync(folder)) return [well('data folder', `${folder} will be made at the first start`)];
  const findings: Finding[] = [];
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    findings.push(well('data folder', `${folder} can be written to`));
  } catch {
    return [
      ill(
        'fault',
        'data folder',
        `${folder} cannot be written to`,
        'give it to the user that runs tillbell, or set TILLBELL_DATA',
      ),
    ];
  }
  const key = join(folder, 'encryption.key');
  if (existsSync(key) && (statSync(key).mode & 0o077) !== 0) {
    findings.push(ill('warning', 'encryption key', `${key} can be read by others`, `chmod 600 ${key}`));
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = Number(bavail) * Number(bsize);
  if (free < enoughBytes)
    findings.push(
      ill(
        'warning',
        'disk',
        `${Math.round(free / 1024 / 1024)} MB are free`,
        'make room: a full disk refuses webhooks (Stripe repeats them for three days)',
      ),
    );
  return findings;
}

async function reach(name: string, url: URL, clock: Clock): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    const asked = clock.now();
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    const date = Date.parse(response.headers.get('date') ?? '');
    const skew = Number.isNaN(date) ? 0 : asked - date;
    if (Math.abs(skew) > clockSkewWarningMs) {
      const level = Math.abs(skew) > 300_000 ? 'fault' : 'warning';
      findings.push(
        ill(
          level,
          'clock',
          `this machine's clock is ${Math.round(skew / 1000)} s off ${name}'s`,
          'switch on time synchronisation (timedatectl set-ntp true)',
        ),
      );
    } else findings.push(well(`${name} reachable`, `${url.host} answers, the clocks agree`));
  } catch {
    findings.push(
      ill(
        'fault',
        `${name} reachable`,
        `${url.host} does not answer`,
        `allow this machine to reach ${url.host}, or set the proxy that leads there`,
      ),
    );
    return findings;
  }
  if (url.protocol === 'https:') findings.push(await outgoingTls(name, url, clock.now()));
  else
    findings.push(
      ill(
        'warning',
        `${name} TLS`,
        `${url.host} is spoken to without TLS`,
        'fine for a stand-in on this machine, never for the real service',
      ),
    );
  return findings;
}
