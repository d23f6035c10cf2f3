import { describe, expect, test } from 'vitest';

import { askedBy } from '../../../../src/ui/app/place.ts';

describe('the address', () => {
  test.each([
    ['/', '', { type: 'home' }],
    ['/', '#', { type: 'home' }],
    ['/anything', '', { type: 'home' }],
    ['/', '#token', { type: 'link', fragment: '#token' }],
    ['/', '#/sent/room', { type: 'share', fragment: '#/sent/room' }],
    ['/how', '', { type: 'how' }],
    ['/how', '#token', { type: 'how' }],
  ])('%s%s asks for %j', (pathname, hash, asked) => {
    expect(askedBy({ pathname, hash })).toEqual(asked);
  });
});
