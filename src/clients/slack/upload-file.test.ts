import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import { Secret } from '../../domain/secret.ts';
import type { SandboxFault } from '../../sandbox/slack/faults.ts';
import type { SlackSandboxOptions } from '../../sandbox/slack/model.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { createBotSender } from './bot-sender.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { request } from './sending.test-support.ts';
import { createSlackFiles } from './upload-file.ts';
import { createWebClient } from './web-client.ts';

const token = 'xoxb-000000000000-secretsecretsecret';
const file = { name: 'chart.png', bytes: new Uint8Array([137, 80, 78, 71]), title: 'Net revenue', alt: 'Line chart' };
const open: { close(): Promise<void> }[] = [];
const produced: unknown[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  expectNoSecret(produced.splice(0), [token, 'Bearer']);
});

async function start(options: SlackSandboxOptions = {}) {
  const clock: TestClock = testClock();
  const sandbox: SlackSandbox = await startSlackSandbox({ clock, channelRate: 0, botToken: token, ...options });
  open.push(sandbox);
  const client = createWebClient({ token: new Secret(token), apiUrl: sandbox.apiUrl });
  const files = createSlackFiles(client, { apiUrl: sandbox.apiUrl });
  const upload = async (given = file) => {
    const outcome = await files.upload(given);
    produced.push(outcome);
    return outcome;
  };
  const show = (fileId: string) => {
    const picture = { type: 'image', slack_file: { id: fileId }, alt_text: 'Line chart' } as const;
    return createBotSender(client).post(request({ message: { text: 'Revenue', blocks: [picture], color: null } }));
  };
  return { clock, sandbox, client, upload, show };
}

describe('a picture', () => {
  test('goes up in three calls and is shown by the block that names it, once Slack is done with it', async () => {
    const { clock, sandbox, upload, show } = await start();
    const uploaded = await upload();
    if (uploaded.kind !== 'uploaded') throw new Error(uploaded.reason.text);
    expect(sandbox.calls.map(({ method, ok }) => [method, ok])).toEqual([
      ['files.getUploadURLExternal', true],
      ['upload', true],
      ['files.completeUploadExternal', true],
    ]);
    expect(await show(uploaded.fileId)).toMatchObject({ kind: 'degrade', reason: { code: 'invalid_blocks' } });
    expect(await show('F0UNKNOWN')).toMatchObject({ kind: 'degrade' });
    clock.advance(1_000);
    expect(await show(uploaded.fileId)).toMatchObject({ kind: 'sent' });
  });

  test.each<[string, SandboxFault, object]>([
    [
      'throttled',
      { kind: 'throttle', retryAfter: 7, method: 'files.getUploadURLExternal' },
      { kind: 'retry', afterMs: 7_000 },
    ],
    [
      'lost answer',
      { kind: 'lost', how: 'reset', method: 'files.completeUploadExternal' },
      { kind: 'retry', afterMs: null },
    ],
    [
      'upload address away',
      { kind: 'status', status: 503, method: 'upload' },
      { kind: 'retry', reason: { code: 'upload_503' } },
    ],
    ['upload cut', { kind: 'lost', how: 'reset', method: 'upload' }, { kind: 'retry' }],
  ])('%s: again, for nobody sees a file that no message names', async (_name, fault, expected) => {
    const { sandbox, upload } = await start();
    sandbox.faults.add(fault);
    expect(await upload()).toMatchObject(expected);
  });

  test('without the scope, with a revoked token: refused, with Slack’s reason', async () => {
    const bare = await start({ scopes: ['chat:write'] });
    expect(await bare.upload()).toMatchObject({ kind: 'refused', reason: { code: 'missing_scope' } });
    const empty = await start();
    expect(await empty.upload({ ...file, bytes: new Uint8Array() })).toMatchObject({ kind: 'refused' });
  });

  test('goes to no address but Slack’s (F76)', async () => {
    const asked: string[] = [];
    const server = createServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, upload_url: 'http://localhost:9/steal', file_id: 'F0AAAAAAA' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const address = server.address();
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/api/`;
    const client = createWebClient({ token: new Secret(token), apiUrl });
    const outcome = await createSlackFiles(client, { apiUrl }).upload(file);
    expect(outcome).toMatchObject({ kind: 'refused', reason: { code: 'not_slack' } });
    expect(asked).toEqual(['/api/files.getUploadURLExternal']);
  });
});
