import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

// No inline code, no inline style, no foreign host but for the pictures that a message may hold, no framing.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const unbuilt =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tillbell</title><p>Tillbell is running. Its console is not built in this checkout: <code>npm run build:console</code></p></html>';

/** Serves the built console at `/`. The files are few and never change while the process runs: they are read once. */
export function registerConsole(server: FastifyInstance, folder: string): void {
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
  if (!existsSync(join(folder, 'index.html'))) {
    server.get('/', (_request, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(unbuilt));
    return;
  }
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(file)];
    if (type === undefined) continue;
    const content = readFileSync(join(folder, file));
    const path = file.replaceAll('\\', '/');
    const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    server.get(path === 'index.html' ? '/' : `/${path}`, (_request, reply) =>
      reply
        .headers({ ...headers, 'cache-control': cache })
        .type(type)
        .send(content),
    );
  }
}
