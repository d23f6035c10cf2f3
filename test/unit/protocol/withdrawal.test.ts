import { describe, expect, test } from 'vitest';

import { BeamError } from '../../../src/protocol/errors.ts';
import { decodeFrame, encodeWithdrawal } from '../../../src/protocol/frame.ts';
import { parseReceiverMessage, parseSenderMessage } from '../../../src/protocol/messages/control-message.ts';
import { MAX_FILES, MAX_WITHDRAWN_RANGES, MAX_WITHOUT_RANGES } from '../../../src/protocol/limits.ts';
import { filesIn, parseRanges, rangesOf, withdrawalStatement } from '../../../src/protocol/withdrawal.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';

const SIGNATURE = 'A'.repeat(85) + 'A';
const head = { files: 3, bytes: 9, pages: 1, pageBytes: 20, sha256: 'x'.repeat(43) };
const manifest = (withdrawal: unknown) =>
  parseSenderMessage(JSON.stringify({ type: 'manifest', head, key: 'k', signature: 's', withdrawal }));
const receipt = (without: unknown) =>
  parseReceiverMessage(JSON.stringify({ type: 'receipt', bytes: 9, sha256: head.sha256, without }));

describe('W2: ranges of files', () => {
  test('are made of a set, and give it back', () => {
    expect(rangesOf([7, 3, 4, 5, 0, 3])).toEqual([
      [0, 0],
      [3, 5],
      [7, 7],
    ]);
    expect([
      ...filesIn([
        [0, 0],
        [3, 5],
        [7, 7],
      ]),
    ]).toEqual([0, 3, 4, 5, 7]);
    expect(rangesOf([])).toEqual([]);
  });

  test('as they are made are read', () => {
    expect(
      parseRanges([
        [0, 0],
        [2, 5],
        [7, MAX_FILES - 1],
      ]),
    ).toEqual([
      [0, 0],
      [2, 5],
      [7, MAX_FILES - 1],
    ]);
  });

  test.each([
    ['no list', { 0: [0, 0] }],
    ['a number', [1]],
    ['half a range', [[1]]],
    ['three ends', [[1, 2, 3]]],
    ['backwards', [[2, 1]]],
    ['negative', [[-1, 1]]],
    ['a fraction', [[0.5, 1]]],
    ['text', [['1', '2']]],
    [
      'overlapping',
      [
        [0, 2],
        [2, 3],
      ],
    ],
    [
      'touching: one set would have two texts',
      [
        [0, 2],
        [3, 3],
      ],
    ],
    [
      'out of order',
      [
        [5, 5],
        [0, 0],
      ],
    ],
    ['a file that no share has', [[0, MAX_FILES]]],
  ])('%s is refused', (_, ranges) => {
    expect(parseRanges(ranges)).toBeUndefined();
  });

  test('W2: a list without end is refused', () => {
    const ranges = Array.from({ length: MAX_WITHDRAWN_RANGES + 1 }, (_, index): [number, number] => [
      2 * index,
      2 * index,
    ]);
    expect(parseRanges(ranges.slice(1))).toHaveLength(MAX_WITHDRAWN_RANGES);
    expect(parseRanges(ranges)).toBeUndefined();
    expect(decodeFrame(encodeWithdrawal(0, { ranges, signature: SIGNATURE }))).toBeUndefined();
  });
});

describe('W1: a withdrawal', () => {
  test('is signed as this text, and by the share’s key alone', async () => {
    expect(
      new TextDecoder().decode(
        withdrawalStatement(new Uint8Array(32), [
          [0, 0],
          [3, 5],
        ]),
      ),
    ).toBe(`beamline/1 withdrawn ${'A'.repeat(43)} 0-0,3-5`);
    const [signer, other] = [await ShareSigner.generate(), await ShareSigner.generate()];
    const verifier = await ShareVerifier.fromPublicKey(signer.publicKey);
    const withdrawal = await signer.signWithdrawal([[1, 2]]);
    expect(await verifier.hasSignedWithdrawal(withdrawal)).toBe(true);
    expect(await verifier.hasSignedWithdrawal({ ...withdrawal, ranges: [[1, 3]] })).toBe(false);
    expect(await verifier.hasSignedWithdrawal(await other.signWithdrawal([[1, 2]]))).toBe(false);
  });

  test('comes back from its frame', () => {
    const withdrawal = {
      ranges: [
        [0, 0],
        [3, 5],
      ] as const,
      signature: SIGNATURE,
    };
    expect(decodeFrame(encodeWithdrawal(0, withdrawal))).toEqual({ type: 'withdrawal', withdrawal });
    expect(decodeFrame(encodeWithdrawal(0, { ranges: [], signature: SIGNATURE }))).toBeUndefined();
  });

  test.each([
    ['no base64url', '!'.repeat(86)],
    ['base64url that is not canonical', `${SIGNATURE.slice(0, -1)}B`],
    ['a byte short', 'A'.repeat(84)],
    ['a byte long', 'A'.repeat(87)],
    ['nothing', ''],
  ])('has no frame when its signature is %s', (_, signature) => {
    expect(() => encodeWithdrawal(0, { ranges: [[0, 0]], signature })).toThrow(new BeamError('internal'));
  });

  test('W3: goes with the manifest; one that breaks a rule makes it none', () => {
    const withdrawal = { ranges: [[1, 1]], signature: SIGNATURE };
    expect(manifest(undefined)).not.toHaveProperty('withdrawal');
    expect(manifest(withdrawal)).toMatchObject({ withdrawal });
    for (const bad of [
      null,
      {},
      { ...withdrawal, ranges: [] },
      { ...withdrawal, signature: 'short' },
      { ...withdrawal, ranges: [[2, 1]] },
    ])
      expect(manifest(bad)).toBeUndefined();
  });

  test('W5: a receipt names what it leaves out', () => {
    expect(receipt(undefined)).toEqual({ type: 'receipt', bytes: 9, sha256: head.sha256 });
    expect(receipt([[1, 1]])).toMatchObject({ without: [[1, 1]] });
    expect(receipt([[2, 1]])).toBeUndefined();
  });

  test('W5: a receipt that leaves out more ranges than a person can choose is refused', () => {
    const ranges = Array.from({ length: MAX_WITHOUT_RANGES + 1 }, (_, index) => [2 * index, 2 * index]);
    expect(receipt(ranges.slice(1))).toHaveProperty('without.length', MAX_WITHOUT_RANGES);
    expect(receipt(ranges)).toBeUndefined();
  });
});
