import { expect, test } from 'vitest';

import { scriptUrl } from '../../../src/storage/script-url.ts';

import { failing } from './bytes.ts';

test('scripts of this app are admitted', () =>
  expect(new URL(scriptUrl('/sw.js')).href).toBe(`${location.origin}/sw.js`));

test.each([
  'https://elsewhere.example/sw.js',
  '//elsewhere.example/assets/x.js',
  'data:text/javascript,1',
  'blob:null/x',
  'javascript:1',
])('%s is not', (address) => expect(() => scriptUrl(address)).toThrow(failing('internal')));
