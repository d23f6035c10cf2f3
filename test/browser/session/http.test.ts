/** Rooms where no WebSocket gets through: the real sessions, behind proxies that block it. */
import { afterEach, describe, expect, inject, test } from 'vitest';
import { commands } from 'vitest/browser';

import { MAX_PEERS } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  server,
  sha256,
  startReceiver,
  startSender,
  startSenderAt,
} from './people.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** So many sit in the room, until the next call with this room (test/support/room-commands.ts). */
    fillRoom(origin: string, roomId: string, count: number): Promise<void>;
  }
}

afterEach(closeAll);

const BY_HTTP = ['server-by-http'];
const onHttp = ({ remarks }: SendView | ReceiveView): boolean => remarks.includes('server-by-http');

describe('behind a proxy without WebSockets', () => {
  test.each(['refuse', 'swallow', 'buffer'] as const)(
    '%s: files arrive, and both are told',
    async (blockade) => {
      const at = inject('blocked')[blockade];
      const file = randomFile('blocked.bin', 3_000_000);
      const sender = await startSenderAt(at, file);
      await seen<SendView>(sender.share, onHttp);
      const receiver = startReceiver(sender.token, { at });
      expect((await ready(receiver)).remarks).toEqual(BY_HTTP);
      receiver.share.accept('download');
      const [saved] = await receiver.saved;
      expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
      expect(await seen<SendView>(sender.share, is('done'))).toMatchObject({ remarks: BY_HTTP });
    },
    60_000,
  );

  test('one of two is enough to need it, and only that one is told', async () => {
    const file = randomFile('half.bin', 100_000);
    const sender = await startSender(file);
    const receiver = startReceiver(sender.token, { at: inject('blocked').refuse });
    expect((await ready(receiver)).remarks).toEqual(BY_HTTP);
    expect(sender.share.view.remarks).toEqual([]);
    receiver.share.accept('download');
    await receiver.saved;
    await seen<SendView>(sender.share, is('done'));
  }, 30_000);

  test('one who goes has left at once', async () => {
    const at = inject('blocked').refuse;
    const sender = await startSenderAt(at, randomFile('gone.bin', 1000));
    const receiver = startReceiver(sender.token, { at });
    await ready(receiver);
    sender.share.leave();
    await seen<ReceiveView>(receiver.share, is('waiting'));
    const late = startReceiver(sender.token, { at });
    await seen<ReceiveView>(late.share, is('waiting'));
  }, 30_000);

  test('the server refuses for a reason: it is said, and not tried by another way', async () => {
    const at = inject('blocked').refuse;
    const sender = await startSenderAt(at, randomFile('full.bin', 1000));
    await seen<SendView>(sender.share, onHttp);
    const { roomId } = await deriveCapability(sender.token);
    await commands.fillRoom(server(), roomId, MAX_PEERS - 1);
    const surplus = startReceiver(sender.token, { at });
    const { error } = await seen<ReceiveView>(surplus.share, is('failed'));
    expect(error?.code).toBe('room-full');
    await commands.fillRoom(server(), roomId, 0);
  }, 30_000);
});
