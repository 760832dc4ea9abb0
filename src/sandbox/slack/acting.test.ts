import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call, errorOf } from './call.test-support.ts';
import type { SlackSandboxOptions } from './model.ts';
import { signSlackRequest } from './people/sign.ts';
import { type SlackSandbox, startSlackSandbox } from './slack-sandbox.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function start(options: SlackSandboxOptions = {}): Promise<{ sandbox: SlackSandbox; clock: TestClock }> {
  const clock = testClock();
  const sandbox = await startSlackSandbox({ clock, channelRate: 0, ...options });
  open.push(() => sandbox.close());
  return { sandbox, clock };
}

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An app's door that keeps what Slack sends it and answers `answer`. */
async function app(answer = ''): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

function payload(heard: Heard | undefined): JsonObject {
  return JSON.parse(new URLSearchParams(heard?.body).get('payload') ?? '{}') as JsonObject;
}

function signatureFits(heard: Heard | undefined, secret: string): boolean {
  const timestamp = heard?.headers['x-slack-request-timestamp'];
  const digest = createHmac('sha256', secret)
    .update(`v0:${String(timestamp)}:${heard?.body}`)
    .digest('hex');
  return heard?.headers['x-slack-signature'] === `v0=${digest}`;
}

const modal = (more: JsonObject = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Refund' },
  submit: { type: 'plain_text', text: 'Refund' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Why' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
  ...more,
});

const card = {
  channel: 'C0FINANCE',
  text: 'card',
  blocks: [
    {
      type: 'actions',
      block_id: 'act',
      elements: [
        { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Acknowledge' }, value: 'v1' },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: { type: 'plain_text', text: 'Mute' }, value: 'mute' },
            { text: { type: 'plain_text', text: 'Why' }, value: 'why' },
          ],
        },
      ],
    },
  ],
};

async function postCard(sandbox: SlackSandbox): Promise<string> {
  const { body } = await call(sandbox, 'chat.postMessage', card);
  if (typeof body['ts'] !== 'string') throw new Error(JSON.stringify(body));
  return body['ts'];
}

