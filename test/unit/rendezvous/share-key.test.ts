/** What a browser has stored of a share's key, and gets back. */
import { expect, test } from 'vitest';

import { toBase64url } from '../../../src/protocol/base64url.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';

test('a stored key signs as the one that was made', async () => {
  const made = await ShareSigner.generate();
  const stored = await ShareSigner.fromKey(made.key, made.publicKey);
  expect(stored.token).toBe(made.token);
  const verifier = await ShareVerifier.fromPublicKey(made.publicKey);
  expect(await verifier.hasSignedWithdrawal(await stored.signWithdrawal([[0, 1]]))).toBe(true);
});

test.each([
  ['no base64url', '!'.repeat(43)],
  ['base64url that is not canonical', `${'A'.repeat(42)}B`],
  ['a byte short', toBase64url(new Uint8Array(31))],
  ['a byte long', toBase64url(new Uint8Array(33))],
  ['nothing', ''],
])('a stored key whose public half is %s is none: it would have the token of no bytes', async (_, publicKey) => {
  const { key } = await ShareSigner.generate();
  await expect(ShareSigner.fromKey(key, publicKey)).rejects.toThrow(new BeamError('storage-failed'));
});
