import '../../../src/ui/app/base.css';
import { expect, test } from 'vitest';
import '../../../src/ui/room/beam-files.ts';
import type { FileView } from '../../../src/session/view/share.ts';

async function show(files: readonly FileView[], total = files.length): Promise<ShadowRoot> {
  const element = document.createElement('beam-files');
  element.files = files;
  element.amount = { files: total, bytes: 1 };
  element.label = 'Files';
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element.renderRoot as ShadowRoot;
}

test.each([
  '<img src=x onerror=alert(1)>.png',
  '${7*7}{{7*7}}.txt',
  'a"onmouseover="alert(1)',
  '</bdi></span><script>alert(1)</script> and a name that is long enough to be split.html',
])('shows %s as text, and as nothing else', async (path) => {
  const root = await show([{ path, bytes: 1 }]);
  expect(root.querySelector('img, script')).toBeNull();
  expect(root.querySelector('.name')?.textContent).toBe(path);
  expect(root.querySelector('.name')?.getAttribute('title')).toBe(path);
});

test('gives each name its own direction', async () => {
  const root = await show([
    { path: 'تقرير سنوي طويل جدا عن كل شيء.pdf', bytes: 1 },
    { path: 'report.pdf', bytes: 1 },
  ]);
  const directions = [...root.querySelectorAll('.name')].map((name) => getComputedStyle(name).direction);
  expect(directions).toEqual(['rtl', 'ltr']);
});

test('keeps the extension of a long name in view, on one line', async () => {
  const root = await show([{ path: `${'a rather long name '.repeat(20)}invoice.pdf.exe`, bytes: 1 }]);
  const host = root.host as HTMLElement;
  host.style.inlineSize = '300px';
  const end = root.querySelector('.end');
  const box = end?.getBoundingClientRect();
  expect(end?.textContent).toMatch(/\.exe$/);
  expect(box?.right).toBeLessThanOrEqual(host.getBoundingClientRect().right);
  expect(root.querySelector('li')?.getBoundingClientRect().height).toBeLessThan(60);
});

const HANGUL = '2026년 여름 바닷가 가족 여행 사진과 영상 모음집.hwpx';

test.each([
  ['a long name of Hangul', HANGUL, 240, ''],
  ['a long name, with text of twice the size', HANGUL, 240, '200%'],
  ['a long name, with text of twice the size and a box beside it', HANGUL, 160, '200%'],
  ['a short name, with text of twice the size', '회의록 2026-11-20.hwpx', 240, '200%'],
])('keeps the extension of %s in view on the narrowest phone', async (_, path, widthPx, fontSize) => {
  document.documentElement.style.fontSize = fontSize;
  try {
    const root = await show([{ path, bytes: 1_240_000_000 }]);
    const host = root.host as HTMLElement;
    host.style.inlineSize = `${widthPx}px`;
    const text = document.createRange();
    text.selectNodeContents(root.querySelector('.end') ?? root);
    expect(text.toString()).toMatch(/\.hwpx$/);
    const { right = 0 } = root.querySelector('.name')?.getBoundingClientRect() ?? {};
    expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(right + 0.5);
    const size = root.querySelector('.size')?.getBoundingClientRect();
    expect(size?.right).toBeLessThanOrEqual(host.getBoundingClientRect().right);
  } finally {
    document.documentElement.style.fontSize = '';
  }
});

test('counts the files that it does not list', async () => {
  const root = await show([{ path: 'a', bytes: 1 }], 12_481);
  expect(root.querySelector('.more')?.textContent).toBe('and 12,480 more');
});

test('says nothing of more when all are listed', async () => {
  const root = await show([{ path: 'a', bytes: 1 }]);
  expect(root.querySelector('.more')).toBeNull();
});
