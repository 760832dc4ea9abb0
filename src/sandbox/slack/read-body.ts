import type { IncomingMessage } from 'node:http';

/** The whole body; null where it is longer than `limit` bytes or the client went away. */
export async function readBody(request: IncomingMessage, limit = 32 * 1024 * 1024): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request) {
      const bytes = Buffer.from(part as Uint8Array);
      size += bytes.length;
      if (size > limit) return null;
      parts.push(bytes);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
}
