/** What a holder has, as it says it: in messages of a bounded size, those left out in which nothing is. See SPEC.md, P3. */
import type { BitfieldMessage } from '../../protocol/messages/control-message.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { BITFIELD_BYTES } from '../../protocol/limits.ts';
import type { Bitmap } from '../../transfer/exchange/bitmap.ts';

export function bitfieldsOf(blocks: Bitmap): readonly BitfieldMessage[] {
  const bytes = blocks.toBytes();
  const messages: BitfieldMessage[] = [];
  for (let at = 0; at < bytes.length; at += BITFIELD_BYTES) {
    const bits = bytes.subarray(at, at + BITFIELD_BYTES);
    if (bits.some((byte) => byte !== 0)) messages.push({ type: 'bitfield', first: at * 8, bits: toBase64url(bits) });
  }
  return messages;
}
