/** A server that does all it can: nothing follows but refusal and delay. The real sessions, in a real browser. */
import { afterEach, describe, expect, inject, test, vi } from 'vitest';

import { isUnreached } from '../../../src/protocol/errors.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { closeAll, is, randomFile, seen, sha256, startReceiver, startSenderAt, type Receiver } from './people.ts';

afterEach(() => {
  vi.useRealTimers();
  closeAll();
});

async function takes(receiver: Receiver, file: File): Promise<void> {
  receiver.share.accept('download');
  const [saved] = await receiver.saved;
  expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
}

describe('S2, S3, S4: a server that', () => {
  test.each([
    { malice: 'replay', does: 'says everything again, and again' },
    { malice: 'duplicate', does: 'says everything twice' },
    { malice: 'invent', does: 'invents peers, and what they say' },
    { malice: 'impersonate', does: 'speaks in the name of peers, without their key' },
    { malice: 'garbage', does: 'talks garbage' },
  ] as const)(
    '$malice: $does: the files arrive all the same',
    async ({ malice }) => {
      const at = inject('hostile')[malice];
      const file = randomFile('file.bin', 2 * BLOCK_BYTES + 1);
      const sender = await startSenderAt(at, file);
      const receiver = startReceiver(sender.token, { at });
      const view = await seen<ReceiveView>(receiver.share, is('ready'));
      expect(view.files).toEqual([{ path: 'file.bin', bytes: file.size }]);
      await takes(receiver, file);
      await seen<SendView>(sender.share, is('done'));
    },
    30_000,
  );

  test('tamper: changes a character of each envelope, fingerprints among them: nobody connects, and nothing is believed', async () => {
    const at = inject('hostile').tamper;
    const sender = await startSenderAt(at, randomFile('file.bin', 1000));
    const receiver = startReceiver(sender.token, { at });
    const view = await seen<ReceiveView>(receiver.share, is('waiting'));
    expect(view).toMatchObject({ note: 'for-sender', amount: undefined, files: [] });
    expect(sender.share.view).toMatchObject({ status: 'waiting', receivers: [] });
  });

  test.each([
    { malice: 'reorder', does: 'turns the order around' },
    { malice: 'confuse', does: 'has peers come and go who do not' },
    { malice: 'drop-half', does: 'drops every second message' },
  ] as const)(
    '$malice: $does: the files arrive, or it is said that they do not',
    async ({ malice }) => {
      // With the clock, until it must be moved on: timers that run already must be among the false ones.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
      const at = inject('hostile')[malice];
      const file = randomFile('file.bin', BLOCK_BYTES);
      const sender = await startSenderAt(at, file);
      const receiver = startReceiver(sender.token, { at });
      const isClear = () => is('ready', 'waiting', 'failed')(receiver.share.view);
      await expect
        .poll(isClear, { timeout: 5000 })
        .toBe(true)
        .catch(() => {});
      // Half a minute for each of two attempts, as if it had passed.
      for (let step = 0; step < 40 && !isClear(); step++) await vi.advanceTimersByTimeAsync(2000);
      vi.useRealTimers();
      expect(isClear()).toBe(true);
      const { status, error } = receiver.share.view;
      if (status === 'ready') await takes(receiver, file);
      else if (status === 'failed')
        expect(isUnreached(error?.code ?? 'internal') || error?.code === 'messages-limited').toBe(true);
      else expect(receiver.share.view).toMatchObject({ note: 'for-sender' });
    },
    60_000,
  );
});
