/**
 * Senders who are the true ones and hostile: what they offer is bounded, what they push is not taken, their silence has
 * an end.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { decodeFrame, encodeChunk, encodeBlockSignature, type Piece } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES, MAX_CONTROL_CHARS } from '../../../src/protocol/limits.ts';
import type { ManifestHead } from '../../../src/protocol/manifest.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  sha256,
  startImpostor,
  startReceiver,
  startSender,
  type Impostor,
  type Receiver,
} from './people.ts';

afterEach(() => {
  vi.useRealTimers();
  closeAll();
});

async function offered(...files: { path: string; file: File }[]) {
  const signer = await ShareSigner.generate();
  const share = await ServedShare.create(
    new FileSource(files.length > 0 ? files : [{ path: 'a', file: randomFile('a', 3 * BLOCK_BYTES) }]),
    signer,
    { founder: signer },
  );
  const offer = ({ tell }: Impostor): void => {
    tell(share.manifest);
    tell({ type: 'page', page: 0, text: share.pages[0] });
  };
  return { signer, share, token: signer.token, offer };
}

const failed = async ({ share }: Receiver): Promise<string | undefined> =>
  (await seen<ReceiveView>(share, is('failed'))).error?.code;

describe('what is announced', () => {
  test.each<readonly [string, Partial<ManifestHead>]>([
    ['a million files', { files: 1_000_000, pages: 20_000 }],
    ['2^60 bytes', { bytes: 2 ** 60 }],
    ['pages of a terabyte', { pageBytes: 2 ** 40 }],
    ['more pages than files', { pages: 2 }],
  ])('M2: %s, signed by the true key, is refused before a page is taken', async (_, change) => {
    const { signer, share, token } = await offered();
    const head = { ...share.head, ...change };
    const signature = await signer.signManifest(head);
    await startImpostor(signer, { open: ({ tell }) => tell({ ...share.manifest, head, signature }) });
    const receiver = startReceiver(token);
    expect(await failed(receiver)).toBe('peer-misbehaved');
    expect(receiver.share.view).toMatchObject({ amount: undefined, files: [], choices: [] });
  });

  test('M4a: more pages than were asked for', async () => {
    const { signer, share, token, offer } = await offered(
      ...Array.from({ length: 2000 }, (_, index) => ({
        path: `folder/${'x'.repeat(40)}${index}`,
        file: new File(['x'], 'x'),
      })),
    );
    expect(share.pages.length).toBeGreaterThan(1);
    await startImpostor(signer, {
      open: (impostor) => {
        offer(impostor);
        for (let page = 1; page < 100; page++)
          impostor.tell({ type: 'page', page: share.pages.length + page, text: 'x'.repeat(20_000) });
      },
    });
    expect(await failed(startReceiver(token))).toBe('manifest-bad');
  });

  test('C1a: a control message of 200 KiB', async () => {
    const { signer, share, token } = await offered();
    await startImpostor(signer, {
      open: ({ tell }) => tell({ ...share.manifest, padding: 'x'.repeat(3 * MAX_CONTROL_CHARS) }),
    });
    expect(await failed(startReceiver(token))).toBe('peer-misbehaved');
  });

  test('M6: names that carry markup, collide, or climb are shown and written as harmless text', async () => {
    const paths = [
      '<img src=x onerror=alert(1)>.txt',
      'a.txt',
      'A.TXT',
      '../a.txt',
      '..\\..\\a.txt',
      '/etc/passwd',
      'nul',
      '\u202Etxt.exe',
      'javascript:alert(1)',
    ];
    const { signer, token, offer } = await offered(...paths.map((path) => ({ path, file: new File(['x'], 'x') })));
    await startImpostor(signer, { open: offer });
    const { files } = await ready(startReceiver(token));
    expect(files.map(({ path }) => path)).toEqual([
      '_img src=x onerror=alert(1)_.txt',
      'a.txt',
      'A (2).TXT',
      'a (3).txt',
      '.._.._a.txt',
      'etc/passwd',
      '_nul',
      'txt.exe',
      'javascript_alert(1)',
    ]);
  });
});

describe('what is pushed', () => {
  test('D5: chunks before anybody has accepted: the first one ends it', async () => {
    const { signer, token, offer } = await offered();
    await startImpostor(signer, {
      open: (impostor) => {
        offer(impostor);
        for (let index = 0; index < 50; index++) impostor.frame(encodeChunk(0, 0, 0, new Uint8Array(CHUNK_BYTES)));
      },
    });
    expect(await failed(startReceiver(token))).toBe('peer-misbehaved');
  });

  /** Offers the true list, and answers each request as `answer` says. */
  const lie = async (
    answer: (impostor: Impostor, piece: Piece, share: ServedShare) => Promise<void>,
  ): Promise<string | undefined> => {
    const { signer, share, token, offer } = await offered();
    await startImpostor(signer, {
      open: offer,
      frame: (impostor, bytes) => {
        const frame = decodeFrame(bytes);
        if (frame?.type === 'request') void answer(impostor, frame.piece, share);
      },
    });
    const receiver = startReceiver(token);
    await ready(receiver);
    receiver.share.accept('download');
    return failed(receiver);
  };

  test('D4b: a block signature of a false length', async () => {
    expect(
      await lie(async ({ frame }, { block }, share) => {
        const { blockSignature } = await share.block(block);
        frame(encodeBlockSignature(0, { ...blockSignature, length: blockSignature.length - 1 }));
      }),
    ).toBe('peer-misbehaved');
  });

  test('D4b: a block signature with a false index', async () => {
    expect(
      await lie(async ({ frame }, { block }, share) => {
        const { blockSignature } = await share.block(block);
        frame(encodeBlockSignature(0, { ...blockSignature, block: block + 1000 }));
      }),
    ).toBe('peer-misbehaved');
  });

  test("D3: another block's bytes with its blockSignature, under this one's index", async () => {
    expect(
      await lie(async ({ frame }, { block, offset, length }, share) => {
        const other = await share.block((block + 1) % 3);
        if (offset === 0) frame(encodeBlockSignature(0, { ...other.blockSignature, block }));
        for (let at = offset; at < offset + length; at += 65_536)
          frame(encodeChunk(0, block, at, other.bytes.subarray(at, Math.min(at + 65_536, offset + length))));
      }),
    ).toBe('block-forged');
  });

  test('D5: more of a piece than was asked for', async () => {
    expect(
      await lie(async ({ frame }, { block, offset, length }, share) => {
        const { bytes, blockSignature } = await share.block(block);
        if (offset === 0) frame(encodeBlockSignature(0, blockSignature));
        frame(encodeChunk(0, block, offset, bytes.subarray(offset, offset + Math.min(length, CHUNK_BYTES))));
        frame(encodeChunk(0, block, offset, bytes.subarray(offset, offset + Math.min(length, CHUNK_BYTES))));
      }),
    ).toBe('peer-misbehaved');
  });
});

