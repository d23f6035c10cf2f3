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

test('counts the files that it does not list', async () => {
  const root = await show([{ path: 'a', bytes: 1 }], 12_481);
  expect(root.querySelector('.more')?.textContent).toBe('and 12,480 more');
});

test('says nothing of more when all are listed', async () => {
  const root = await show([{ path: 'a', bytes: 1 }]);
  expect(root.querySelector('.more')).toBeNull();
});
