import { expect, test } from 'vitest';
import { testClock } from '../../test/clock.ts';
import { makeCertificate } from '../../test/tls/certificate.ts';
import { type Pair, readPair } from './pair.ts';
import { watchPair } from './watch.ts';

const notAfter = Date.now() + 90 * 86_400_000;
const files = { certFile: 'cert.pem', keyFile: 'key.pem', minVersion: 'TLSv1.3' } as const;

test('F110 the files are looked at every ten seconds: a right pair is served once, a wrong one is refused once and changes nothing', () => {
  const clock = testClock();
  const [one, two] = [makeCertificate({ notAfter }), makeCertificate({ notAfter })];
  const disk = new Map([
    ['cert.pem', one.cert],
    ['key.pem', one.key],
  ]);
  const first = readPair(one.cert, one.key);
  if (!first.ok) throw new Error(first.reason.text);
  const served: Pair[] = [];
  const refused: string[] = [];
  const watched = watchPair({
    files,
    first: first.pair,
    clock,
    readFile: (path) => disk.get(path) ?? '',
    serve: (pair) => served.push(pair),
    onRefused: ({ text }) => refused.push(text),
  });
  clock.advance(60_000);
  expect([served, refused]).toEqual([[], []]);
  // The certificate is replaced first and its key a little later, as most renewal tools do.
  disk.set('cert.pem', two.cert);
  clock.advance(30_000);
  expect(served).toEqual([]);
  expect(refused).toEqual(['key.pem belongs to another certificate: name the key that the certificate was made for']);
  expect(watched.current().cert).toBe(one.cert);
  expect(watched.refused()?.code).toBe('tls_pair');
  disk.set('key.pem', two.key);
  clock.advance(30_000);
  expect(served.map(({ cert }) => cert)).toEqual([two.cert]);
  expect(watched.refused()).toBeNull();
  watched.stop();
  disk.clear();
  clock.advance(60_000);
  expect(refused).toHaveLength(1);
});
