import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './api.ts';
import type { Guard } from './guard.ts';
import { securityHeaders } from './headers.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const html = 'text/html; charset=utf-8';

/** Pages of the console by their first step; what stands below them is the page's own. */
const pages = ['now', 'events', 'subjects', 'rules', 'revenue', 'quiet', 'operations', 'setup', 'sign-in'];

/**
 * Serves the built console at `/` and at its pages. The files are few and never change while the process runs: they are read
 * once. Files need no sign-in (they hold nothing), but a console that is closed to this request shows only why.
 */
export function registerConsole(server: FastifyInstance, folder: string, guard: Pick<Guard, 'identify'>): void {
  const index = join(folder, 'index.html');
  const shell = existsSync(index)
    ? readFileSync(index)
    : page('Tillbell is running. Its console is not built in this checkout: <code>npm run build:console</code>');
  const send = async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await guard.identify(request);
    } catch (error) {
      const { status, message, hint } = refusalOf(error);
      // Whether somebody is signed in is the page's question: a store that is away does not take the page away.
      if (status === 403) return answer(reply.code(status), page(`${escaped(message)}.</p><p>${escaped(hint ?? '')}`));
    }
    return answer(reply, shell);
  };
  server.get('/', send);
  for (const name of pages) {
    server.get(`/${name}`, send);
    server.get(`/${name}/*`, send);
  }
  if (!existsSync(index)) return;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(file)];
    if (type === undefined || file === 'index.html') continue;
    const content = readFileSync(join(folder, file));
    const path = file.replaceAll('\\', '/');
    const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const sent = sender(content);
    server.get(`/${path}`, (request, reply) =>
      sent(request, reply.headers({ ...securityHeaders, 'cache-control': cache }).type(type)),
    );
  }
}

/** Compressed when it is first asked for, then kept: the renderer of Block Kit is a megabyte, and 200 kB on the wire. */
function sender(content: Buffer): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  let small: Buffer | null = null;
  return (request, reply) => {
    void reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(content);
    small ??= gzipSync(content);
    return reply.header('content-encoding', 'gzip').send(small);
  };
}

function answer(reply: FastifyReply, content: Buffer | string): FastifyReply {
  return reply
    .headers({ ...securityHeaders, 'cache-control': 'no-cache' })
    .type(html)
    .send(content);
}

function page(text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tillbell</title><p>${text}</p></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
