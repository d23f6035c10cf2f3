/** Which blocks of a share a holder says it has: a bitfield first, then more and more. See SPEC.md, P3 and P4. */
import type { BitfieldMessage } from '../../protocol/messages/control-message.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';

export class HeldBlocks {
  readonly blocks: Bitmap;
  /** Bitfields come in ascending order, each once: none begins before this. */
  private nextFirst = 0;

  /** @param size of the share, in blocks */
  constructor(size: number) {
    this.blocks = new Bitmap(size);
  }

  get isFull(): boolean {
    return this.blocks.isFull;
  }

  /** The blocks that it names; undefined when it breaks a rule. */
  gotBitfield({ first, bits: text }: BitfieldMessage): readonly number[] | undefined {
    const bits = fromBase64url(text) ?? new Uint8Array();
    const end = first + bits.length * 8;
    if (first < this.nextFirst || first >= this.blocks.size || end > this.blocks.size + 7) return undefined;
    this.nextFirst = end;
    const blocks: number[] = [];
    for (let index = 0; index < bits.length * 8; index += 1)
      if (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) blocks.push(first + index);
    return this.gotHave(blocks) ? blocks : undefined;
  }

  /** False when it breaks a rule. One that is told twice is no harm. */
  gotHave(blocks: readonly number[]): boolean {
    if (blocks.some((block) => block >= this.blocks.size)) return false;
    for (const block of blocks) this.blocks.add(block);
    return true;
  }
}
