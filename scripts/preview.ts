/**
 * Draws public/preview.png, the picture that messengers show beside a link: run `node scripts/preview.ts` after a change
 * of the colours in src/ui/app/base.css or of the words in worker/preview-texts.ts. It is drawn with Noto Sans CJK (fonts-noto-cjk).
 */
import { readFile, writeFile } from 'node:fs/promises';

import { chromium } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../test/support/browsers.ts';
import { ENGLISH, KOREAN, PICTURE } from '../worker/preview-texts.ts';
import { encodePng } from './png.ts';

const ROOT = new URL('../', import.meta.url);
const tokens = await readFile(new URL('src/ui/app/base.css', ROOT), 'utf8');

/** The stage of the start page: the beam from one point to another. Sizes are for a picture that is shown small. */
const PAGE = `<!doctype html>
<style>
  ${tokens}
  body {
    inline-size: ${PICTURE.width}px;
    block-size: ${PICTURE.height}px;
    display: grid;
    align-content: center;
    padding-inline: 88px;
    background: radial-gradient(120% 160% at 0% 0%, var(--stage-light), var(--stage) 62%);
    color: var(--stage-ink);
    font-family: 'Noto Sans CJK KR', 'Noto Sans KR', system-ui, sans-serif;
    isolation: isolate;
    overflow: hidden;
    word-break: keep-all;
  }
  p { margin: 0; }
  .name { font-size: 112px; font-weight: 700; letter-spacing: -0.04em; line-height: 1.1; }
  .promise { margin-block-start: 12px; font-size: 46px; font-weight: 600; line-height: 1.3; letter-spacing: -0.02em; }
  [lang=ko] { margin-block-start: 6px; color: var(--stage-soft); font-size: 40px; }
  .beam { position: relative; display: flex; align-items: center; margin-block-end: 60px; block-size: 76px; }
  .beam::before {
    content: '';
    position: absolute;
    z-index: -1;
    inset: -420px -88px -420px 0;
    background: conic-gradient(from 81deg at 22px 50%, transparent, var(--beam) 9deg, transparent 18deg);
    mask: linear-gradient(90deg, #000 4%, transparent 92%);
    opacity: 0.5;
  }
  .from { inline-size: 44px; block-size: 44px; border-radius: 50%; background: var(--beam-bright); }
  .track { flex: 1; block-size: 10px; margin-inline: 12px; border-radius: 5px; background: var(--beam); }
  .to { inline-size: 76px; block-size: 76px; border: 12px solid var(--beam-bright); border-radius: 50%; }
</style>
<div class="beam"><span class="from"></span><span class="track"></span><span class="to"></span></div>
<p class="name">Beamline</p>
<p class="promise">${ENGLISH.promise}</p>
<p class="promise" lang="ko">${KOREAN.promise}</p>`;

const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
try {
  const page = await browser.newPage({ viewport: PICTURE, colorScheme: 'light' });
  await page.setContent(PAGE);
  const picture = (await page.screenshot()).toString('base64');
  const pixels = await page.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context?.drawImage(image, 0, 0);
    return [...(context?.getImageData(0, 0, width, height).data ?? [])];
  }, picture);
  await writeFile(new URL(`public${PICTURE.path}`, ROOT), encodePng(pixels, PICTURE.width));
} finally {
  await browser.close();
}
