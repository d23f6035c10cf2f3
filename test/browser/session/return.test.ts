/** A sender whose page was reloaded: the link goes on, with the same files and with no others. */
import { deleteDB } from 'idb';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { parseSentFragment } from '../../../src/rendezvous/link.ts';
import { IdbSentShares } from '../../../src/storage/records/idb-sent-shares.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  returnSender,
  seen,
  sha256,
  startStoredSender,
  startReceiver,
  type Sender,
} from './people.ts';

const NAME = `test-return-${Date.now()}`;
const sent = new IdbSentShares(NAME);

afterEach(closeAll);
afterAll(async () => {
  await sent.close();
  await deleteDB(NAME);
});

const idOf = ({ share }: Sender): string => parseSentFragment(share.fragment)!;

function listOf(...files: File[]): FileList {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}

/** As a page that is reloaded leaves it. */
async function left(...files: File[]): Promise<Sender> {
  const sender = await startStoredSender(sent, files);
  await seen<SendView>(sender.share, ({ note }) => note === 'for-receiver');
  await expect.poll(() => sent.get(idOf(sender))).toBeDefined();
  sender.share.leave();
  return sender;
}

describe('a sender that comes back', () => {
  test('in the middle of a transfer: with the same files the receiver goes on by itself, where it was', async () => {
    const file = randomFile('long.bin', 60 * BLOCK_BYTES);
    const sender = await startStoredSender(sent, [file]);
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    const { bytesDone } = await seen<ReceiveView>(receiver.share, ({ percent }) => (percent ?? 0) >= 20);
    sender.share.leave();
    await seen<ReceiveView>(receiver.share, ({ status, note }) => status === 'paused' && note === 'for-sender');

    const again = await returnSender(sent, idOf(sender));
    expect(again.link).toBe(sender.link);
    expect(await seen<SendView>(again.share, is('paused'))).toMatchObject({
      needs: 'files',
      note: 'files-again',
      amount: { files: 1, bytes: file.size },
    });
    again.share.chooseAgain(listOf(file));
    const { receivers } = await seen<SendView>(again.share, is('sending'));
    expect(receivers[0]!.bytesDone).toBeGreaterThanOrEqual(bytesDone);
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
    await seen<SendView>(again.share, is('done'));
  });

  test('with a file that changed is told its name, and nothing is shared until the right one comes', async () => {
    const files = [randomFile('a.bin', 10), randomFile('b.bin', 20)];
    const again = await returnSender(sent, idOf(await left(...files)));
    await seen<SendView>(again.share, is('paused'));
    again.share.chooseAgain(listOf(files[0]!, randomFile('b.bin', 21)));
    await seen<SendView>(again.share, ({ error }) => error?.code === 'source-changed');
    expect(again.share.view).toMatchObject({ status: 'paused', needs: 'files', error: { figures: { path: 'b.bin' } } });
    again.share.chooseAgain(listOf(files[0]!));
    await seen<SendView>(again.share, ({ error }) => error?.code === 'source-missing');
    expect(again.share.view).toMatchObject({ status: 'paused', needs: 'files', error: { figures: { path: 'b.bin' } } });
    again.share.chooseAgain(listOf(files[1]!)); // what was chosen before counts
    await seen<SendView>(again.share, is('waiting'));
    const receiver = startReceiver(again.token);
    expect(await ready(receiver)).toMatchObject({ files: [{ path: 'a.bin' }, { path: 'b.bin' }] });
  });

  test('with handles that may be read goes on without a question', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('handle.bin', { create: true });
    const writable = await handle.createWritable();
    await writable.write(randomFile('handle.bin', 2 * BLOCK_BYTES));
    await writable.close();
    const sender = await startStoredSender(sent, [await handle.getFile()], [handle]);
    await seen<SendView>(sender.share, ({ note }) => note === 'for-receiver');
    await expect.poll(() => sent.get(idOf(sender))).toBeDefined();
    sender.share.leave();
    const again = await returnSender(sent, idOf(sender));
    await seen<SendView>(again.share, is('waiting'));
    const receiver = startReceiver(again.token);
    await ready(receiver);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(await handle.getFile()));
  });

  test('in a second tab waits until the first is closed', async () => {
    const file = randomFile('tab.bin', 10);
    const sender = await startStoredSender(sent, [file]);
    await seen<SendView>(sender.share, ({ note }) => note === 'for-receiver');
    await expect.poll(() => sent.get(idOf(sender))).toBeDefined();
    const second = await returnSender(sent, idOf(sender));
    expect(await seen<SendView>(second.share, is('paused'))).toMatchObject({ note: 'other-tab', needs: undefined });
    sender.share.leave();
    await seen<SendView>(second.share, ({ needs }) => needs === 'files');
  });

  test('after the share was stopped finds nothing: the key is gone', async () => {
    const sender = await left(randomFile('stopped.bin', 10));
    const again = await returnSender(sent, idOf(sender));
    await seen<SendView>(again.share, is('paused'));
    again.share.cancel();
    expect(again.share.view).toMatchObject({ status: 'stopped', note: 'stopped' });
    await expect.poll(() => sent.get(idOf(sender))).toBeUndefined();
    await expect(returnSender(sent, idOf(sender))).rejects.toMatchObject({ code: 'share-unknown' });
  });
});