describe('people', () => {
  test('the signature is Slack’s v0 over the raw body', () => {
    const headers = signSlackRequest('8f742231b10e8888abcd99yyyzzz85a5', 1_531_420_618, 'token=x');
    expect(headers).toEqual({
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': `v0=${createHmac('sha256', '8f742231b10e8888abcd99yyyzzz85a5').update('v0:1531420618:token=x').digest('hex')}`,
    });
  });

  test('a click on a card carries the message, the action and a response_url that works', async () => {
    const { sandbox } = await start();
    const { url, heard } = await app();
    const ts = await postCard(sandbox);
    await sandbox.people.click({ to: url, user: 'U0ADA', channel: 'C0FINANCE', ts, actionId: 'ack' });
    expect(signatureFits(heard[0], sandbox.signingSecret)).toBe(true);
    const sent = payload(heard[0]);
    expect(sent).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ADA', username: 'ada' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0FINANCE', is_ephemeral: false },
      message: { ts, text: 'card' },
      actions: [{ action_id: 'ack', block_id: 'act', type: 'button', value: 'v1' }],
    });
    const respond = (body: unknown) =>
      fetch(String(sent['response_url'] as string), { method: 'POST', body: JSON.stringify(body) });
    expect((await respond({ replace_original: true, text: 'done' })).status).toBe(200);
    expect(sandbox.messages()[0]).toMatchObject({ text: 'done', blocks: [] });
    expect((await respond({ text: 'only you' })).status).toBe(200);
    expect(sandbox.ephemeral()).toMatchObject([{ text: 'only you', ephemeralFor: 'U0ADA' }]);
  });

  test('F85 a response_url serves five times and for 30 minutes', async () => {
    const { sandbox, clock } = await start();
    const { url, heard } = await app();
    const act = () =>
      sandbox.people.command({ to: url, user: 'U0ADA', channel: 'C0FINANCE', command: '/tillbell', text: 'help' });
    await act();
    await act();
    const urls = heard.map((each) => new URLSearchParams(each.body).get('response_url') ?? '');
    const respond = async (to = '') =>
      (await fetch(to, { method: 'POST', body: '{"text":"x","response_type":"in_channel"}' })).status;
    const answers = [];
    for (let use = 0; use < 6; use += 1) answers.push(await respond(urls[0]));
    expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
    clock.advance(30 * 60_000 + 1);
    expect(await respond(urls[1])).toBe(404);
    expect(sandbox.messages()).toHaveLength(5);
  });

  test('an overflow menu reports the chosen option', async () => {
    const { sandbox } = await start();
    const { url, heard } = await app();
    const ts = await postCard(sandbox);
    const where = { to: url, user: 'U0ADA', channel: 'C0FINANCE', ts };
    await sandbox.people.click({ ...where, actionId: 'more', chosen: 'why' });
    expect(payload(heard[0])['actions']).toMatchObject([{ selected_option: { value: 'why' } }]);
    await expect(sandbox.people.click({ ...where, actionId: 'none' })).rejects.toThrow('no element');
  });

  test('a card in a coloured attachment is clicked as message_attachment', async () => {
    const { sandbox } = await start();
    const { url, heard } = await app();
    const attachments = [{ color: '#ff0000', fallback: 'card', blocks: card.blocks }];
    await call(sandbox, 'chat.postMessage', { channel: 'C0FINANCE', attachments });
    const ts = sandbox.messages()[0]?.ts ?? '';
    await sandbox.people.click({ to: url, user: 'U0ADA', channel: 'C0FINANCE', ts, actionId: 'ack' });
    expect(payload(heard[0])['container']).toMatchObject({ type: 'message_attachment', attachment_id: 1 });
  });

  test('F77 a spoilt request: stale timestamp, foreign secret, retry headers', async () => {
    const { sandbox, clock } = await start();
    const { url, heard } = await app();
    const event = { type: 'app_home_opened', user: 'U0ADA', channel: 'D1' };
    await sandbox.people.event({ to: url, event }, { skewSeconds: -600 });
    await sandbox.people.event({ to: url, event }, { secret: 'other', headers: { 'x-slack-retry-num': '1' } });
    expect(heard[0]?.headers['x-slack-request-timestamp']).toBe(String(Math.floor(clock.now() / 1000) - 600));
    expect(signatureFits(heard[0], sandbox.signingSecret)).toBe(true);
    expect(signatureFits(heard[1], sandbox.signingSecret)).toBe(false);
    expect(heard[1]?.headers['x-slack-retry-num']).toBe('1');
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ type: 'event_callback', team_id: 'T0SANDBOX', event });
  });

  test('act over the control door, as a black-box test does', async () => {
    const { sandbox } = await start();
    const { url, heard } = await app('pong');
    const response = await fetch(`${sandbox.url}/_control/people`, {
      method: 'POST',
      body: JSON.stringify({
        do: 'command',
        to: url,
        user: 'U0ADA',
        channel: 'C0FINANCE',
        command: '/tillbell',
        text: 'x',
      }),
    });
    expect(await response.json()).toEqual({ ok: true, status: 200, body: 'pong' });
    expect(new URLSearchParams(heard[0]?.body).get('command')).toBe('/tillbell');
  });
});

