import { hkdfSync, pbkdf2Sync } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { parseFragment, parseSentFragment, sentFragment, shareLink } from '../../../src/share/link.ts';
import { ShareSigner, ShareVerifier } from '../../../src/share/share-key.ts';
import { deriveWithPassword } from '../../../src/share/password.ts';
import { deriveCapability, parseToken, tokenOf, type Capability, type Token } from '../../../src/share/token.ts';
import vectors from '../../vectors/token.json' with { type: 'json' };

const token = 'AAECAwQFBgcICQoLDA0ODw' as Token;

describe('the sender’s own address', () => {
  test('comes back, and is no link', () => {
    const id = 'A'.repeat(22);
    expect(parseSentFragment(sentFragment(id))).toBe(id);
    expect(() => parseFragment(sentFragment(id))).toThrow();
    for (const other of ['', '#', `#${id}`, `#/sent/${id}x`, '#/sent/../etc']) expect(parseSentFragment(other)).toBeUndefined();
  });
});

describe('links', () => {
  test('the token stands in the fragment, and comes out of it again', () => {
    const link = shareLink('https://example.test/some/page?x=1#old', { token, hasPassword: false });
    expect(link).toBe(`https://example.test/#${token}`);
    expect(parseFragment(new URL(link).hash)).toEqual({ token, hasPassword: false });
  });

  test.each(['.', ').', '…', '。'])('what a messenger adds behind it is cut: %s', (tail) => expect(parseFragment(`#${token}${tail}`).token).toBe(token));

  test('S12 a mark says that it wants a password', () => {
    const link = shareLink('https://example.test', { token, hasPassword: true });
    expect(link).toBe(`https://example.test/#${token}.p1`);
    expect(parseFragment(`${new URL(link).hash}).`)).toEqual({ token, hasPassword: true });
  });

  test.each(['', '#', `#${token}.p2`, `#${token}.p`, '#.p1', `#${token.slice(1)}`, `#${token}x`, '#AAECAwQFBgcICQoLDA0ODx', '#한국어'])('%s is malformed', (fragment) => {
    expect(() => parseFragment(fragment)).toThrowError(expect.objectContaining({ code: 'link-malformed' }) as Error);
  });
});

test('a fragment of a million dots is malformed at once', () => {
  expect(() => parseFragment(`#${'.'.repeat(1_000_000)}x`)).toThrowError(expect.objectContaining({ code: 'link-malformed' }) as Error);
}, 500);

describe('S derivation', () => {
  test.each(vectors)('token $token opens room $room', async ({ token: text, room }) => {
    const parsed = parseToken(text);
    expect(parsed).toBe(text);
    expect((await deriveCapability(parsed as Token)).roomId).toBe(room);
  });

  test('room and token tell nothing of each other', async () => {
    expect((await deriveCapability(token)).roomId).not.toContain(token.slice(0, 6));
  });
});

describe('S12 a password', () => {
  const sealed = async ({ signalingKey }: Capability): Promise<ArrayBuffer> =>
    crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, signalingKey, new Uint8Array(16));

  test('leaves the room as it is, and opens nothing with the link alone, or with another', async () => {
    const [plain, right, again, wrong] = await Promise.all([
      deriveCapability(token),
      deriveWithPassword(token, '비밀 é'),
      deriveWithPassword(token, '비밀 é'.normalize('NFD')),
      deriveWithPassword(token, '비밀 e'),
    ]);
    expect(new Set([plain, right, again, wrong].map(({ roomId }) => roomId)).size).toBe(1);
    const [a, b, c, d] = (await Promise.all([plain, right, again, wrong].map(sealed))).map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(b).toBe(c); // however it was typed
    expect(new Set([a, b, d]).size).toBe(3);
  });

  test('is stretched as the rule says, by another implementation', async () => {
    const secret = Buffer.from(token, 'base64url');
    const salt = Buffer.from(hkdfSync('sha256', secret, '', 'beamline/1 password salt', 16));
    const stretched = pbkdf2Sync('correct horse', salt, 600_000, 32, 'sha256');
    const raw = hkdfSync('sha256', Buffer.concat([secret, stretched]), '', 'beamline/1 signaling password', 32);
    const signalingKey = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const expected = await sealed({ roomId: '', signalingKey });
    expect(new Uint8Array(await sealed(await deriveWithPassword(token, 'correct horse')))).toEqual(new Uint8Array(expected));
  });
});

describe('M1, D3 the share key', () => {
  const block = new Uint8Array(1000).fill(5);
  const head = { files: 1, bytes: 1000, pages: 1, pageBytes: 10, sha256: 'a'.repeat(43) };

  test('what the key signed is accepted by whoever has the link', async () => {
    const signer = await ShareSigner.generate();
    const verifier = await ShareVerifier.fromPublicKey(signer.publicKey, signer.token);
    expect(tokenOf(verifier.shareId)).toBe(signer.token);
    expect(await verifier.hasSignedManifest(head, await signer.signManifest(head))).toBe(true);
    expect(await verifier.hasSignedBlock(await signer.signBlock(7, block), block)).toBe(true);
  });

  test('another key does not hash to the token', async () => {
    const [signer, other] = await Promise.all([ShareSigner.generate(), ShareSigner.generate()]);
    await expect(ShareVerifier.fromPublicKey(other.publicKey, signer.token)).rejects.toMatchObject({ code: 'manifest-forged' });
    await expect(ShareVerifier.fromPublicKey('AAAA', signer.token)).rejects.toMatchObject({ code: 'manifest-forged' });
  });

  test('a changed head, bit, index or length is refused', async () => {
    const signer = await ShareSigner.generate();
    const verifier = await ShareVerifier.fromPublicKey(signer.publicKey, signer.token);
    const signature = await signer.signManifest(head);
    expect(await verifier.hasSignedManifest({ ...head, bytes: 1001 }, signature)).toBe(false);
    expect(await verifier.hasSignedManifest(head, 'AAAA')).toBe(false);
    const proof = await signer.signBlock(7, block);
    const flipped = block.slice();
    flipped[999] = 4;
    expect(await verifier.hasSignedBlock(proof, flipped)).toBe(false);
    expect(await verifier.hasSignedBlock({ ...proof, block: 8 }, block)).toBe(false);
    expect(await verifier.hasSignedBlock({ ...proof, length: 999 }, block.slice(0, 999))).toBe(false);
    expect(await verifier.hasSignedBlock(proof, block.slice(0, 999))).toBe(false);
  });
});
