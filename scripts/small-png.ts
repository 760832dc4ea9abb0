import { crc32, deflateSync, inflateSync } from 'node:zlib';

/**
 * A screenshot (8-bit RGB or RGBA, not interlaced) as a PNG of at most 256 colours: text and flat areas lose nothing that
 * one sees, and the file is about a third. Throws a RangeError on any other kind of PNG.
 */
export function smallPng(png: Buffer): Buffer {
  const header = chunkOf(png, 'IHDR')[0];
  if (header === undefined || header[8] !== 8 || header[12] !== 0) throw new RangeError('not an 8-bit plain PNG');
  const [width, height, channels] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3];
  const pixels = unfilter(inflateSync(Buffer.concat(chunkOf(png, 'IDAT'))), width, height, channels);
  const { palette, indexes } = quantize(pixels, channels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const indexed = Buffer.from(header);
  indexed[9] = 3;
  const parts: [string, Buffer][] = [
    ['IHDR', indexed],
    ['PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]))],
    ['IDAT', deflateSync(rows, { level: 9 })],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([png.subarray(0, 8), ...parts.map(([type, data]) => chunk(type, data))]);
}

function chunkOf(png: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === type) found.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return found;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Undoes the row filters of the PNG standard, section 9. */
function unfilter(raw: Buffer, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (out[at - channels] ?? 0) : 0;
      const up = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= channels && y > 0 ? (out[at - stride - channels] ?? 0) : 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The 256 most frequent colours of five bits a channel; the others take the nearest of them. */
function quantize(pixels: Uint8Array, channels: number): { palette: number[]; indexes: Uint8Array } {
  const coarse = Array.from({ length: pixels.length / channels }, (_, pixel) => {
    const at = pixel * channels;
    return (round(pixels[at]) << 16) | (round(pixels[at + 1]) << 8) | round(pixels[at + 2]);
  });
  const counts = new Map<number, number>();
  for (const color of coarse) counts.set(color, (counts.get(color) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([color]) => color);
  const palette = ranked.slice(0, 256);
  const index = new Map(ranked.map((color, rank) => [color, rank < 256 ? rank : nearest(color, palette)]));
  return { palette, indexes: Uint8Array.from(coarse, (color) => index.get(color) ?? 0) };
}

/** Five bits, spread so that 0 and 255 stay what they are. */
function round(value: number | undefined): number {
  return Math.round((Math.round(((value ?? 0) * 31) / 255) * 255) / 31);
}

function nearest(color: number, palette: readonly number[]): number {
  const distance = (other: number) =>
    Math.abs((color >> 16) - (other >> 16)) +
    Math.abs(((color >> 8) & 255) - ((other >> 8) & 255)) +
    Math.abs((color & 255) - (other & 255));
  return palette.reduce((best, other, rank) => (distance(other) < distance(palette[best] ?? 0) ? rank : best), 0);
}