describe('others with the link', () => {
  test('one who floods with false lists and frames does not keep a receiver from the true sender', async () => {
    const file = randomFile('true.bin', 3 * BLOCK_BYTES);
    const sender = await startSender(file);
    const other = await offered();
    await startImpostor(sender.token, {
      open: ({ tell, frame }) => {
        for (let index = 0; index < 100; index++) {
          tell({ type: 'page', page: index, text: 'x'.repeat(30_000) });
          tell(other.share.manifest);
          frame(crypto.getRandomValues(new Uint8Array(60_000)));
        }
      },
    });
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
  });

  test('C7: one who says that it is over cannot end the share of another', async () => {
    const file = randomFile('true.bin', 2 * BLOCK_BYTES);
    const sender = await startSender(file);
    await startImpostor(sender.token, { open: ({ tell }) => tell({ type: 'end', code: 'cancelled-by-sender' }) });
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
  });
});

describe('silence', () => {
  test('C2: of one who falls silent after the head of its list: it is said that nobody can be reached', async () => {
    // With the clock, but for a quarter of a minute when a link is open: links are real.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    const { signer, token, share } = await offered();
    let links = 0;
    await startImpostor(signer, {
      open: (impostor) => {
        links += 1;
        impostor.tell(share.manifest);
      },
    });
    const receiver = startReceiver(token);
    for (const attempt of [1, 2]) {
      await expect.poll(() => links, { timeout: 8000 }).toBe(attempt);
      await expect.poll(() => receiver.share.view.connection.stage).toBe('communicating');
      await vi.advanceTimersByTimeAsync(15_500);
    }
    await expect.poll(() => receiver.share.view.status).toBe('failed');
    expect(receiver.share.view.error).toBeDefined();
  }, 30_000);

  test('S6: of one who is there and does not answer: the receiver waits for a sender, in seconds', async () => {
    const { token } = await offered();
    const receiver = startReceiver(token);
    startReceiver(token); // another receiver: it does not answer either
    expect(await seen<ReceiveView>(receiver.share, is('waiting'))).toMatchObject({ note: 'for-sender' });
  });
});
