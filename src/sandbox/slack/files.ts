import type { JsonObject } from '../../domain/json.ts';
import type { Answer } from './model.ts';
import type { Workspace } from './workspace.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly altText: string | null;
  title: string;
  content: Buffer | null;
  /** When the upload was completed; null before. */
  completedAt: number | null;
}

/** Slack looks at a file after it has taken it; until then no image block can name it (slackapi/node-slack-sdk#1865). */
const processingMs = 1_000;

export interface Files {
  create(name: string, length: number, altText: string | null): StoredFile;
  get(id: string): StoredFile | null;
  /** Takes the bytes, as a form with one file or as they are. */
  upload(id: string, contentType: string, body: Buffer): Promise<Answer>;
  shown(file: StoredFile, url: string): JsonObject;
  /** Whether an image block may name it now. */
  ready(id: string): boolean;
}

const mimeTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

export function mimeTypeOf(name: string): string {
  return mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

const plain = (status: number, body: string): Answer => ({ status, headers: {}, body, ts: null });

export function createFiles(workspace: Workspace): Files {
  const files = new Map<string, StoredFile>();
  return {
    create(name, length, altText) {
      const file: StoredFile = {
        id: workspace.nextId('F'),
        name,
        length,
        altText,
        title: name,
        content: null,
        completedAt: null,
      };
      files.set(file.id, file);
      return file;
    },
    get: (id) => files.get(id) ?? null,
    ready(id) {
      const at = files.get(id)?.completedAt ?? null;
      return at !== null && workspace.clock.now() - at >= processingMs;
    },
    async upload(id, contentType, body) {
      const file = files.get(id);
      if (file === undefined || file.content !== null) return plain(404, 'upload URL not found');
      const content = await bytesOf(contentType, body);
      if (content.length !== file.length) return plain(400, 'length mismatch');
      file.content = content;
      return plain(200, `OK - ${content.length}`);
    },
    shown: (file, url) => ({
      id: file.id,
      name: file.name,
      title: file.title,
      mimetype: mimeTypeOf(file.name),
      filetype: file.name.split('.').at(-1) ?? '',
      size: file.length,
      alt_txt: file.altText ?? '',
      url_private: `${url}/files/${file.id}`,
      permalink: `${url}/files/${file.id}`,
    }),
  };
}

async function bytesOf(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
