import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../domain/secret.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { createWebClient } from './web-client.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

test('F68 the token goes to the API and nowhere else, and no print of the client shows it', async () => {
  const asked: [string, string | undefined][] = [];
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    asked.push([request.url ?? '', request.headers.authorization]);
    request.resume();
    const upload = request.url === '/upload';
    response.end(
      upload ? 'OK - 3' : JSON.stringify({ ok: true, upload_url: `${base}/upload`, file_id: 'F1', files: [] }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const client = createWebClient({ token: new Secret('xoxb-secret'), apiUrl });
  await client.filesUploadV2({ file: Buffer.from('abc'), filename: 'a.png' });
  expect(asked).toEqual([
    ['/api/files.getUploadURLExternal', 'Bearer xoxb-secret'],
    ['/upload', undefined],
    ['/api/files.completeUploadExternal', 'Bearer xoxb-secret'],
  ]);
  expectNoSecret([client], ['xoxb-secret']);
});
