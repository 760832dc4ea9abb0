/** The few frames of RFC 6455 that Socket Mode needs. A violation is the client's fault and ends its connection. */
export type Frame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close' | 'ping' | 'pong'; readonly data: Buffer }
  | { readonly kind: 'violation'; readonly text: string };

const opcodes = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** Slack's own acknowledgements stay far below this. */
const largestFrame = 1024 * 1024;

/** An unmasked, whole frame, as a server sends it. */
export function encodeFrame(kind: 'text' | 'close' | 'ping' | 'pong', data: Buffer): Buffer {
  const head = Buffer.alloc(data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcodes[kind];
  if (data.length < 126) head[1] = data.length;
  else if (data.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(data.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(data.length), 2);
  }
  return Buffer.concat([head, data]);
}

/** Reads a client's frames from a stream of bytes, which may be cut anywhere. */
export function frameReader(): (bytes: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    for (;;) {
      const read = readFrame(rest);
      if (read === null) return frames;
      if ('violation' in read) return [...frames, { kind: 'violation', text: read.violation }];
      rest = rest.subarray(read.length);
      const { opcode, final, data } = read;
      if (opcode === opcodes.close) frames.push({ kind: 'close', data });
      else if (opcode === opcodes.ping) frames.push({ kind: 'ping', data });
      else if (opcode === opcodes.pong) frames.push({ kind: 'pong', data });
      else if (opcode === opcodes.text || opcode === opcodes.continuation) {
        parts.push(data);
        if (!final) continue;
        frames.push({ kind: 'text', text: Buffer.concat(parts).toString('utf8') });
        parts = [];
      } else frames.push({ kind: 'violation', text: 'only text is spoken here' });
    }
  };
}

type Read =
  | { readonly opcode: number; readonly final: boolean; readonly data: Buffer; readonly length: number }
  | { readonly violation: string }
  | null;

function readFrame(bytes: Buffer): Read {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if ((first & 0x70) !== 0) return { violation: 'reserved bits are set: no extension was agreed on' };
  if ((second & 0x80) === 0) return { violation: 'a client must mask its frames' };
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extra + 4) return null;
  const size = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (size > largestFrame) return { violation: 'the frame is too large' };
  const start = 2 + extra + 4;
  if (bytes.length < start + size) return null;
  const mask = bytes.subarray(2 + extra, start);
  const data = Buffer.from(bytes.subarray(start, start + size));
  for (let index = 0; index < data.length; index += 1) data[index] = (data[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { opcode: first & 0x0f, final: (first & 0x80) !== 0, data, length: start + size };
}
