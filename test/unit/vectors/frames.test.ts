/** Frames of the data channels: read whole, cut at every byte, and with one byte more. */
import { describe, expect, test } from 'vitest';

import {
  decodeFrame,
  encodeChunk,
  encodeCompressed,
  encodeBlockSignature,
  encodeRequest,
  encodeWithdrawal,
  shareOfFrame,
  type Frame,
} from '../../../src/protocol/frame.ts';
import type { FileRange } from '../../../src/protocol/withdrawal.ts';
import { decompress } from '../../../src/files/compress/inflate.ts';
import { ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { fromHex, lessByOne, load, properPrefixes, toHex, whole, type Parts, type VectorFile } from './load.ts';

/** The fields of a frame as the file has them: bytes as hex. */
interface Fields {
  readonly type: Frame['type'];
  /** The number of the share on its link. */
  readonly share: number;
  readonly block?: number;
  readonly offset?: number;
  readonly length?: number;
  readonly sha256?: string;
  readonly signature?: string;
  readonly payload?: string;
  readonly plain?: string;
  readonly ranges?: readonly FileRange[];
}
type File = VectorFile<Fields & { readonly frame: string }, { readonly frame: Parts }> & {
  readonly signer: { readonly key: string };
  readonly shortest: Readonly<Record<string, number | 'whole'>>;
};
const { right, wrong, signer, shortest } = load<File>('frames');

/** Read by all rules that need no more than the share's key; undefined when one of them is broken. */
async function read(bytes: Uint8Array<ArrayBuffer>): Promise<Fields | undefined> {
  const [frame, share] = [decodeFrame(bytes), shareOfFrame(bytes) ?? -1];
  switch (frame?.type) {
    case 'request':
      return { type: 'request', share, ...frame.piece };
    case 'block-signature': {
      const { block, length, sha256, signature } = frame.blockSignature;
      return { type: 'block-signature', share, block, length, sha256: toHex(sha256), signature: toHex(signature) };
    }
    case 'chunk': {
      const { block, offset, payload } = frame.chunk;
      return { type: 'chunk', share, block, offset, payload: toHex(payload) };
    }
    case 'compressed': {
      const { block, offset, length, payload } = frame.compressed;
      const plain = new Uint8Array(length);
      if (!decompress(payload, plain)) return undefined;
      return { type: 'compressed', share, block, offset, length, payload: toHex(payload), plain: toHex(plain) };
    }
    case 'withdrawal': {
      const { withdrawal } = frame;
      const verifier = await ShareVerifier.fromPublicKey(signer.key);
      return (await verifier.hasSignedWithdrawal(withdrawal))
        ? { type: 'withdrawal', share, ...withdrawal }
        : undefined;
    }
    case undefined:
      return undefined;
  }
}

function write(bytes: Uint8Array<ArrayBuffer>): Uint8Array | undefined {
  const [frame, share] = [decodeFrame(bytes), shareOfFrame(bytes) ?? -1];
  switch (frame?.type) {
    case 'request':
      return encodeRequest(share, frame.piece);
    case 'block-signature':
      return encodeBlockSignature(share, frame.blockSignature);
    case 'chunk':
      return encodeChunk(share, frame.chunk.block, frame.chunk.offset, frame.chunk.payload);
    case 'compressed':
      return encodeCompressed(share, frame.compressed);
    case 'withdrawal':
      return encodeWithdrawal(share, frame.withdrawal);
    case undefined:
      return undefined;
  }
}

describe('D1, D11, C11, W4: frames.json', () => {
  test.each(right)('$type is read, and written again: $frame', async ({ frame, ...fields }) => {
    expect(await read(fromHex(frame))).toEqual(fields);
    expect(toHex(write(fromHex(frame)) ?? new Uint8Array())).toBe(frame);
  });

  test.each(right)('$type, cut at every byte: $frame', async ({ frame, ...fields }) => {
    const least = shortest[fields.type];
    for (const prefix of properPrefixes(fromHex(frame))) {
      const payload = toHex(prefix.subarray(11));
      const expected = fields.type === 'chunk' && prefix.length >= Number(least) ? { ...fields, payload } : undefined;
      expect(await read(prefix), toHex(prefix)).toEqual(expected);
    }
    if (typeof least === 'number' && fields.type !== 'chunk') expect(frame.length / 2).toBe(least);
  });

  test.each(right)('$type with a byte behind it: $frame', async ({ frame, ...fields }) => {
    const longer = await read(fromHex(`${frame}00`));
    const isStillWithin = fields.type === 'chunk' && fields.offset === 0;
    expect(longer).toEqual(isStillWithin ? { ...fields, payload: `${fields.payload ?? ''}00` } : undefined);
  });

  test('the same where it stands within a larger buffer', async () => {
    for (const { frame, ...fields } of right) {
      const around = fromHex(`ffffff${frame}ffffff`);
      expect(await read(around.subarray(3, around.length - 3))).toEqual(fields);
    }
  });

  test.each(wrong)('refused: $why', async ({ frame }) => {
    expect(await read(fromHex(whole(frame)))).toBeUndefined();
    if (typeof frame !== 'string') expect(await read(fromHex(whole(lessByOne(frame))))).toBeDefined();
  });
});
