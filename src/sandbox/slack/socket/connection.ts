import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JsonObject } from '../../../domain/json.ts';
import { encodeFrame, frameReader } from './frames.ts';

export interface SocketConnection {
  send(message: JsonObject): void;
  /** Says goodbye as RFC 6455 asks, and ends when the client has answered. */
  close(code: number): void;
  /** Cuts it without a word. */
  cut(): void;
}

export interface SocketListener {
  onText(text: string): void;
  onViolation(text: string): void;
  onEnd(): void;
}

const handshakeSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Takes over an upgrade request as a WebSocket; null where the request is none. */
export function acceptSocket(
  request: IncomingMessage,
  socket: Duplex,
  listener: SocketListener,
): SocketConnection | null {
  const key = request.headers['sec-websocket-key'];
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined) return null;
  const accept = createHash('sha1')
    .update(key + handshakeSuffix)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let saidGoodbye = false;
  let ended = false;
  const write = (frame: Buffer): void => {
    if (!socket.destroyed) socket.write(frame);
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    listener.onEnd();
  };
  const goodbye = (data: Buffer): void => {
    if (saidGoodbye) return;
    saidGoodbye = true;
    write(encodeFrame('close', data));
  };
  const read = frameReader();
  socket.on('data', (bytes: Buffer) => {
    for (const frame of read(bytes)) {
      if (frame.kind === 'text') listener.onText(frame.text);
      else if (frame.kind === 'ping') write(encodeFrame('pong', frame.data));
      else if (frame.kind === 'close') {
        goodbye(frame.data);
        socket.end();
      } else if (frame.kind === 'violation') {
        listener.onViolation(frame.text);
        socket.destroy();
      }
    }
  });
  socket.on('close', end);
  socket.on('error', end);
  return {
    send: (message) => write(encodeFrame('text', Buffer.from(JSON.stringify(message)))),
    close(code) {
      const data = Buffer.alloc(2);
      data.writeUInt16BE(code);
      goodbye(data);
    },
    cut: () => void socket.destroy(),
  };
}
