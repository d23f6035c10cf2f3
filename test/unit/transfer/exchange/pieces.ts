/** What the tests of both machines are about: pieces, and what comes for them. */
import type { Piece, BlockSignature } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { blockCount } from '../../../../src/protocol/manifest.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';

export const MB4 = 4 * BLOCK_BYTES;
export const blockSignature = (block: number, length = BLOCK_BYTES): BlockSignature => ({
  block,
  length,
  sha256: new Uint8Array(32),
  signature: new Uint8Array(64),
});
export const chunk = ({ block, offset }: Piece, length: number) => ({ block, offset, payload: new Uint8Array(length) });

export const requests = (effects: readonly ReceiveEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'request' ? [effect.piece] : []));
export const kinds = (effects: readonly { type: string }[]) => effects.map(({ type }) => type);

export const receiver = (bytes: number) => new ReceiveMachine(bytes, new Bitmap(blockCount(bytes)));
