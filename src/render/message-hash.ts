import { createHash } from 'node:crypto';
import type { SlackMessage } from '../domain/message.ts';

/** SHA-256 (base64url, 43 characters) of what people would see: an update that changes nothing is not sent. */
export function contentHash(message: SlackMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([message.text, message.blocks, message.color], sorted))
    .digest('base64url');
}

/** Objects with their keys in order: the same message has the same hash whichever way it was put together. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
