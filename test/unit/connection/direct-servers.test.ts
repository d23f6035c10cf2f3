import { expect, test } from 'vitest';

import { directServers } from '../../../src/connection/direct-servers.ts';

test('those that relay are left out, and those that are left without a URL', () => {
  const relay = { username: 'u', credential: 'c' };
  expect(
    directServers([
      { urls: 'stun:a' },
      { urls: ['stun:b', 'turn:b?transport=udp', 'TURNS:b:443'], ...relay },
      { urls: ['turn:c', 'turns:c'], ...relay },
    ]),
  ).toEqual([{ urls: ['stun:a'] }, { urls: ['stun:b'], ...relay }]);
});
