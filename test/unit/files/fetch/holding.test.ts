/** What somebody says who passes a share on, as its receiver takes it. */
import { beforeEach, describe, expect, test } from 'vitest';

import { Decompression } from '../../../../src/files/compress/decompression.ts';
import { HeldBlocks } from '../../../../src/files/fetch/held-blocks.ts';
import { Provider, type ChunkTaker } from '../../../../src/files/fetch/provider.ts';
import type { CheckedManifest } from '../../../../src/files/fetch/checked-manifest.ts';
import { ServingCosts } from '../../../../src/files/serve/serving-costs.ts';
import { bitfieldsOf } from '../../../../src/files/serve/bitfields.ts';
import { shareLink } from '../../../../src/files/share-link.ts';
import {
  BITFIELD_BYTES,
  BLOCK_BYTES,
  MAX_BLOCK_NUMBERS,
  MAX_PASSED_ON_BLOCKS,
} from '../../../../src/protocol/limits.ts';
import type { ManifestHead } from '../../../../src/protocol/manifest.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import type { Token } from '../../../../src/rendezvous/token.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { OpenLink } from '../open-link.ts';

const BLOCKS = 20;
const PAGE = '[["a.bin",20971520,"",0]]';
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

let signer: ShareSigner;
let head: ManifestHead;
beforeEach(async () => {
  signer = await ShareSigner.generate();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(PAGE));
  const sha256 = Buffer.from(digest).toString('base64url');
  head = { files: 1, bytes: BLOCKS * BLOCK_BYTES, pages: 1, pageBytes: PAGE.length, sha256 };
});

/** A provider on an open link, and all that becomes of it. `settled` resolves when what it was told is handled. */
function heard(known?: CheckedManifest) {
  const link = new OpenLink();
  const happened: string[] = [];
  const { promise: whole, resolve } = Promise.withResolvers<CheckedManifest | string>();
  const lanes = link.lanes;
  const share = shareLink(link, { number: 1, lanes, costs: new ServingCosts(), onStop: () => {} });
  const provider = new Provider(share, 'token' as Token, new Decompression(), {
    onManifest: (_, manifest) => resolve(manifest),
    onState: () => {},
    onFault: (_, { code }) => {
      happened.push(code);
      resolve(code);
    },
    onStopped: () => {},
    onClosed: () => {},
    known: ({ key }) => (key === signer.publicKey ? known : undefined),
  });
  return { link, provider, happened, whole };
}

async function announcement(more: object = {}, untilMs = Date.now() + 1000) {
  const passOn = await signer.signPassingOn(untilMs);
  const signature = await signer.signManifest(head);
  return { type: 'manifest', share: 1, head, key: signer.publicKey, signature, passOn, isPart: true, ...more };
}

/** Of one who knows the list. */
async function listed(): Promise<CheckedManifest> {
  const { provider, whole } = heard();
  provider.got(await announcement());
  provider.got({ type: 'page', share: 1, page: 0, text: PAGE });
  const manifest = await whole;
  return typeof manifest === 'string' ? expect.fail(manifest) : manifest;
}

describe('a holder announces a share', () => {
  test('P2: who does not know the list asks for its first page', async () => {
    const { link, provider, whole } = heard();
    provider.got(await announcement());
    await expect.poll(() => link.told).toEqual([{ share: 1, type: 'pages', first: 0, count: 1 }]);
    provider.got({ type: 'page', share: 1, page: 0, text: PAGE });
    expect(await whole).toMatchObject({ files: [{ path: 'a.bin' }] });
  });

  test('P2: who knows it asks for nothing, and the list is the one that is known', async () => {
    const known = await listed();
    const { link, provider, whole } = heard(known);
    provider.got(await announcement());
    expect(await whole).toMatchObject({ files: known.files, told: { pages: [PAGE] } });
    expect(link.told).toEqual([]);
    provider.close();
  });

  test('P2: what it is told of to others is not that it is a part', async () => {
    const { told } = await listed();
    expect(told.announcement).not.toHaveProperty('isPart');
    expect(told.announcement).toHaveProperty('passOn');
  });

  test('P1: a leave that the key has not signed is a forged manifest', async () => {
    const { provider, whole } = heard();
    const passOn = { ...(await signer.signPassingOn(5)), untilMs: 6 };
    provider.got(await announcement({ passOn }));
    expect(await whole).toBe('manifest-forged');
  });

  test('P1: without a leave it is misbehaviour', async () => {
    const { provider, whole } = heard();
    provider.got(await announcement({ passOn: undefined }));
    expect(await whole).toBe('peer-misbehaved');
  });

  test('P1: a share that is too large to be passed on is not taken from a holder', async () => {
    head = { ...head, bytes: MAX_PASSED_ON_BLOCKS * BLOCK_BYTES + 1 };
    const { provider, whole } = heard();
    provider.got(await announcement());
    expect(await whole).toBe('peer-misbehaved');
  });
});

