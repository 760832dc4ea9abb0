import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MadePair, makeCertificate } from '../../test/tls/certificate.ts';
import { outgoingTls, servedTls } from './doctor-tls.ts';

const day = 86_400_000;
const now = Date.now();
const pair = makeCertificate({ notAfter: now + 40.5 * day });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function served(made: MadePair, options: { publicUrl?: string; at?: number } = {}) {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, made.cert);
  writeFileSync(keyFile, made.key);
  const config = { tls: { certFile, keyFile, minVersion: 'TLSv1.3' }, publicUrl: options.publicUrl ?? null } as const;
  return servedTls(config, options.at ?? now);
}

describe('doctor: the certificate of the doors', () => {
  test('says until when and for whom it is, and what is spoken', () => {
    expect(served(pair)).toMatchObject([
      {
        level: 'well',
        text: expect.stringMatching(/^valid until \d{4}-.*, for localhost, 127\.0\.0\.1; TLS 1\.3 or newer/),
      },
    ]);
    expect(servedTls({ tls: null, publicUrl: null }, now)).toEqual([]);
  });

  test.each([
    ['near its end', {}, now + 30 * day, 'warning', /ends on .*, in 10 days/],
    ['expired', {}, now + 50 * day, 'fault', /expired/],
    ['not valid yet', {}, now - 3 * day, 'fault', /not valid yet/],
  ])('%s', (_name, options, at, level, text) => {
    expect(served(pair, { ...options, at })).toMatchObject([{ level, text: expect.stringMatching(text) }]);
  });

  test('for another host than that of public_url', () => {
    expect(served(pair, { publicUrl: 'https://localhost' })).toHaveLength(1);
    expect(served(pair, { publicUrl: 'https://tillbell.example.com' })).toMatchObject([
      { level: 'well' },
      { level: 'fault', text: 'is not for tillbell.example.com, the host of public_url' },
    ]);
  });

  test('with the key of another', () => {
    expect(served({ cert: pair.cert, key: makeCertificate({ notAfter: now + day }).key })).toMatchObject([
      { level: 'fault', text: expect.stringContaining('belongs to another certificate') },
    ]);
  });
});

describe('doctor: TLS with the services outside', () => {
  const roots = getCACertificates('default');
  afterEach(() => setDefaultCACertificates(roots));

  async function speaking(options: TlsOptions, work: (url: URL) => Promise<void>): Promise<void> {
    const server = createServer({ cert: pair.cert, key: pair.key, ...options });
    // A client that does not trust ends in the middle of the handshake.
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(new URL(`https://localhost:${(server.address() as AddressInfo).port}`));
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('the version that is spoken is said: %s', async (version) => {
    setDefaultCACertificates([...roots, pair.cert]);
    await speaking({ minVersion: version, maxVersion: version }, async (url) => {
      expect(await outgoingTls('Stripe', url, now)).toMatchObject({
        level: 'well',
        about: 'Stripe TLS',
        text: `${version} and a valid certificate (40 days left)`,
      });
    });
  });

  test('a certificate that nobody trusts is a fault with its code', async () => {
    await speaking({}, async (url) => {
      expect(await outgoingTls('Slack', url, now)).toMatchObject({
        level: 'fault',
        text: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT)'),
      });
    });
  });
});