describe('views', () => {
  async function trigger(sandbox: SlackSandbox): Promise<string> {
    const { url, heard } = await app();
    await sandbox.people.command({ to: url, user: 'U0ADA', channel: 'C0FINANCE', command: '/x' });
    return new URLSearchParams(heard[0]?.body).get('trigger_id') ?? '';
  }

  test('a trigger opens one view, within three seconds', async () => {
    const { sandbox, clock } = await start();
    const openView = (id: string, view: JsonObject = modal()) =>
      errorOf(sandbox, 'views.open', { trigger_id: id, view });
    const good = await trigger(sandbox);
    expect(await openView(good)).toBe('ok');
    expect(await openView(good)).toBe('exchanged_trigger_id');
    expect(await openView('1.2.3')).toBe('invalid_trigger_id');
    const late = await trigger(sandbox);
    clock.advance(3001);
    expect(await openView(late)).toBe('expired_trigger_id');
  });

  const wrong: readonly [string, JsonObject, string][] = [
    [
      'a long title',
      { title: { type: 'plain_text', text: 'x'.repeat(25) } },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['input without submit', { submit: null }, 'missing required field: submit [json-pointer:/view]'],
    [
      'long private_metadata',
      { private_metadata: 'x'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'wrong blocks',
      { blocks: [{ type: 'section' }] },
      'must define either `text` or `fields` [json-pointer:/view/blocks/0]',
    ],
    ['a foreign property', { color: 'red' }, 'invalid additional property: color [json-pointer:/view]'],
  ];

  test.each(wrong)('%s is refused', async (_name, more, says) => {
    const { sandbox } = await start();
    const { body } = await call(sandbox, 'views.open', { trigger_id: await trigger(sandbox), view: modal(more) });
    expect(body).toMatchObject({ error: 'invalid_arguments', response_metadata: { messages: [`[ERROR] ${says}`] } });
  });

  test('submitting sends the state, and the answer decides whether the modal stays', async () => {
    const { sandbox } = await start();
    const { body } = await call(sandbox, 'views.open', { trigger_id: await trigger(sandbox), view: modal() });
    const viewId = String((body['view'] as JsonObject)['id'] as string);
    const values = { reason: { text: 'duplicate' } };
    const strict = await app(JSON.stringify({ response_action: 'errors', errors: { reason: 'too short' } }));
    await sandbox.people.viewSubmission({ to: strict.url, user: 'U0ADA', viewId, values });
    expect(sandbox.views()[0]).toMatchObject({ open: true });
    const kind = await app();
    await sandbox.people.viewSubmission({ to: kind.url, user: 'U0ADA', viewId, values });
    expect(sandbox.views()[0]).toMatchObject({ open: false });
    expect(payload(kind.heard[0])).toMatchObject({
      type: 'view_submission',
      view: { id: viewId, state: { values: { reason: { text: { type: 'plain_text_input', value: 'duplicate' } } } } },
    });
    expect(await errorOf(sandbox, 'views.update', { view_id: viewId, view: modal() })).toBe('not_found');
  });

  test('views.update and views.publish mind the hash', async () => {
    const { sandbox } = await start();
    const home = { type: 'home', blocks: [{ type: 'divider' }] };
    const first = await call(sandbox, 'views.publish', { user_id: 'U0ADA', view: home });
    const { id, hash } = first.body['view'] as { id: string; hash: string };
    const again = (more: JsonObject) => errorOf(sandbox, 'views.publish', { user_id: 'U0ADA', view: home, ...more });
    expect(await again({ hash })).toBe('ok');
    expect(await again({ hash })).toBe('hash_conflict');
    expect(await again({})).toBe('ok');
    expect(await again({ user_id: 'U9' })).toBe('invalid_arguments');
    expect(await again({ view: { ...home, submit: { type: 'plain_text', text: 'x' } } })).toBe('invalid_arguments');
    expect(sandbox.views()).toMatchObject([{ id, type: 'home' }]);
  });
});

describe('files', () => {
  test('the SDK’s three calls put a picture into a channel', async () => {
    const { sandbox } = await start();
    const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
    const picture = Buffer.from('picture');
    await client.filesUploadV2({ file: picture, filename: 'chart.png', channel_id: 'C0FINANCE', alt_text: 'a chart' });
    const [file] = sandbox.messages('C0FINANCE')[0]?.files ?? [];
    expect(file).toMatchObject({ name: 'chart.png', mimetype: 'image/png', size: 7, alt_txt: 'a chart' });
    const shown = await fetch(String(file?.['url_private'] as string));
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(picture);
  });

  test('what was never uploaded cannot be completed', async () => {
    const { sandbox } = await start();
    const { body } = await call(sandbox, 'files.getUploadURLExternal', { filename: 'a.png', length: 3 });
    const id = body['file_id'] ?? null;
    expect(await errorOf(sandbox, 'files.completeUploadExternal', { files: [{ id }] })).toBe('file_not_found');
    const upload = async (text: string) =>
      (await fetch(String(body['upload_url'] as string), { method: 'POST', body: text })).status;
    expect(await upload('four')).toBe(400);
    expect(await upload('abc')).toBe(200);
    expect(await errorOf(sandbox, 'files.completeUploadExternal', { files: [{ id }], channel_id: 'C9' })).toBe(
      'channel_not_found',
    );
    expect(await errorOf(sandbox, 'files.completeUploadExternal', { files: [{ id }] })).toBe('ok');
  });
});

describe('OAuth', () => {
  const app1 = { client_id: 'id', client_secret: 'secret' };

  test('a code buys a token once; the token has what was granted', async () => {
    const { sandbox } = await start({ clientId: 'id', clientSecret: 'secret' });
    const code = sandbox.grant(['chat:write'], 'U0ADA');
    const access = (values: JsonObject) => call(sandbox, 'oauth.v2.access', { ...app1, ...values }, null);
    expect((await access({ code, client_id: 'other' })).body['error']).toBe('invalid_client_id');
    expect((await access({ code, client_secret: 'other' })).body['error']).toBe('bad_client_secret');
    expect((await access({ code: 'none' })).body['error']).toBe('invalid_code');
    const { body } = await access({ code });
    expect(body).toMatchObject({ ok: true, token_type: 'bot', scope: 'chat:write', authed_user: { id: 'U0ADA' } });
    expect(await errorOf(sandbox, 'chat.postMessage', card, String(body['access_token'] as string))).toBe('ok');
    expect((await access({ code })).body['error']).toBe('code_already_used');
  });

  test('F56 rotated tokens expire, and each refresh token serves once', async () => {
    const { sandbox, clock } = await start({ clientId: 'id', clientSecret: 'secret', tokenRotation: true });
    const code = sandbox.grant(['chat:write'], 'U0ADA');
    const { body } = await call(sandbox, 'oauth.v2.access', { ...app1, code }, null);
    expect(body['expires_in']).toBe(43_200);
    clock.advance(43_200_000);
    expect(await errorOf(sandbox, 'auth.test', {}, String(body['access_token'] as string))).toBe('token_expired');
    const refresh = () =>
      call(
        sandbox,
        'oauth.v2.access',
        { ...app1, grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? null },
        null,
      );
    const fresh = await refresh();
    expect(await errorOf(sandbox, 'auth.test', {}, String(fresh.body['access_token'] as string))).toBe('ok');
    expect((await refresh()).body['error']).toBe('invalid_refresh_token');
  });

  test('the consent page sends the code and the state back', async () => {
    const { sandbox } = await start({ clientId: 'id', clientSecret: 'secret' });
    const query = new URLSearchParams({
      client_id: 'id',
      scope: 'commands',
      state: 's1',
      redirect_uri: 'http://127.0.0.1:1/back',
    });
    const response = await fetch(`${sandbox.url}/oauth/v2/authorize?${query.toString()}`, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect([back.origin, back.searchParams.get('state')]).toEqual(['http://127.0.0.1:1', 's1']);
    const code = back.searchParams.get('code');
    const other = await call(sandbox, 'oauth.v2.access', { ...app1, code }, null);
    expect(other.body).toMatchObject({ ok: false, error: 'bad_redirect_uri' });
    const redirect_uri = 'http://127.0.0.1:1/back';
    const { body } = await call(sandbox, 'oauth.v2.access', { ...app1, code, redirect_uri }, null);
    expect(body).toMatchObject({ ok: true, scope: 'commands' });
  });
});
