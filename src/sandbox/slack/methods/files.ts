import { isObject, type JsonObject, type JsonValue, listAt, textAt } from '../../../domain/json.ts';
import { text } from '../arguments.ts';
import { fault } from '../blocks/check.ts';
import { blockRefusal, type Content } from '../content.ts';
import type { Files, StoredFile } from '../files.ts';
import { type Answer, good, refused } from '../model.ts';
import { postAsBot } from './chat-post.ts';
import { type Call, findChannel, type Method, throttled } from './method.ts';

/** Methods whose blocks may name an uploaded file: refused where there is none of this id, or Slack is not done with it. */
export function knowingFiles(methods: Readonly<Record<string, Method>>, files: Files): Record<string, Method> {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      { ...method, run: (call) => unknownFile(call.values, files) ?? method.run(call) } satisfies Method,
    ]),
  );
}

function unknownFile(values: JsonObject, files: Files): Answer | null {
  const lists: (readonly [string, JsonValue | undefined])[] = [
    ['/blocks', values['blocks']],
    ...listAt(values, 'attachments').map(
      (each, index) => [`/attachments/${index}/blocks`, isObject(each) ? each['blocks'] : undefined] as const,
    ),
  ];
  for (const [base, blocks] of lists) {
    const index = (Array.isArray(blocks) ? blocks : []).findIndex((block) => {
      const id = textAt(block, 'slack_file.id');
      return id !== null && !files.ready(id);
    });
    if (index >= 0)
      return blockRefusal([fault('invalid_slack_file', 'invalid slack file', `/${index}/slack_file`)], base);
  }
  return null;
}

/** files.getUploadURLExternal and files.completeUploadExternal; the bytes go to the URL between the two. */
export function fileMethods(files: Files): Readonly<Record<string, Method>> {
  return {
    'files.getUploadURLExternal': {
      tier: 4,
      scopes: ['files:write'],
      run(call) {
        const name = text(call.values, 'filename');
        const length = Number(call.values['length']);
        if (name === null) return refused('unknown_snippet_type');
        if (!Number.isInteger(length) || length <= 0) return refused('file_upload_size_restricted');
        const file = files.create(name, length, text(call.values, 'alt_txt') ?? text(call.values, 'alt_text'));
        return good({ upload_url: `${call.url}/upload/${file.id}`, file_id: file.id });
      },
    },
    'files.completeUploadExternal': {
      tier: 4,
      scopes: ['files:write'],
      run: (call) => completeUpload(call, files),
    },
  };
}

function completeUpload(call: Call, files: Files): Answer {
  const { values, workspace } = call;
  const named = Array.isArray(values['files']) ? values['files'].filter(isObject) : [];
  if (named.length === 0) return refused('invalid_arguments');
  const found: StoredFile[] = [];
  for (const each of named) {
    const file = files.get(text(each, 'id') ?? '');
    if (file === null || file.content === null) return refused('file_not_found');
    file.title = text(each, 'title') ?? file.name;
    found.push(file);
  }
  const shown = found.map((file) => files.shown(file, call.url));
  const wanted = text(values, 'channel_id') ?? text(values, 'channels');
  if (wanted !== null) {
    const channel = findChannel(call, wanted);
    if (channel === null) return refused('channel_not_found');
    if (channel.archived) return refused('is_archived');
    if (!channel.member) return refused('not_in_channel');
    const wait = call.limits.channel(channel.id);
    if (wait !== null) return throttled(wait);
    const comment: Content = {
      text: text(values, 'initial_comment') ?? '',
      textGiven: true,
      blocks: null,
      attachments: null,
      metadata: undefined,
    };
    postAsBot(workspace, channel, comment, { threadTs: text(values, 'thread_ts'), broadcast: false, files: shown });
  }
  for (const file of found) file.completedAt ??= workspace.clock.now();
  return good({ files: shown });
}
