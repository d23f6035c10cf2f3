import { describe, expect, test } from 'vitest';

import { parsePageMessage } from '../../../../src/protocol/messages/sw-message.ts';
import { contentDisposition } from '../../../../src/sw/content-disposition.ts';

const download = { type: 'download', id: '0123456789abcdef', filename: 'a.zip', size: 1 };

describe('the service worker understands', () => {
  test.each([
    { type: 'ping' },
    { type: 'apply-update' },
    download,
    { ...download, size: 0 },
    { ...download, id: crypto.randomUUID() },
  ])('%j', (message) => expect(parsePageMessage(message)).toEqual(message));

  test.each([
    undefined,
    null,
    'ping',
    [],
    {},
    { type: 'skipWaiting' },
    { ...download, id: undefined },
    { ...download, id: 'short' },
    { ...download, id: '../../../index.html' },
    { ...download, id: 'a'.repeat(65) },
    { ...download, filename: '' },
    { ...download, filename: 7 },
    { ...download, filename: 'a'.repeat(1025) },
    { ...download, size: -1 },
    { ...download, size: 0.5 },
    { ...download, size: Number.NaN },
    { ...download, size: '1' },
  ])('not %j', (message) => expect(parsePageMessage(message)).toBeUndefined());
});

describe('a download is named', () => {
  test.each([
    ['a.zip', `attachment; filename="a.zip"; filename*=UTF-8''a.zip`],
    ['여름 🏖.zip', `attachment; filename="__ __.zip"; filename*=UTF-8''%EC%97%AC%EB%A6%84%20%F0%9F%8F%96.zip`],
    [`it's (1)!*.zip`, `attachment; filename="it's (1)!*.zip"; filename*=UTF-8''it%27s%20%281%29%21%2A.zip`],
    [
      'a"; x="\\\r\nSet-Cookie: b%41',
      `attachment; filename="a_; x=____Set-Cookie: b_41"; filename*=UTF-8''a%22%3B%20x%3D%22%5C%0D%0ASet-Cookie%3A%20b%2541`,
    ],
    ['\ud800.zip', `attachment; filename="_.zip"; filename*=UTF-8''%EF%BF%BD.zip`],
  ])('%j', (filename, header) => {
    expect(contentDisposition(filename)).toBe(header);
    expect(() => new Headers({ 'Content-Disposition': header })).not.toThrow();
  });
});
