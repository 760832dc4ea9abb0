import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/domain/json.ts';
import { call } from '../../src/sandbox/slack/call.test-support.ts';
import { signSlackRequest } from '../../src/sandbox/slack/people/sign.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { validateBlocks } from '../../src/sandbox/slack/validate-blocks.ts';
import { testClock } from '../clock.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/slack-samples/', import.meta.url));
const sample = (name: string): JsonObject => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as JsonObject;

/** Where the stand-in differs on purpose from samples of 2021, by path. */
const elsewhere = new Set([
  'message.subtype', // modern bot messages have none
  'message.username',
  'message.attachments', // only where attachments were sent
  'team.enterprise_id', // the sandbox is no part of an enterprise
  'team.enterprise_name',
  'team.icon.image_34',
  'team.icon.image_44',
  'team.icon.image_68',
  'team.icon.image_88',
  'team.icon.image_102',
  'team.icon.image_132',
  'enterprise.id',
  'enterprise.name',
  'authed_user.access_token', // user tokens are never asked for
  'authed_user.scope',
  'authed_user.token_type',
  'user.profile.avatar_hash',
  'channels.num_members',
]);

function kindOf(value: JsonValue | undefined): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** Paths of the sample that the answer lacks or has in another type. */
function missing(of: JsonValue | undefined, answer: JsonValue | undefined, path = ''): string[] {
  if (elsewhere.has(path) || /\.image_(original|\d+)$/.test(path)) return [];
  if (of === null || answer === null) return [];
  if (kindOf(of) !== kindOf(answer)) return [`${path}: ${kindOf(of)} expected, not ${kindOf(answer)}`];
  if (Array.isArray(of) && Array.isArray(answer)) {
    return of.length === 0 || answer.length === 0 ? [] : missing(of[0], answer[0], path);
  }
  if (!isObject(of) || !isObject(answer)) return [];
  if (path.endsWith('blocks') || path.endsWith('state')) return [];
  return Object.entries(of).flatMap(([name, value]) =>
    missing(value, answer[name], path === '' ? name : `${path}.${name}`),
  );
}

describe.runIf(existsSync(folder))('the stand-in answers in the shape of Slack’s own samples', () => {
  let sandbox: SlackSandbox;
  let ts = '';

  beforeAll(async () => {
    sandbox = await startSlackSandbox({
      clock: testClock(),
      channelRate: 0,
      clientId: 'id',
      clientSecret: 'secret',
      scopes: [
        'chat:write',
        'channels:read',
        'channels:join',
        'im:write',
        'team:read',
        'users:read',
        'users:read.email',
        'links:write',
      ],
    });
    const posted = await call(sandbox, 'chat.postMessage', { channel: 'C0FINANCE', text: 'see https://example.com/1' });
    ts = String(posted.body['ts'] as string);
  });
  afterAll(() => sandbox.close());

  const link = 'https://example.com/1';
  const modal = {
    type: 'modal',
    title: { type: 'plain_text', text: 'T' },
    blocks: [{ type: 'divider' }],
    submit: { type: 'plain_text', text: 'Go' },
  };
  const oauth = { client_id: 'id', client_secret: 'secret' };
  const good: readonly [string, () => JsonObject | Promise<JsonObject>][] = [
    ['auth.test', () => ({})],
    ['chat.postMessage', () => ({ channel: 'C0FINANCE', text: 'x' })],
    ['chat.update', () => ({ channel: 'C0FINANCE', ts, text: 'see https://example.com/1' })],
    ['chat.getPermalink', () => ({ channel: 'C0FINANCE', message_ts: ts })],
    ['chat.unfurl', () => ({ channel: 'C0FINANCE', ts, unfurls: { [link]: { text: 'x' } } })],
    ['chat.postEphemeral', () => ({ channel: 'C0FINANCE', user: 'U0ADA', text: 'x' })],
    ['conversations.info', () => ({ channel: 'C0FINANCE' })],
    ['conversations.list', () => ({})],
    ['conversations.join', () => ({ channel: 'C0FINANCE' })],
    ['conversations.open', () => ({ users: 'U0ADA' })],
    ['users.info', () => ({ user: 'U0ADA' })],
    ['team.info', () => ({})],
    ['views.publish', () => ({ user_id: 'U0ADA', view: { type: 'home', blocks: [{ type: 'divider' }] } })],
    ['views.open', async () => ({ trigger_id: await trigger(), view: modal })],
    ['oauth.v2.access', () => ({ ...oauth, code: sandbox.grant(['chat:write'], 'U0ADA') })],
    ['chat.delete', () => ({ channel: 'C0FINANCE', ts })],
  ];

  async function trigger(): Promise<string> {
    let heard = '';
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (part: string) => {
        heard += part;
      });
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    await sandbox.people.command({ to, user: 'U0ADA', channel: 'C0FINANCE', command: '/x' });
    server.close();
    server.closeAllConnections();
    return new URLSearchParams(heard).get('trigger_id') ?? '';
  }

  test.each(good)('%s, ok', async (method, values) => {
    const { body } = await call(sandbox, method, await values());
    expect(body['ok'], JSON.stringify(body)).toBe(true);
    expect(missing(sample(`${method}.ok`), body)).toEqual([]);
  });

  const wrong: readonly [string, JsonObject, string?][] = [
    ['auth.test', {}, 'xoxb-wrong'],
    [
      'chat.postMessage',
      { channel: 'C0FINANCE', text: 'x', attachments: Array.from({ length: 101 }, () => ({ text: 'x' })) },
    ],
    ['chat.getPermalink', { channel: 'C9' }],
    ['chat.delete', { channel: 'C0FINANCE', ts: '1.000000' }],
    ['chat.postEphemeral', { channel: 'C0FINANCE', user: 'U9', text: 'x' }],
    ['chat.unfurl', { channel: 'C9', ts: '1.0', unfurls: { [link]: {} } }],
    ['conversations.info', { channel: 'C9' }],
    ['conversations.list', {}, 'xoxb-wrong'],
    ['conversations.open', { channel: 'C9' }],
    ['oauth.v2.access', { client_id: 'other' }],
    ['team.info', {}, 'xoxb-wrong'],
    ['users.info', { user: 'U9' }],
    ['views.open', { view: modal }],
    ['views.publish', { view: modal }],
  ];

  test.each(wrong)('%s, refused', async (method, values, token) => {
    const { body } = await call(sandbox, method, values, token ?? sandbox.botToken);
    const expected = sample(`${method}.error`);
    expect(missing(expected, body)).toEqual([]);
    expect(body['error']).toBe(expected['error']);
  });

  test('refusals of blocks, scopes and rate', async () => {
    const channel = 'C0FINANCE';
    const blocks = await call(sandbox, 'chat.postMessage', { channel, text: 'x', blocks: [{ type: 'section' }] });
    expect(blocks.body).toEqual(sample('invalid_blocks.error'));
    const validated = await call(sandbox, 'blocks.validate', { blocks: [{}] });
    expect(validated.body).toEqual(sample('blocks.validate.error'));
    const scope = await call(sandbox, 'usergroups.list');
    expect(missing(sample('missing_scope.error'), scope.body)).toEqual([]);
    const recorded = sample('ratelimited.http');
    sandbox.faults.add({ kind: 'throttle', retryAfter: 1, calls: 1 });
    const limited = await call(sandbox, 'auth.test');
    expect(limited).toMatchObject({ status: recorded['status'], body: recorded['body'] });
    expect(limited.headers.get('retry-after')).toBe((recorded['headers'] as JsonObject)['retry-after']);
  });

  test('the signature of Slack’s own vector', () => {
    const vector = sample('signature-vector') as Record<string, string>;
    const headers = signSlackRequest(vector['signing_secret'] ?? '', Number(vector['timestamp']), vector['body'] ?? '');
    expect(headers['x-slack-signature']).toBe(vector['signature']);
  });

  test('blocks that Slack itself sent pass, less what it adds to pictures', () => {
    const checked = ['block_actions.app_unfurl', 'view_submission.1', 'view_submission.2', 'view_submission.real'];
    for (const name of checked) {
      const payload = sample(name);
      const holder = payload['view'] ?? payload['app_unfurl'];
      const blocks = isObject(holder) ? holder['blocks'] : null;
      expect(validateBlocks(blocks, name.startsWith('view') ? 'modal' : 'message'), name).toEqual([]);
    }
  });
});

