/** Envelopes: what their vectors say opens, and nothing else does. */
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { decodeEnvelope, encodeEnvelope, envelopeContext } from '../../../src/protocol/envelope.ts';
import { parsePeerMessage, type PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { Sealer } from '../../../src/signaling/sealer.ts';
import { firstOf } from '../../support/vectors/share.ts';
import { fromHex, load, properPrefixes, toHex, type VectorFile } from './load.ts';

interface Delivered {
  readonly key: string;
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly payload: string;
}
interface Right extends Delivered {
  readonly name: string;
  readonly sequence: number;
  readonly nonce: string;
  readonly associatedData: string;
  readonly plain: string;
}
const { right, wrong } = load<VectorFile<Right, Delivered & { before?: string }>>('envelope');

async function receiverOf({ key, room, to }: Delivered): Promise<Sealer> {
  return new Sealer(await crypto.subtle.importKey('raw', fromHex(key), 'AES-GCM', false, ['decrypt']), room, to);
}

const open = async (delivered: Delivered, payload = delivered.payload): Promise<PeerMessage | undefined> =>
  (await receiverOf(delivered)).open(delivered.from, payload);

const bytesOf = (payload: string): Uint8Array<ArrayBuffer> => fromBase64url(payload) ?? new Uint8Array();

describe('S1, S2, S3: envelope.json', () => {
  test.each(right)('$name opens', async (vector) => {
    expect(await open(vector)).toEqual(parsePeerMessage(vector.plain));
    expect(parsePeerMessage(vector.plain)).toBeDefined();
  });

  test.each(right)('$name is what we would seal', async (vector) => {
    const { key, room, from, to, sequence, nonce, plain, payload } = vector;
    const context = envelopeContext(room, from, to, sequence);
    expect(new TextDecoder().decode(context)).toBe(vector.associatedData);
    const ciphertext = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: fromHex(nonce), additionalData: context },
      await crypto.subtle.importKey('raw', fromHex(key), 'AES-GCM', false, ['encrypt']),
      new TextEncoder().encode(plain),
    );
    const envelope = { sequence, nonce: fromHex(nonce), ciphertext: new Uint8Array(ciphertext) };
    expect(toBase64url(encodeEnvelope(envelope))).toBe(payload);
    expect(decodeEnvelope(bytesOf(payload))).toEqual(envelope);
  });

  test.each(right)('$name: nothing opens that is cut, longer by a byte, or changed in one', async (vector) => {
    const bytes = bytesOf(vector.payload);
    for (const prefix of properPrefixes(bytes)) expect(await open(vector, toBase64url(prefix))).toBeUndefined();
    for (const prefix of properPrefixes(vector.payload)) expect(await open(vector, prefix)).toBeUndefined();
    expect(await open(vector, toBase64url(Uint8Array.from([...bytes, 0])))).toBeUndefined();
    for (const at of bytes.keys()) {
      const changed = bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(await open(vector, toBase64url(changed)), toHex(changed)).toBeUndefined();
    }
  });

  test.each(wrong)('dropped: $why', async ({ before, ...delivered }) => {
    const receiver = await receiverOf(delivered);
    if (before !== undefined) expect(await receiver.open(delivered.from, before)).toBeDefined();
    expect(await receiver.open(delivered.from, delivered.payload)).toBeUndefined();
  });

  test('S2: the first one of a peer has the sequence 1', async () => {
    const first = firstOf(right);
    const key = await crypto.subtle.importKey('raw', fromHex(first.key), 'AES-GCM', false, ['encrypt']);
    const message = parsePeerMessage(first.plain) as PeerMessage;
    const payload = await new Sealer(key, first.room, first.from).seal(first.to, message);
    expect(decodeEnvelope(bytesOf(payload))?.sequence).toBe(1);
    expect(await open(first, payload)).toEqual(message);
  });
});
