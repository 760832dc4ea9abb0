import type { WebClient } from '@slack/web-api';
import { textAt } from '../../domain/json.ts';
import type { SlackFiles, Uploaded } from '../../domain/slack-files.ts';
import { classifyError, type Failure, invalidAnswer } from './classify-error.ts';
import { retryAfterMs } from './strict-fetch.ts';
import { callTimeoutMs } from './web-client.ts';

/**
 * Uploads as filesUploadV2 does, in three calls: an address is asked for, the bytes go there, the upload is completed. It is
 * shared with no channel: the image block that names it shares it. `apiUrl`: null for Slack itself.
 */
export function createSlackFiles(
  client: WebClient,
  options: { readonly apiUrl: string | null; readonly timeoutMs?: number },
): SlackFiles {
  const timeoutMs = options.timeoutMs ?? callTimeoutMs;
  return {
    async upload({ name, bytes, title, alt }) {
      try {
        const begun: unknown = await client.apiCall('files.getUploadURLExternal', {
          filename: name,
          length: bytes.length,
          alt_txt: alt,
        });
        const [url, fileId] = [textOf(begun, 'upload_url'), textOf(begun, 'file_id')];
        if (url === null || fileId === null || !/^F[A-Z0-9]{1,30}$/.test(fileId)) return failed(invalidAnswer);
        if (!isSlackAddress(url, options.apiUrl)) return notSlack;
        const refused = await put(url, bytes, timeoutMs);
        if (refused !== null) return refused;
        await client.apiCall('files.completeUploadExternal', { files: JSON.stringify([{ id: fileId, title }]) });
        return { kind: 'uploaded', fileId };
      } catch (error) {
        return failed(classifyError(error));
      }
    },
  };
}

/** Null where Slack took the bytes. Without the token: the address itself is the permission. */
async function put(url: string, bytes: Uint8Array, timeoutMs: number): Promise<Uploaded | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.arrayBuffer();
  if (response.status === 200) return null;
  const reason = {
    code: `upload_${response.status}`,
    text: `Slack's upload address answered with status ${response.status}.`,
  };
  return { kind: 'retry', reason, afterMs: retryAfterMs(response.headers.get('retry-after')) };
}

/** In doubt whether Slack took it, it is uploaded again: a file that no message names is seen by nobody. */
function failed(failure: Failure): Uploaded {
  const { kind, reason } = failure;
  if (kind === 'retry') return { kind, reason, afterMs: failure.afterMs };
  return kind === 'ambiguous' ? { kind: 'retry', reason, afterMs: null } : { kind: 'refused', reason };
}

const notSlack: Uploaded = {
  kind: 'refused',
  reason: { code: 'not_slack', text: 'The upload address is not Slack’s.' },
};

/** Whatever answers in Slack's place must not make us send charts of revenue elsewhere (F76). */
function isSlackAddress(url: string, apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  if (apiUrl !== null && URL.parse(apiUrl)?.origin === parsed.origin) return true;
  return parsed.protocol === 'https:' && /(?:^|\.)slack(?:-files)?\.com$/.test(parsed.hostname);
}

function textOf(answer: unknown, name: string): string | null {
  return typeof answer === 'object' && answer !== null ? textAt({ [name]: Reflect.get(answer, name) }, name) : null;
}
