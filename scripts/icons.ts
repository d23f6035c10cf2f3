/**
 * Draws the PNG icons from public/icon.svg: run `node scripts/icons.ts` after a change of that file. Few colours keep
 * the files small.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';

import { chromium } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../test/support/browsers.ts';

const PUBLIC = new URL('../public/', import.meta.url);
const rounded = await readFile(new URL('icon.svg', PUBLIC), 'utf8');
/** Icons that fill the square, for systems that cut the corners themselves. */
const square = rounded.replace(' rx="15"', '');
/**
 * Icons whose content lies within a circle of 80 %, for systems that cut any shape (W3C manifest, purpose "maskable").
 */
const maskable = square
  .replace('rotate(-32 32 32)', 'rotate(-32 32 32) translate(34 32) scale(.78) translate(-30 -32)')
  .replace('M10 32 80 4v56z', 'M10 32 95-2v68z')
  .replace('x2="66"', 'x2="84"');

const ICONS = [
  ['favicon-32.png', rounded, 32],
  ['icon-192.png', rounded, 192],
  ['icon-512.png', rounded, 512],
  ['icon-maskable-512.png', maskable, 512],
  ['apple-touch-icon.png', square, 180],
] as const;

/**
 * Encodes RGBA pixels as PNG (W3C PNG, colour type 3): the 256 most frequent colours, and for other colours the nearest
 * of these.
 */
function encodePng(pixels: readonly number[], size: number): Uint8Array {
  const keys = Array.from({ length: size * size }, (_, index) => pixels.slice(4 * index, 4 * index + 4).join());
  const uses = new Map<string, number>();
  for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  const palette = [...uses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([key]) => key.split(',').map(Number));
  const indices = new Map([...uses.keys()].map((key) => [key, nearest(palette, key.split(',').map(Number))]));
  const rows = Buffer.alloc(size * (size + 1));
  for (const [index, key] of keys.entries()) rows[index + Math.floor(index / size) + 1] = indices.get(key) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
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

const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
try {
  const page = await browser.newPage();
  for (const [name, svg, size] of ICONS) {
    const pixels = await page.evaluate(
      async ([svg, size]) => {
        const image = new Image(size, size);
        image.src = `data:image/svg+xml,${encodeURIComponent(svg.replace('<svg ', `<svg width="${size}" height="${size}" `))}`;
        await image.decode();
        const context = new OffscreenCanvas(size, size).getContext('2d');
        context?.drawImage(image, 0, 0, size, size);
        return [...(context?.getImageData(0, 0, size, size).data ?? [])];
      },
      [svg, size] as const,
    );
    await writeFile(new URL(name, PUBLIC), encodePng(pixels, size));
  }
} finally {
  await browser.close();
}
