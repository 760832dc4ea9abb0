import { randomBytes } from 'node:crypto';
import { isEmpty, readContent } from './content.ts';
import { newMessage, postAsBot } from './methods/chat-post.ts';
import { applyEdit } from './methods/chat-update.ts';
import { type Answer, good, refused } from './model.ts';
import { payloadOf } from './webhook.ts';
import { type StoredChannel, type StoredMessage, shown, type Workspace } from './workspace.ts';

/** docs.slack.dev/interactivity/handling-user-interaction: up to 5 times within 30 minutes. */
const mostUses = 5;
const lifeMs = 30 * 60_000;

interface Origin {
  readonly channel: StoredChannel;
  readonly user: string;
  /** The message that was clicked; null for a slash command. */
  readonly message: StoredMessage | null;
}

export interface ResponseUrls {
  /** The path of a new response_url. */
  issue(origin: Origin): string;
  receive(path: string, request: { contentType: string; body: Buffer }): Answer;
}

export function createResponseUrls(workspace: Workspace): ResponseUrls {
  const known = new Map<string, Origin & { until: number; uses: number }>();
  return {
    issue(origin) {
      const path = `/response/${randomBytes(12).toString('hex')}`;
      known.set(path, { ...origin, until: workspace.clock.monotonic() + lifeMs, uses: 0 });
      return path;
    },
    receive(path, request) {
      const found = known.get(path);
      if (found === undefined || workspace.clock.monotonic() > found.until) {
        return { ...refused('expired_url'), status: 404 };
      }
      if (found.uses >= mostUses) return { ...refused('used_url'), status: 404 };
      found.uses += 1;
      return respond(workspace, found, request);
    },
  };
}

function respond(workspace: Workspace, origin: Origin, request: { contentType: string; body: Buffer }): Answer {
  const values = payloadOf(request);
  if (values === null) return { ...refused('invalid_payload'), status: 400 };
  const { channel, message, user } = origin;
  if (values['delete_original'] === true) {
    if (message === null || message.deleted) return { ...refused('message_not_found'), status: 404 };
    message.deleted = true;
    workspace.emit({ kind: 'deleted', message: shown(message) });
    return good();
  }
  const content = readContent(values, 'post');
  if ('refusal' in content) return { ...content.refusal, status: 400 };
  if (isEmpty(content)) return { ...refused('no_text'), status: 400 };
  if (values['replace_original'] === true && message !== null && !message.deleted) {
    applyEdit(workspace, message, content);
    workspace.emit({ kind: 'updated', message: shown(message) });
    return good({}, message.ts);
  }
  if (values['response_type'] === 'in_channel') {
    const { ts } = postAsBot(workspace, channel, content, { threadTs: message?.thread_ts ?? null, broadcast: false });
    return good({}, ts);
  }
  const seen = newMessage(workspace, channel, content);
  seen.ephemeralFor = user;
  workspace.ephemeral.push(seen);
  workspace.emit({ kind: 'ephemeral', message: shown(seen) });
  return good({}, seen.ts);
}
