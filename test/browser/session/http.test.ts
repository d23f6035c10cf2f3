/** Rooms where no WebSocket gets through: the real sessions, behind proxies that block it. */
import { afterEach, describe, expect, inject, test } from 'vitest';

import { IDENTITY_BYTES, identityOf } from '../../../src/protocol/identity.ts';
import { MAX_PEERS } from '../../../src/protocol/limits.ts';
import { IDENTITY_PREFIX, SUBPROTOCOL } from '../../../src/protocol/messages/room-message.ts';
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
  type Sender,
} from './people.ts';

afterEach(closeAll);

const BY_HTTP = ['server-by-http'];
const onHttp = ({ remarks }: SendView | ReceiveView): boolean => remarks.includes('server-by-http');

/** Somebody who only sits in the sender's room. */
async function sitIn({ token }: Sender): Promise<WebSocket> {
  const { roomId } = await deriveCapability(token);
  const { secret } = await identityOf(crypto.getRandomValues(new Uint8Array(IDENTITY_BYTES)));
  const socket = new WebSocket(`${server().replace('http', 'ws')}/api/rooms/${roomId}`, [
    SUBPROTOCOL,
    IDENTITY_PREFIX + secret,
  ]);
  await new Promise((resolve, reject) => {
    socket.onmessage = resolve;
    socket.onerror = reject;
  });
  return socket;
}

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
    const others = await Promise.all(Array.from({ length: MAX_PEERS - 1 }, () => sitIn(sender)));
    const surplus = startReceiver(sender.token, { at });
    const { error } = await seen<ReceiveView>(surplus.share, is('failed'));
    expect(error?.code).toBe('room-full');
    for (const other of others) other.close();
  }, 30_000);
});
