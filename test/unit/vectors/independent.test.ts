/** Our code against values of an independent implementation, which was written from SPEC.md alone. */
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { decodeFrame } from '../../../src/protocol/frame.ts';
import { blockStatement, encodeManifestPages, manifestStatement } from '../../../src/protocol/manifest.ts';
import { parsePeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { refusalStatement, type RefusalCode } from '../../../src/protocol/messages/refusal.ts';
import { checkedFiles, verifierOf } from '../../../src/files/fetch/checked-manifest.ts';
import { decompress } from '../../../src/files/compress/inflate.ts';
import { deriveWithPassword } from '../../../src/rendezvous/password.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability, shareIdOf, tokenOf, type Token } from '../../../src/rendezvous/token.ts';
import { peerIdOf } from '../../../src/protocol/identity.ts';
import { Sealer } from '../../../src/signaling/sealer.ts';
import vectors from '../../vectors/independent.json' with { type: 'json' };
import { fromHex, sealsLike, toHex } from './load.ts';

const token = vectors.token as Token;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** It was written from version 1, whose frames have no number of their share. What follows is the same. */
const numbered = (frame: string): Uint8Array<ArrayBuffer> => fromHex(`0102${frame}`);

async function signer(): Promise<ShareSigner> {
  const pkcs8 = fromHex(`302e020100300506032b657004220420${vectors.seed}`);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return ShareSigner.fromKey(key, vectors.publicKey);
}

describe('independent.json', () => {
  test('S1: keys, token and room', async () => {
    const shareId = await shareIdOf(bytesOf(vectors.publicKey));
    expect([toBase64url(shareId), tokenOf(shareId)]).toEqual([vectors.shareId, token]);
    const { roomId, signalingKey } = await deriveCapability(token);
    expect(roomId).toBe(vectors.room);
    expect(await sealsLike(signalingKey, vectors.signalingKey)).toBe(true);
  });

  test('S12: the key of a password', async () => {
    const { text, signalingKey } = vectors.password;
    for (const typed of [text.normalize('NFC'), text.normalize('NFD')])
      expect(await sealsLike((await deriveWithPassword(token, typed)).signalingKey, signalingKey)).toBe(true);
  });

  test('R2: the peer id', async () => {
    expect(await peerIdOf(bytesOf(vectors.identity.secret))).toBe(vectors.identity.peerId);
  });

  test('S1, S3: the envelopes open', async () => {
    const { from, to, plain, payload, sequence2to32, withPassword } = vectors.envelope;
    const link = await deriveCapability(token);
    const receiver = new Sealer(link.signalingKey, link.roomId, to);
    const message = parsePeerMessage(plain);
    expect(message).toBeDefined();
    expect(await receiver.open(from, payload)).toEqual(message);
    expect(await receiver.open(from, withPassword)).toBeUndefined();
    expect(await receiver.open(from, sequence2to32)).toEqual(message);
    const other = await deriveWithPassword(token, vectors.password.text);
    expect(await new Sealer(other.signalingKey, other.roomId, to).open(from, withPassword)).toEqual(message);
  });

  test('M3: to M5 the manifest', async () => {
    const { page, head, statement, signature } = vectors.manifest;
    const { verifier, isHosts } = await verifierOf({ head, key: vectors.publicKey, signature }, token);
    expect(isHosts).toBe(false); // version 1 had no mark of the host
    expect(textOf(manifestStatement(verifier.shareId, head))).toBe(statement);
    expect(encodeManifestPages(await checkedFiles(head, [page]))).toEqual([page]);
    expect(await (await signer()).signManifest(head)).toBe(signature);
  });

  test('D3, S10: a block and a refusal', async () => {
    const verifier = await ShareVerifier.fromPublicKey(vectors.publicKey);
    const blockSignature = await (await signer()).signBlock(0, fromHex(vectors.block.bytes));
    expect(toBase64url(blockSignature.signature)).toBe(vectors.block.signature);
    expect(textOf(blockStatement(verifier.shareId, 0, blockSignature.length, blockSignature.sha256))).toBe(
      vectors.block.statement,
    );
    const code = vectors.refusal.code as RefusalCode;
    expect(await (await signer()).signRefusal(code)).toMatchObject({ signature: vectors.refusal.signature });
    expect(textOf(refusalStatement(verifier.shareId, code))).toBe(vectors.refusal.statement);
  });

  test('D1, D11: the frames', async () => {
    const { frames, block } = vectors;
    expect(decodeFrame(numbered(frames.request))).toEqual({
      type: 'request',
      piece: { block: 3, offset: 262_144, length: 262_144 },
    });
    const verifier = await ShareVerifier.fromPublicKey(vectors.publicKey);
    const blockSignature = decodeFrame(numbered(frames['block-signature']));
    if (blockSignature?.type !== 'block-signature') throw new Error('not read as a block signature');
    expect(await verifier.hasSignedBlock(blockSignature.blockSignature, fromHex(block.bytes))).toBe(true);
    const chunk = decodeFrame(numbered(frames.chunk));
    if (chunk?.type !== 'chunk') throw new Error('not read as a chunk');
    expect(toHex(chunk.chunk.payload)).toBe(block.bytes);
    const compressed = decodeFrame(numbered(frames.compressed));
    if (compressed?.type !== 'compressed') throw new Error('not read as compressed');
    const plain = new Uint8Array(compressed.compressed.length).fill(1);
    expect(decompress(compressed.compressed.payload, plain)).toBe(true);
    expect(plain).toEqual(new Uint8Array(1024));
  });
});
