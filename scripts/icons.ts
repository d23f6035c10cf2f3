/**
 * Draws the PNG icons from public/icon.svg: run `node scripts/icons.ts` after a change of that file. Few colours keep
 * the files small.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { chromium } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../test/support/browsers.ts';
import { encodePng } from './png.ts';

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
