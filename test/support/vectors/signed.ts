/** Manifests, and everything else that the share's key and the founding key sign. */
import {
  blockStatement,
  encodeManifestPages,
  hostShareStatement,
  manifestStatement,
} from '../../../src/protocol/manifest.ts';
import type { HostMark, ManifestFile, ManifestHead } from '../../../src/protocol/manifest.ts';
import { passingOnStatement } from '../../../src/protocol/passing-on.ts';
import { REFUSAL_CODES, refusalStatement } from '../../../src/protocol/messages/refusal.ts';
import { withdrawalStatement, type FileRange } from '../../../src/protocol/withdrawal.ts';
import { firstOf, FOUNDER, sha256, SHARE, signatureOf, textOf } from './share.ts';

export const HELLO_BYTES = Buffer.from('hello');

const file = (path: string, size: number, type = 'text/plain', mtimeMs = 0): ManifestFile => ({
  path,
  size,
  type,
  mtimeMs,
});

/** The only long list: with entries of 4,000 characters it takes two pages. */
const LONG_LIST = Array.from({ length: 9 }, (_, index) => file(`${String(index)}/${'x'.repeat(3998)}`, index));

/** The host's, unless a guest gives it. */
const LISTS: readonly { name: string; files: readonly ManifestFile[]; isGuests?: boolean }[] = [
  { name: 'one file', files: [file('a.txt', 5)] },
  { name: 'an empty file', files: [file('empty', 0, '')] },
  {
    name: 'folders, an empty folder, names that are not ASCII, a time before 1970',
    files: [
      file('photos/사진.jpg', 1_048_577, 'image/jpeg', 1_780_000_000_000),
      file('photos/"é"\\\n.txt', 3, 'text/plain', -1),
      file('photos/none', 0, 'inode/directory'),
      file('🔑', 2 ** 40, 'application/octet-stream', 1),
    ],
  },
  { name: 'two pages', files: LONG_LIST },
  { name: 'a share of a guest', files: [file('song.flac', 7, 'audio/flac')], isGuests: true },
];

const hostText = hostShareStatement(FOUNDER.shareId, SHARE.shareId);

/** By which the founding key says that the share is the host's. */
export const HOST_MARK: HostMark = { key: FOUNDER.publicKey, signature: signatureOf(hostText, FOUNDER) };

export function headOf(files: readonly ManifestFile[], pages: readonly string[]): ManifestHead {
  const bytes = Buffer.from(pages.join(''));
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    pages: pages.length,
    pageBytes: bytes.length,
    sha256: sha256(bytes).toString('base64url'),
  };
}

export const manifests = () =>
  LISTS.map(({ name, files, isGuests }) => {
    const pages = encodeManifestPages(files);
    const head = headOf(files, pages);
    const statement = manifestStatement(SHARE.shareId, head);
    return {
      name,
      token: FOUNDER.token,
      key: SHARE.publicKey,
      ...(isGuests === true ? {} : { host: HOST_MARK }),
      pages,
      head,
      statement: textOf(statement),
      signature: signatureOf(statement),
    };
  });

/** Of so many times the same. In the file they stand as they stand here. */
const BLOCKS = [
  { block: 0, hex: HELLO_BYTES.toString('hex'), times: 1 },
  { block: 67_108_863, hex: '00', times: 1 },
  { block: 1, hex: 'ff', times: 2 ** 20 },
];

const RANGES: readonly (readonly FileRange[])[] = [
  [[0, 0]],
  [
    [0, 1],
    [3, 3],
    [100, 249_999],
  ],
];

const UNTIL_MS = [1_780_000_000_000, Number.MAX_SAFE_INTEGER];

export const statements = () => {
  const withShare = { key: SHARE.publicKey };
  const signed = (statement: Uint8Array) => ({ statement: textOf(statement), signature: signatureOf(statement) });
  const { head, statement } = firstOf(manifests());
  return [
    ...BLOCKS.map(({ block, hex, times }) => {
      const bytes = Buffer.from(hex.repeat(times), 'hex');
      const digest = sha256(bytes);
      return {
        kind: 'block',
        ...withShare,
        block,
        bytes: [[hex, times]],
        length: bytes.length,
        sha256: digest.toString('base64url'),
        ...signed(blockStatement(SHARE.shareId, block, bytes.length, digest)),
      };
    }),
    ...REFUSAL_CODES.map((code) => ({
      kind: 'refusal',
      ...withShare,
      code,
      ...signed(refusalStatement(SHARE.shareId, code)),
    })),
    ...RANGES.map((ranges) => ({
      kind: 'withdrawal',
      ...withShare,
      ranges,
      ...signed(withdrawalStatement(SHARE.shareId, ranges)),
    })),
    { kind: 'manifest', ...withShare, head, ...signed(Buffer.from(statement)) },
    {
      kind: 'share',
      key: FOUNDER.publicKey,
      share: SHARE.publicKey,
      statement: textOf(hostText),
      signature: HOST_MARK.signature,
    },
    ...UNTIL_MS.map((untilMs) => ({
      kind: 'pass-on',
      ...withShare,
      untilMs,
      ...signed(passingOnStatement(SHARE.shareId, untilMs)),
    })),
  ];
};
