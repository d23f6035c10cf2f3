/** Paused by hand on either side, stalled by nobody's hand, or at work in another tab. */
import { afterEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { STALL_MS } from '../../../src/transfer/watch/stall-watch.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  sha256,
  startBrowser,
  startReceiver,
  startSender,
  type Receiver,
  type Sender,
} from './people.ts';

afterEach(closeAll);

const file = randomFile('pause.bin', 40 * BLOCK_BYTES);

async function underWay(percent = 10): Promise<{ sender: Sender; receiver: Receiver }> {
  const sender = await startSender(file);
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  await seen<ReceiveView>(receiver.share, (view) => (view.percent ?? 0) >= percent);
  return { sender, receiver };
}

const arrives = async ({ saved }: Receiver): Promise<void> =>
  expect(await sha256((await saved)[0]!.blob)).toBe(await sha256(file));

/** Longer than any stall: nothing may move, and nobody may do anything about it. */
async function nothingMoves({ share }: Receiver): Promise<void> {
  const statuses = new Set<string>();
  const watching = new AbortController();
  // What is under way when it is paused still comes.
  let bytesDone = -1;
  await expect
    .poll(
      () => {
        const isStill = share.view.bytesDone === bytesDone;
        ({ bytesDone } = share.view);
        return isStill;
      },
      { interval: 500, timeout: 10_000 },
    )
    .toBe(true);
  share.onChange(() => statuses.add(share.view.status), watching.signal);
  await new Promise((resolve) => setTimeout(resolve, STALL_MS + 1500));
  watching.abort();
  expect(share.view.bytesDone).toBe(bytesDone);
  expect([...statuses].filter((status) => status !== 'paused')).toEqual([]);
}

describe('C9: a pause', () => {
  test('by the receiver: both say so, nothing moves, and it goes on where it was', async () => {
    const { sender, receiver } = await underWay();
    receiver.share.pause();
    expect(receiver.share.view).toMatchObject({ status: 'paused', note: 'paused-here', isPaused: true, isBusy: true });
    expect(await seen<SendView>(sender.share, is('paused'))).toMatchObject({
      note: 'receiver-paused',
      receivers: [{ status: 'paused' }],
    });
    await nothingMoves(receiver);
    receiver.share.resume();
    expect(receiver.share.view).toMatchObject({ status: 'receiving', isPaused: false });
    await seen<SendView>(sender.share, is('sending'));
    await arrives(receiver);
    await seen<SendView>(sender.share, is('done'));
  }, 40_000);

  test('by the sender: the receiver says whose it is, nothing moves, and it goes on where it was', async () => {
    const { sender, receiver } = await underWay();
    sender.share.pause();
    expect(sender.share.view).toMatchObject({
      status: 'paused',
      note: 'paused-here',
      isPaused: true,
      receivers: [{ status: 'paused' }],
    });
    expect(await seen<ReceiveView>(receiver.share, is('paused'))).toMatchObject({
      note: 'sender-paused',
      isPaused: false,
    });
    await nothingMoves(receiver);
    sender.share.resume();
    await seen<ReceiveView>(receiver.share, is('receiving'));
    await arrives(receiver);
    await seen<SendView>(sender.share, is('done'));
  }, 40_000);

  test('is told to those who come later: they see the list, and wait with it', async () => {
    const sender = await startSender(file);
    await seen<SendView>(sender.share, ({ note }) => note === 'for-receiver');
    sender.share.pause();
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    await seen<ReceiveView>(receiver.share, ({ note }) => note === 'sender-paused');
    expect(receiver.share.view.bytesDone).toBe(0);
    sender.share.resume();
    await arrives(receiver);
  });

  test('does not keep from cancelling', async () => {
    const { sender, receiver } = await underWay();
    receiver.share.pause();
    receiver.share.cancel();
    expect(receiver.share.view).toMatchObject({ status: 'ready', note: 'cancelled', isPaused: undefined });
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'cancelled-by-receiver');
  });
});

describe('the same share in two tabs', () => {
  test('the second says where the first is, and goes on when that is closed', async () => {
    const sender = await startSender(file);
    const browser = startBrowser();
    const first = startReceiver(sender.token, { browser });
    await ready(first);
    first.share.accept('download');
    await seen<ReceiveView>(first.share, ({ percent }) => (percent ?? 0) >= 30);
    first.share.pause();
    const second = startReceiver(sender.token, { browser });
    expect(await seen<ReceiveView>(second.share, is('paused'))).toMatchObject({
      note: 'other-tab',
      choices: [],
      isBusy: false,
    });
    const { bytesDone } = first.share.view;
    first.share.leave();
    expect(await seen<ReceiveView>(second.share, is('ready'))).toMatchObject({
      note: 'tab-closed',
      choices: ['download'],
    });
    second.share.accept('download');
    expect((await seen<ReceiveView>(second.share, (view) => view.bytesDone > 0)).bytesDone).toBeGreaterThanOrEqual(
      bytesDone,
    );
    await arrives(second);
  });

  test('that were both open before: the one that starts later finds the other at work', async () => {
    const sender = await startSender(file);
    const browser = startBrowser();
    const [first, second] = [startReceiver(sender.token, { browser }), startReceiver(sender.token, { browser })];
    await Promise.all([ready(first), ready(second)]);
    first.share.accept('download');
    await seen<ReceiveView>(first.share, is('receiving'));
    second.share.accept('download');
    expect(await seen<ReceiveView>(second.share, is('paused'))).toMatchObject({ note: 'other-tab' });
    await arrives(first);
    await seen<ReceiveView>(second.share, is('ready'));
  });
});
