import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { toBase64url } from '../../../src/protocol/base64url.ts';
import { peerIdOf } from '../../../src/protocol/identity.ts';
import { isPeerId } from '../../../src/protocol/messages/room-message.ts';
import { readJoinRequest } from '../../../worker/join-request.ts';

describe('what a browser offers', () => {
  test('R2, R19: any 16 bytes are an identity, in any order with the version and the mark of a host', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.boolean(),
        fc.boolean(),
        (identity, isFirst, isHost) => {
          const values = ['beamline.1', `id.${toBase64url(identity)}`, ...(isHost ? ['host'] : [])];
          expect(readJoinRequest((isFirst ? values.toReversed() : values).join(', '))).toEqual({
            type: 'join',
            identity,
            isHost,
          });
        },
      ),
    );
  });

  test('R2: 15 or 17 bytes are not', () => {
    for (const bytes of [0, 15, 17, 32]) {
      expect(readJoinRequest(`beamline.1, id.${toBase64url(new Uint8Array(bytes))}`)).toEqual({ type: 'bad' });
    }
  });

  test('R1: another version is outdated, with an identity of whatever form', () => {
    expect(readJoinRequest('beamline.2')).toEqual({ type: 'outdated', protocol: 'beamline.2' });
    expect(readJoinRequest('id2.abc, beamline.12,beamline.13')).toEqual({ type: 'outdated', protocol: 'beamline.12' });
  });

  test.each([
    null,
    '',
    ',',
    'beamline',
    'beamline.',
    'beamline.1.1',
    'xbeamline.1',
    'Beamline.1',
    'beamline.-1',
    'beamline.9999999999',
    'chat',
  ])('R1: %s is none of ours', (header) => {
    expect(readJoinRequest(header)).toEqual({ type: 'bad' });
  });

  test('R2: a peer id is the first 9 bytes of the SHA-256', async () => {
    const id = await peerIdOf(new Uint8Array(16));
    expect(isPeerId(id)).toBe(true);
    // printf '\0%.0s' {1..16} | sha256sum
    expect(id).toBe(toBase64url(Uint8Array.from([0x37, 0x47, 0x08, 0xff, 0xf7, 0x71, 0x9d, 0xd5, 0x97])));
  });
});
