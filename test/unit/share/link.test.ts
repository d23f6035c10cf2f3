import { describe, expect, test } from 'vitest';

import { parseFragment, shareLink } from '../../../src/share/link.ts';
import { ShareSigner, ShareVerifier } from '../../../src/share/share-key.ts';
import { deriveCapability, parseToken, tokenOf, type Token } from '../../../src/share/token.ts';
import vectors from '../../vectors/token.json' with { type: 'json' };

const token = 'AAECAwQFBgcICQoLDA0ODw' as Token;

describe('links', () => {
  test('the token stands in the fragment, and comes out of it again', () => {
    const link = shareLink('https://example.test/some/page?x=1#old', token);
    expect(link).toBe(`https://example.test/#${token}`);
    expect(parseFragment(new URL(link).hash)).toBe(token);
  });

  test.each(['.', ').', '…', '。'])('what a messenger adds behind it is cut: %s', (tail) => expect(parseFragment(`#${token}${tail}`)).toBe(token));

  test.each(['', '#', `#${token.slice(1)}`, `#${token}x`, '#AAECAwQFBgcICQoLDA0ODx', '#한국어'])('%s is malformed', (fragment) => {
    expect(() => parseFragment(fragment)).toThrowError(expect.objectContaining({ code: 'link-malformed' }) as Error);
  });
});

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
