/** The host's word, as the founding key signs it. */
import { expect, test } from 'vitest';

import type { GuestsWord } from '../../../src/protocol/messages/guests-word.ts';
import { isWordOfHost, signGuestsWord } from '../../../src/rendezvous/guests-word.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import type { Token } from '../../../src/rendezvous/token.ts';
import { load, type VectorFile } from '../vectors/load.ts';

const { right } = load<VectorFile<{ value: { type: string } & GuestsWord }>>('link-messages');
const words = right.flatMap(({ value }) => (value.type === 'guests' ? [value] : []));
/** The link's, whose founding key the vectors have. */
const [{ token }] = load<VectorFile<{ token: Token }>>('manifest').right as [{ token: Token }];

test.each(words)('V8a: the vector of $saidMs is the word of the host', async (word) => {
  expect(await isWordOfHost(word, token)).toBe(true);
});

test('V8a: what is signed here is checked there, and only under its own link', async () => {
  const [founder, other] = [await ShareSigner.generate(), await ShareSigner.generate()];
  for (const isAllowed of [true, false]) {
    const word = await signGuestsWord(founder, isAllowed, 7);
    expect(word).toMatchObject({ isAllowed, saidMs: 7, key: founder.publicKey });
    expect(await isWordOfHost(word, founder.token)).toBe(true);
    expect(await isWordOfHost(word, other.token)).toBe(false);
  }
});

test('V8b: nothing of it can be changed, and no other statement passes for it', async () => {
  const founder = await ShareSigner.generate();
  const word = await signGuestsWord(founder, true, 7);
  const other = await signGuestsWord(await ShareSigner.generate(), true, 7);
  const host = await founder.signHost('alicealice__', 'abcdefghijk');
  const flipped = (word.signature.startsWith('A') ? 'B' : 'A') + word.signature.slice(1);
  for (const wrong of [
    { ...word, isAllowed: false },
    { ...word, saidMs: 8 },
    { ...word, key: other.key },
    { ...word, signature: other.signature },
    { ...word, signature: host.signature },
    { ...word, signature: flipped },
    { ...word, signature: 'A'.repeat(86) },
    { ...word, key: 'A'.repeat(43) },
    other,
  ])
    expect(await isWordOfHost(wrong, founder.token)).toBe(false);
  const verifier = await ShareVerifier.fromPublicKey(founder.publicKey);
  expect(await verifier.hasSignedHost('alicealice__', 'abcdefghijk', word)).toBe(false);
});
