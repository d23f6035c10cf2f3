/**
 * A share that is not to be had any more: stopped, expired, used up. The link says so, and only its sender can make it.
 */
import { afterEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { RefusalCode } from '../../../src/protocol/messages/refusal.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { parseSentFragment } from '../../../src/rendezvous/link.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import { Room } from '../../../src/signaling/room.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  returnSender,
  seen,
  server,
  sha256,
  startStoredSender,
  startReceiver,
  startSender,
  type Sender,
} from './people.ts';
import { platform } from '../platform.ts';

afterEach(closeAll);

const open = ({ share }: Sender): Promise<SendView> => seen<SendView>(share, ({ note }) => note === 'for-receiver');
const idOf = ({ share }: Sender): string => parseSentFragment(share.fragment)!;

const refused = async (sender: Sender): Promise<string | undefined> =>
  (await seen<ReceiveView>(startReceiver(sender.token).share, is('stopped'))).error?.code;

describe('S10, S11: a link that is over', () => {
  test('is stopped: who opens it later is told, the key is gone', async () => {
    const sent = new MemorySentShares();
    const sender = await startStoredSender(sent, [randomFile('a', 10)]);
    await open(sender);
    sender.share.cancel();
    expect(sender.share.view).toMatchObject({ status: 'stopped', note: 'stopped', isOpen: false });
    expect(await refused(sender)).toBe('share-stopped');
    expect(await sent.list()).toEqual([]);
  });

  test('has expired: newcomers are refused, who has begun may finish', async () => {
    const file = randomFile('slow.bin', 40 * BLOCK_BYTES);
    const sender = await startSender(file);
    const [taking, looking] = [startReceiver(sender.token), startReceiver(sender.token)];
    await Promise.all([ready(taking), ready(looking)]);
    taking.share.accept('download');
    await seen<ReceiveView>(taking.share, ({ percent }) => (percent ?? 0) > 5);
    sender.share.setTerms({ expiresMs: Date.now(), mostDownloads: undefined });
    expect(sender.share.view).toMatchObject({ note: 'expired', isOpen: false, isBusy: true });
    expect((await seen<ReceiveView>(looking.share, is('stopped'))).error?.code).toBe('share-expired');
    expect(await refused(sender)).toBe('share-expired');
    expect(await sha256((await taking.saved)[0]!.blob)).toBe(await sha256(file));
    expect(await seen<SendView>(sender.share, is('done'))).toMatchObject({ note: 'expired', isBusy: false });
  });

  test('expires by the clock', async () => {
    const sender = await startSender(randomFile('a', 10));
    await open(sender);
    sender.share.setTerms({ expiresMs: Date.now() + 500, mostDownloads: undefined });
    expect(sender.share.view.isOpen).toBe(true);
    await seen<SendView>(sender.share, ({ note }) => note === 'expired');
  });

  test('is used up: by receipts, and by those that are under way', async () => {
    const file = randomFile('one.bin', 40 * BLOCK_BYTES);
    const sent = new MemorySentShares();
    const sender = await startStoredSender(sent, [file]);
    sender.share.setTerms({ expiresMs: undefined, mostDownloads: 1 });
    const [first, second] = [startReceiver(sender.token), startReceiver(sender.token)];
    await Promise.all([ready(first), ready(second)]);
    first.share.accept('download');
    await seen<SendView>(sender.share, is('sending'));
    second.share.accept('download');
    expect((await seen<ReceiveView>(second.share, is('stopped'))).error?.code).toBe('share-used-up');
    await first.saved;
    expect(await seen<SendView>(sender.share, is('done'))).toMatchObject({ note: 'used-up', isOpen: false });
    expect(await refused(sender)).toBe('share-used-up');
    expect(await sent.list()).toEqual([]);
  });

  test('one who left half-way does not count', async () => {
    const sender = await startSender(randomFile('half.bin', 40 * BLOCK_BYTES));
    sender.share.setTerms({ expiresMs: undefined, mostDownloads: 1 });
    const first = startReceiver(sender.token);
    await ready(first);
    first.share.accept('download');
    await seen<ReceiveView>(first.share, ({ percent }) => (percent ?? 0) > 5);
    first.share.leave();
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.status === 'failed');
    const second = startReceiver(sender.token);
    await ready(second);
    second.share.accept('download');
    await second.saved;
  });

  test('remembers its terms over a reload, and what was used of them', async () => {
    const sent = new MemorySentShares();
    const file = randomFile('kept', 10);
    const sender = await startStoredSender(sent, [file]);
    await open(sender);
    sender.share.setTerms({ expiresMs: undefined, mostDownloads: 2 });
    const first = startReceiver(sender.token);
    await ready(first);
    first.share.accept('download');
    await seen<SendView>(sender.share, is('done'));
    sender.share.leave();
    expect(await sent.list()).toMatchObject([{ downloads: 1, terms: { mostDownloads: 2 } }]);
    await sent.update({ ...(await sent.list())[0]!, terms: { expiresMs: 1, mostDownloads: 2 } });
    const again = await returnSender(sent, idOf(sender));
    await seen<SendView>(again.share, ({ note }) => note === 'expired');
    expect(await refused(again)).toBe('share-expired');
  });

  test.each<[string, (signer: ShareSigner) => Promise<{ key: string; signature: string }>]>([
    ['by another key', async () => (await ShareSigner.generate()).signRefusal('share-stopped')],
    ['for another reason', (signer) => signer.signRefusal('share-expired')],
    ['not at all', async (signer) => ({ key: signer.publicKey, signature: 'A'.repeat(86) })],
  ])('S10: a refusal signed %s is nothing', async (_, forge) => {
    const signer = await ShareSigner.generate();
    const ending = new AbortController();
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const { promise: joined, resolve: onJoined } = Promise.withResolvers<void>();
    const refusal: { key: string; signature: string } = await forge(signer);
    const room: Room = await Room.join(
      { server: server(), network: platform.network },
      await deriveCapability(signer.token),
      {
        onJoined: () => onJoined(),
        onPeerJoined: () => {},
        onPeerLeft: () => {},
        onAway: () => {},
        onClosed: () => {},
        onMessage: (from, message) => {
          if (message.type !== 'hello') return;
          room.send(from, {
            ...refusal,
            type: 'refusal',
            link: message.link,
            code: 'share-stopped' satisfies RefusalCode,
          });
          resolve();
        },
      },
      ending.signal,
    );
    await joined;
    const receiver = startReceiver(signer.token);
    await answered;
    expect((await seen<ReceiveView>(receiver.share, is('waiting', 'failed'))).status).toBe('waiting');
    ending.abort();
  });
});