describe('what a holder has', () => {
  test('P3: comes as it was sent, however many messages it takes', () => {
    const blocks = new Bitmap(BITFIELD_BYTES * 8 * 3 + 5);
    for (const block of [0, 9, BITFIELD_BYTES * 8 * 2 + 1, blocks.size - 1]) blocks.add(block);
    const messages = bitfieldsOf(blocks);
    expect(messages.map(({ first }) => first)).toEqual([0, BITFIELD_BYTES * 16, BITFIELD_BYTES * 24]);
    const held = new HeldBlocks(blocks.size);
    for (const message of messages) expect(held.gotBitfield(message)).toBeDefined();
    expect(held.blocks.toBytes()).toEqual(blocks.toBytes());
  });

  test.each([
    ['a bit beyond the last block', [{ first: 0, bits: new Uint8Array([0, 0, 0x10]) }]],
    ['bytes beyond the last block', [{ first: 16, bits: new Uint8Array([1, 0]) }]],
    ['a first that lies outside', [{ first: BLOCKS, bits: new Uint8Array([1]) }]],
    [
      'one that goes back',
      [
        { first: 8, bits: new Uint8Array([1]) },
        { first: 0, bits: new Uint8Array([1]) },
      ],
    ],
    [
      'the same again',
      [
        { first: 0, bits: new Uint8Array([1]) },
        { first: 0, bits: new Uint8Array([1]) },
      ],
    ],
  ])('P3: %s is misbehaviour', (_, messages) => {
    const held = new HeldBlocks(BLOCKS);
    const told = messages.map(({ first, bits }) =>
      held.gotBitfield({ type: 'bitfield', first, bits: Buffer.from(bits).toString('base64url') }),
    );
    expect(told.at(-1)).toBeUndefined();
  });

  test('P3: a bitfield without end is refused', async () => {
    const { provider } = heard(await listed());
    const bits = Buffer.alloc(BITFIELD_BYTES + 1, 0xff).toString('base64url');
    expect(provider.got({ type: 'bitfield', share: 1, first: 0, bits })).toBe('bad');
  });

  test('P4: grows, and one outside of the share is misbehaviour', () => {
    const held = new HeldBlocks(2);
    expect([held.gotHave([0]), held.gotHave([0]), held.isFull, held.gotHave([1]), held.isFull]).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(held.gotHave([2])).toBe(false);
  });

  test('P4: more blocks than one message may name are refused', () => {
    const { provider } = heard();
    expect(provider.got({ type: 'have', share: 1, blocks: numbers(MAX_BLOCK_NUMBERS + 1) })).toBe('bad');
    expect(provider.got({ type: 'have', share: 1, blocks: numbers(MAX_BLOCK_NUMBERS) })).toBe('taken');
  });

  test('P3, P4: who is no holder says neither', async () => {
    const { provider, whole } = heard();
    provider.got(await announcement({ isPart: undefined }));
    provider.got({ type: 'have', share: 1, blocks: [0] });
    expect(await whole).toBe('peer-misbehaved');
  });

  test('P3, P4, P5: what is told during a transfer reaches it', async () => {
    const { provider, whole } = heard(await listed());
    provider.got(await announcement());
    await whole;
    const reached: unknown[] = [];
    const taker: Partial<ChunkTaker> = {
      gotHave: (_, blocks) => void reached.push(['have', blocks]),
      gotGiven: (_, blocks) => void reached.push(['given', blocks]),
    };
    provider.accept(taker as ChunkTaker, 0);
    provider.got({ type: 'bitfield', share: 1, first: 0, bits: 'BQ' });
    provider.got({ type: 'have', share: 1, blocks: [3] });
    provider.got({ type: 'given', share: 1, blocks: [4] });
    await expect
      .poll(() => reached)
      .toEqual([
        ['have', [0, 2]],
        ['have', [3]],
        ['given', [4]],
      ]);
    expect(provider.isWhole).toBe(false);
  });
});