describe.runIf(existsSync(folder))('people’s acts have the shape of Slack’s own payloads', () => {
  /** Present in the samples of other kinds of apps, or only sometimes. */
  const optional =
    /^(bot_access_token|function_data|interactivity|view\.app_installed_team_id|view\.blocks|message)(\.|$)/;

  test('a click on a message', async () => {
    const sandbox = await startSlackSandbox({ clock: testClock(), channelRate: 0 });
    const bodies: string[] = [];
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        bodies.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, value: 'v' };
    const { body } = await call(sandbox, 'chat.postMessage', {
      channel: 'C0FINANCE',
      text: 'x',
      attachments: [{ blocks: [{ type: 'actions', elements: [button] }] }],
    });
    const ts = String(body['ts'] as string);
    await sandbox.people.click({ to, user: 'U0ADA', channel: 'C0FINANCE', ts, actionId: 'a' });
    await sandbox.people.command({ to, user: 'U0ADA', channel: 'C0FINANCE', command: '/tillbell', text: 'x' });
    await sandbox.people.event({
      to,
      event: {
        type: 'app_mention',
        user: 'U0ADA',
        text: 'x',
        ts,
        channel: 'C0FINANCE',
        team: 'T',
        client_msg_id: '1',
        blocks: [],
      },
    });
    server.close();
    server.closeAllConnections();
    await sandbox.close();
    const clicked = JSON.parse(new URLSearchParams(bodies[0]).get('payload') ?? '') as JsonObject;
    const faults = missing(sample('block_actions.message_attachment'), clicked).filter((each) => !optional.test(each));
    expect(faults.filter((each) => !each.startsWith('actions.text'))).toEqual([]);
    const command = [...new URLSearchParams(bodies[1]).keys()];
    const written = readFileSync(`${folder}slash_command.form.txt`, 'utf8');
    for (const name of new URLSearchParams(written).keys()) expect(command).toContain(name);
    const event = JSON.parse(bodies[2] ?? '') as JsonObject;
    const envelope = sample('socket_mode.2.events_api')['payload'];
    expect(missing(envelope, event)).toEqual([]);
  });
});
