import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Config } from '../config/config.ts';
import { expiryOf } from '../tls/expiry.ts';
import { loadPair } from '../tls/pair.ts';
import { type Finding, ill, well } from './finding.ts';

/** The certificate of Tillbell's own doors: readable, with its key, and for how long. `now` in milliseconds. */
export function servedTls(config: Pick<Config, 'tls' | 'publicUrl'>, now: number): Finding[] {
  const { tls, publicUrl } = config;
  if (tls === null) return [];
  const about = 'certificate';
  const read = loadPair(tls, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) {
    const file = read.which === 'cert' ? tls.certFile : tls.keyFile;
    return [ill('fault', about, `${file} ${read.reason.text}`, read.hint)];
  }
  const { pair } = read;
  const until = new Date(pair.notAfter).toISOString().slice(0, 10);
  const expiry = expiryOf(pair, now);
  const renew = 'renew it: new files are taken while the service runs';
  if (expiry.kind === 'expired') return [ill('fault', about, `expired on ${until}: Stripe and Slack refuse it`, renew)];
  if (expiry.kind === 'not-yet') return [ill('fault', about, 'is not valid yet', 'check the clock of this machine')];
  const host = publicUrl === null ? null : new URL(publicUrl).hostname;
  const findings = [
    expiry.kind === 'soon'
      ? ill('warning', about, `ends on ${until}, in ${expiry.days} days`, renew)
      : well(
          about,
          `valid until ${until}, for ${pair.names.join(', ')}; ${tls.minVersion.replace('v', ' ')} or newer is spoken`,
        ),
  ];
  if (host !== null && !pair.names.some((name) => covers(name, host))) {
    findings.push(ill('fault', about, `is not for ${host}, the host of public_url`, 'make one that names this host'));
  }
  return findings;
}

/** Whether a certificate's name means `host`; a star stands for exactly one label (RFC 6125). */
function covers(name: string, host: string): boolean {
  const [first, ...rest] = host.toLowerCase().split('.');
  const wanted = name.toLowerCase();
  return wanted === host.toLowerCase() || (first !== undefined && rest.length > 1 && wanted === `*.${rest.join('.')}`);
}

/** The TLS that is spoken with a service outside: its version, and whether its certificate is trusted and for how long. */
export function outgoingTls(name: string, url: URL, now: number): Promise<Finding> {
  const about = `${name} TLS`;
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: url.hostname,
        port: url.port === '' ? 443 : Number(url.port),
        // A server name is never an address (RFC 6066).
        ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
        timeout: 10_000,
      },
      () => {
        const version = socket.getProtocol() ?? 'unknown';
        const until = Date.parse(socket.getPeerCertificate().valid_to);
        const days = Math.floor((until - now) / 86_400_000);
        resolve(
          version === 'TLSv1.3' || version === 'TLSv1.2'
            ? well(about, `${version} and a valid certificate${Number.isNaN(days) ? '' : ` (${days} days left)`}`)
            : ill('fault', about, `${version} is spoken`, 'a proxy between speaks what is long broken: renew it'),
        );
        socket.end();
      },
    );
    const refuse = (error: { code?: string } | null) => {
      const why = error?.code === undefined ? '' : ` (${error.code})`;
      resolve(
        ill(
          'fault',
          about,
          `no valid TLS connection to ${url.host}${why}`,
          'a proxy between may replace certificates: add its root to NODE_EXTRA_CA_CERTS',
        ),
      );
      socket.destroy();
    };
    socket.on('error', refuse);
    socket.on('timeout', () => refuse(null));
  });
}
