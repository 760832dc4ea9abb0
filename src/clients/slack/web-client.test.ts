import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../domain/secret.ts';
import { classifyError } from './classify-error.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { createWebClient } from './web-client.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

type Answering = (request: IncomingMessage, response: ServerResponse, base: string) => void;

async function serve(answer: Answering): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

const token = new Secret('xoxb-secret');

test('F68 the token goes to the API and nowhere else, and no print of the client shows it', async () => {
  const asked: [string, string | undefined][] = [];
  const apiUrl = await serve((request, response, base) => {
    asked.push([request.url ?? '', request.headers.authorization]);
    const given = { ok: true, upload_url: `${base}/upload`, file_id: 'F1', files: [] };
    response.end(request.url === '/upload' ? 'OK - 3' : JSON.stringify(given));
  });
  const client = createWebClient({ token, apiUrl });
  await client.filesUploadV2({ file: Buffer.from('abc'), filename: 'a.png' });
  expect(asked).toEqual([
    ['/api/files.getUploadURLExternal', 'Bearer xoxb-secret'],
    ['/upload', undefined],
    ['/api/files.completeUploadExternal', 'Bearer xoxb-secret'],
  ]);
  expectNoSecret([client], ['xoxb-secret']);
});

test.each(['maintenance', '"is_archived"', '[]', 'null'])(
  'F63 status 200 and the body %s is no answer of Slack',
  async (body) => {
    const apiUrl = await serve((_request, response) => response.end(body));
    const error = await createWebClient({ token, apiUrl })
      .apiCall('chat.postMessage')
      .catch((thrown: unknown) => thrown);
    expect(classifyError(error)).toMatchObject({ kind: 'ambiguous', reason: { code: 'invalid_answer' } });
  },
);

test('F76 a redirect is not followed, so the token goes nowhere else', async () => {
  const asked: string[] = [];
  const apiUrl = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const error = await createWebClient({ token, apiUrl })
    .apiCall('auth.test')
    .catch((thrown: unknown) => thrown);
  expect(classifyError(error)).toMatchObject({ kind: 'retry', reason: { code: 'http_307' } });
  expect(asked).toEqual(['/api/auth.test']);
});
