import type { WebClient } from '@slack/web-api';
import type { Reason } from '../../domain/event.ts';
import { isObject, type JsonValue, listAt, textAt } from '../../domain/json.ts';
import { classifyError } from './classify-error.ts';

export interface ListedChannel {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  readonly member: boolean;
}

const page = 200;
/** A workspace has thousands; who is to choose one has seen enough after these. */
const mostPages = 10;

/** conversations.list: channels that the app may see, by name. Archived ones are left out. */
export async function listChannels(
  client: WebClient,
): Promise<{ readonly channels: readonly ListedChannel[] } | { readonly reason: Reason }> {
  const channels: ListedChannel[] = [];
  let cursor = '';
  for (let pages = 0; pages < mostPages; pages += 1) {
    let answer: JsonValue;
    try {
      const given = { types: 'public_channel,private_channel', exclude_archived: true, limit: page, cursor };
      answer = JSON.parse(JSON.stringify(await client.apiCall('conversations.list', given))) as JsonValue;
    } catch (error) {
      return { reason: classifyError(error).reason };
    }
    for (const one of listAt(answer, 'channels').filter(isObject)) {
      const [id, name] = [textAt(one, 'id'), textAt(one, 'name')];
      if (id === null || name === null) continue;
      channels.push({ id, name, private: one['is_private'] === true, member: one['is_member'] === true });
    }
    cursor = textAt(answer, 'response_metadata.next_cursor') ?? '';
    if (cursor === '') break;
  }
  return { channels: channels.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
