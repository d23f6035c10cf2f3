import { afterEach, describe, expect, test } from 'vitest';

import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { Token } from '../../../src/rendezvous/token.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  sha256,
  startBrowser,
  startImpostor,
  startReceiver,
  startSender,
} from './people.ts';

afterEach(closeAll);

describe('a share, from one end to the other', () => {
  test.each([0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 5 * BLOCK_BYTES + 7])(
    'C2, C6: %i bytes arrive, and both sides say Done',
    async (bytes) => {
      const file = randomFile('파일 📦.bin', bytes);
      const sender = await startSender(file);
      const receiver = startReceiver(sender.token);
      const view = await ready(receiver);
      expect(view.files).toEqual([{ path: '파일 📦.bin', bytes }]);
      expect(view.choices).toEqual(['download']);
      receiver.share.accept('download');
      const [saved] = await receiver.saved;
      expect(await sha256(saved!.blob)).toBe(await sha256(file));
      expect(saved!.mtimeMs).toBe(file.lastModified);
      expect((await seen<ReceiveView>(receiver.share, is('done'))).percent).toBe(100);
      const done = await seen<SendView>(sender.share, is('done'));
      expect(done.receivers).toMatchObject([{ number: 1, status: 'done', bytesDone: bytes }]);
    },
  );

  test('S13: the list is seen and accepted before there is a link', async () => {
    const signer = await ShareSigner.generate();
    const share = await ServedShare.create(new FileSource([{ path: 'early', file: randomFile('early', 10) }]), signer, {
      founder: signer,
    });
    const [released, accepted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await startImpostor(signer, {
      preview: share.preview,
      release: released.promise,
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0]! });
      },
      control: (_, text) => text.includes('"accept"') && accepted.resolve(),
    });
    const receiver = startReceiver(signer.token);
    expect(await seen<ReceiveView>(receiver.share, ({ choices }) => choices.length > 0)).toMatchObject({
      status: 'connecting',
      files: [{ path: 'early', bytes: 10 }],
    });
    receiver.share.accept('download');
    expect(await seen<ReceiveView>(receiver.share, ({ percent }) => percent === 0)).toMatchObject({
      status: 'connecting',
    });
    released.resolve();
    await accepted.promise;
    expect(await seen<ReceiveView>(receiver.share, is('receiving'))).toMatchObject({ percent: 0 });
  });

  test('2,000 files arrive under their paths', async () => {
    const files = Array.from(
      { length: 2000 },
      (_, index) => new File([`${index}`], `folder/sub ${index % 7}/${index}.txt`),
    );
    const sender = await startSender(...files);
    const receiver = startReceiver(sender.token);
    expect(await ready(receiver)).toMatchObject({ amount: { files: 2000 }, choices: ['zip'] });
    receiver.share.accept('zip');
    const saved = await receiver.saved;
    expect(saved.map(({ path }) => path)).toEqual(files.map(({ name }) => name));
    expect(await saved[1999]!.blob.text()).toBe('1999');
    await seen<SendView>(sender.share, is('done'));
  });

  test('the sender comes after the receiver', async () => {
    const first = await startSender(randomFile('a', 10));
    first.share.leave();
    // The room of a share whose sender is not there yet: as a receiver with yesterday's link sees it.
    const receiver = startReceiver(first.token);
    expect(await seen<ReceiveView>(receiver.share, is('waiting'))).toMatchObject({
      note: 'for-sender',
      amount: undefined,
    });
  });

  test('three receivers at once, one of which cancels half-way: the others finish', async () => {
    const file = randomFile('three.bin', 24 * BLOCK_BYTES);
    const sender = await startSender(file);
    const receivers = [1, 2, 3].map(() => startReceiver(sender.token));
    await Promise.all(receivers.map(ready));
    for (const { share } of receivers) share.accept('download');
    await seen<ReceiveView>(receivers[1]!.share, ({ percent }) => (percent ?? 0) > 20);
    receivers[1]!.share.cancel();
    expect(receivers[1]!.share.view).toMatchObject({ status: 'ready', note: 'cancelled', choices: ['download'] });
    for (const receiver of [receivers[0]!, receivers[2]!]) {
      const [saved] = await receiver.saved;
      expect(await sha256(saved!.blob)).toBe(await sha256(file));
    }
    const view = await seen<SendView>(
      sender.share,
      ({ receivers: all }) => all.filter(({ status }) => status === 'done').length === 2,
    );
    expect(view.receivers.map(({ status, error }) => error ?? status).sort()).toEqual([
      'cancelled-by-receiver',
      'done',
      'done',
    ]);
  });

  test('who has cancelled can start again', async () => {
    const file = randomFile('again.bin', 30 * BLOCK_BYTES);
    const sender = await startSender(file);
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    await seen<ReceiveView>(receiver.share, ({ percent }) => (percent ?? 0) > 10);
    receiver.share.cancel();
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'cancelled-by-receiver');
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
    const view = await seen<SendView>(sender.share, is('done'));
    expect(view.receivers).toMatchObject([{ number: 1, status: 'done' }]);
  });

  test('S8: the sender cancels: the receiver is told at once', async () => {
    const sender = await startSender(randomFile('c.bin', 100 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    await seen<ReceiveView>(receiver.share, ({ percent }) => (percent ?? 0) > 5);
    sender.share.cancel();
    const view = await seen<ReceiveView>(receiver.share, is('stopped'));
    expect(view).toMatchObject({ error: { code: 'cancelled-by-sender' }, choices: [] });
    expect(sender.share.view).toMatchObject({ status: 'stopped', note: 'stopped' });
  });

  test('a file that can no longer be read ends it by its name', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('gone.txt', { create: true });
    const write = async (file: File) => {
      const writable = await handle.createWritable();
      await writable.write(file);
      await writable.close();
    };
    await write(randomFile('gone.txt', 3 * BLOCK_BYTES));
    const sender = await startSender(await handle.getFile());
    await write(randomFile('gone.txt', 2 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'source-changed', figures: { path: 'gone.txt' } },
    });
  });

  test('too little space is said with figures, before anybody accepts', async () => {
    const sender = await startSender(randomFile('large.bin', 5 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES });
    const view = await seen<ReceiveView>(receiver.share, is('failed'));
    expect(view.error).toMatchObject({
      code: 'space-short',
      figures: { neededBytes: 5 * BLOCK_BYTES, freeBytes: BLOCK_BYTES },
    });
    expect(view.choices).toEqual(['download']); // after making room
  });

  test('space that is gone by the time of the click is said as well, and nothing is kept', async () => {
    const sender = await startSender(randomFile('large.bin', 5 * BLOCK_BYTES));
    const browser = startBrowser();
    let freeBytes = 10 * BLOCK_BYTES;
    const receiver = startReceiver(sender.token, { freeBytes: () => freeBytes, browser });
    await ready(receiver);
    freeBytes = BLOCK_BYTES;
    receiver.share.accept('download');
    expect((await seen<ReceiveView>(receiver.share, is('failed'))).error).toMatchObject({
      code: 'space-short',
      figures: { freeBytes: BLOCK_BYTES },
    });
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'space-short');
    await expect.poll(() => browser.vaults.list()).toEqual([]);
    await expect.poll(() => browser.ledger.list()).toEqual([]);
  });

  test('a sender that goes away is missed within seconds, also in mid-transfer', async () => {
    const sender = await startSender(randomFile('x', 100 * BLOCK_BYTES));
    const [looking, taking] = [startReceiver(sender.token), startReceiver(sender.token)];
    await Promise.all([ready(looking), ready(taking)]);
    taking.share.accept('download');
    await seen<ReceiveView>(taking.share, ({ percent }) => (percent ?? 0) > 5);
    globalThis.dispatchEvent(new PageTransitionEvent('pagehide')); // what closing the tab does; ends these receivers' rooms, too
    await expect.poll(() => taking.share.view.status).not.toBe('receiving');
  });

  test('a wrong token finds nobody', async () => {
    const receiver = startReceiver('AAECAwQFBgcICQoLDA0ODw' as Token);
    expect(await seen<ReceiveView>(receiver.share, is('waiting'))).toMatchObject({ note: 'for-sender' });
  });
});
