import { afterEach, describe, expect, test } from 'vitest';

import { encodeChunk, encodeBlockSignature, decodeFrame } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
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
} from './people.ts';

afterEach(closeAll);

/** A share that is offered by nobody but the impostor. */
async function offered(file: File) {
  const signer = await ShareSigner.generate();
  return {
    signer,
    share: await ServedShare.create(new FileSource([{ path: file.name, file }]), signer, { founder: signer }),
    token: signer.token,
  };
}

const failed = async (token: Parameters<typeof startReceiver>[0]) => {
  const receiver = startReceiver(token);
  const { error } = await seen<ReceiveView>(receiver.share, is('failed'));
  return error?.code;
};

describe('a sender that is none, or lies', () => {
  test('C1a: garbage on the control channel', async () => {
    const { signer, token } = await offered(randomFile('a', 1));
    await startImpostor(signer, { open: ({ tell }) => tell({ type: 'page', page: -1 }) });
    expect(await failed(token)).toBe('peer-misbehaved');
  });

  test('D1: garbage on the data channel', async () => {
    const { signer, token } = await offered(randomFile('a', 1));
    await startImpostor(signer, { open: ({ frame }) => frame(new Uint8Array(100)) });
    expect(await failed(token)).toBe('peer-misbehaved');
  });

  test('M1: a manifest by a key that the link does not name', async () => {
    const { signer, token } = await offered(randomFile('a', 1));
    const other = await offered(randomFile('b', 1));
    await startImpostor(signer, { open: ({ tell }) => tell(other.share.manifest) });
    expect(await failed(token)).toBe('manifest-forged');
  });

  test('M1: a manifest whose head was changed behind the signature', async () => {
    const { signer, share, token } = await offered(randomFile('a', 1));
    await startImpostor(signer, { open: ({ tell }) => tell({ ...share.manifest, head: { ...share.head, bytes: 2 } }) });
    expect(await failed(token)).toBe('manifest-forged');
  });

  test('S13: a preview by a key that the link does not name', async () => {
    const { signer, token } = await offered(randomFile('a', 1));
    const other = await offered(randomFile('b', 1));
    await startImpostor(signer, { preview: other.share.preview, release: new Promise(() => {}), open: () => {} });
    expect(await failed(token)).toBe('manifest-forged');
  });

  test('S13: a preview with another page than the signed one', async () => {
    const { signer, share, token } = await offered(randomFile('a', 1));
    const preview = { ...share.preview!, page: share.pages[0]!.replace('"a"', '"b"') };
    await startImpostor(signer, { preview, release: new Promise(() => {}), open: () => {} });
    expect(await failed(token)).toBe('manifest-bad');
  });

  test('S13: a preview of something else than what is then offered', async () => {
    const { share, signer, token } = await offered(randomFile('a', 1));
    const { preview } = await ServedShare.create(new FileSource([{ path: 'b', file: randomFile('b', 2) }]), signer, {
      founder: signer,
    });
    await startImpostor(signer, {
      preview,
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0]! });
      },
    });
    expect(await failed(token)).toBe('manifest-bad');
  });

  test('M5: pages that are not the signed ones', async () => {
    const { signer, share, token } = await offered(randomFile('a', 1));
    await startImpostor(signer, {
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0]!.replace('"a"', '"b"') });
      },
    });
    expect(await failed(token)).toBe('manifest-bad');
  });

  test('M4a: a page before the manifest', async () => {
    const { signer, token } = await offered(randomFile('a', 1));
    await startImpostor(signer, { open: ({ tell }) => tell({ type: 'page', page: 0, text: '[]' }) });
    expect(await failed(token)).toBe('peer-misbehaved');
  });

  /** Says the true manifest, and answers requests as `answer` says. */
  const startLiar = async (
    share: ServedShare,
    signer: ShareSigner,
    answer: (impostor: Impostor, block: number, offset: number, length: number) => Promise<void>,
  ) => {
    await startImpostor(signer, {
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0] });
      },
      frame: (impostor, bytes) => {
        const frame = decodeFrame(bytes);
        if (frame?.type === 'request') void answer(impostor, frame.piece.block, frame.piece.offset, frame.piece.length);
      },
    });
  };

  const fails = async (share: ServedShare, signer: ShareSigner, answer: Parameters<typeof startLiar>[2]) => {
    await startLiar(share, signer, answer);
    const receiver = startReceiver(signer.token);
    await ready(receiver);
    receiver.share.accept('download');
    const view = await seen<ReceiveView>(receiver.share, is('failed'));
    return view.error?.code;
  };

  test('D6: a flipped bit, three times', async () => {
    const { share, signer } = await offered(randomFile('a', 2 * BLOCK_BYTES));
    const blocks = new Set<number>();
    expect(
      await fails(share, signer, async ({ frame }, block, offset, length) => {
        const { bytes, blockSignature } = await share.block(block);
        blocks.add(block);
        const flipped = bytes.slice();
        flipped[0] = (flipped[0] ?? 0) ^ 1;
        if (offset === 0) frame(encodeBlockSignature(0, blockSignature));
        for (let at = offset; at < offset + length; at += 65_536)
          frame(encodeChunk(0, block, at, flipped.subarray(at, Math.min(at + 65_536, offset + length))));
      }),
    ).toBe('block-forged');
  });

  test('D3: blocks signed by another key', async () => {
    const { share, signer } = await offered(randomFile('a', BLOCK_BYTES));
    const { bytes } = await share.block(0);
    const blockSignature = await (await ShareSigner.generate()).signBlock(0, bytes);
    expect(
      await fails(share, signer, async ({ frame }, block, offset, length) => {
        if (offset === 0) frame(encodeBlockSignature(0, blockSignature));
        for (let at = offset; at < offset + length; at += 65_536)
          frame(encodeChunk(0, block, at, bytes.subarray(at, Math.min(at + 65_536, offset + length))));
      }),
    ).toBe('block-forged');
  });

  test('D5: blocks that nobody asked for', async () => {
    const { share, signer } = await offered(randomFile('a', 8 * BLOCK_BYTES));
    expect(await fails(share, signer, async ({ frame }) => frame(encodeChunk(0, 7, 0, new Uint8Array(1000))))).toBe(
      'peer-misbehaved',
    );
  });

  test('an impostor in the room disturbs nobody: the true sender delivers', async () => {
    const file = randomFile('true.bin', 3 * BLOCK_BYTES);
    const sender = await startSender(file);
    const other = await offered(randomFile('false', 1));
    await startImpostor(sender.token, { open: ({ tell }) => tell(other.share.manifest) });
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
  });

  test('names that climb come out safe', async () => {
    const { signer } = await offered(randomFile('a', 1));
    const files = ['../../etc/passwd', '__proto__', 'con.txt', 'a\u202Egpj.exe'].map((path) => ({
      path,
      file: randomFile('x', 1),
    }));
    const share = await ServedShare.create(new FileSource(files), signer, { founder: signer });
    await startLiar(share, signer, async () => {});
    const view = await ready(startReceiver(signer.token));
    expect(view.files.map(({ path }) => path)).toEqual(['etc/passwd', '___proto__', '_con.txt', 'agpj.exe']);
  });
});
