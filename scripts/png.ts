/** PNG files of few colours, which keeps them small. */
import { crc32, deflateSync } from 'node:zlib';

/**
 * Encodes RGBA pixels as PNG (W3C PNG, colour type 3): the 256 most frequent colours, and for other colours the nearest
 * of these.
 */
export function encodePng(pixels: readonly number[], width: number): Uint8Array {
  const height = pixels.length / 4 / width;
  const keys = Array.from({ length: width * height }, (_, index) => pixels.slice(4 * index, 4 * index + 4).join());
  const uses = new Map<string, number>();
  for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  const palette = [...uses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([key]) => key.split(',').map(Number));
  const indices = new Map([...uses.keys()].map((key) => [key, nearest(palette, key.split(',').map(Number))]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, key] of keys.entries()) rows[index + Math.floor(index / width) + 1] = indices.get(key) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map((colour) => colour[3] ?? 255))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function nearest(palette: readonly number[][], wanted: readonly number[]): number {
  const distances = palette.map((colour) =>
    colour.reduce((sum, value, part) => sum + (value - (wanted[part] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
