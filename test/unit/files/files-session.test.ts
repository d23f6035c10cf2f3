/** The shares of one link: their numbers, and what becomes of them there. */
import { describe, expect, test, vi } from 'vitest';

import type { ServedShare } from '../../../src/files/serve/served-share.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import {
  BLOCK_BYTES,
  MAX_LANES,
  MAX_READS_AT_ONCE,
  MAX_INTRODUCED,
  MAX_SHARE_NUMBER,
  MAX_SHARES,
  MAX_SPARE_READS,
} from '../../../src/protocol/limits.ts';
import type { SignedBlock } from '../../../src/transfer/exchange/send-machine.ts';
import { openSession, OpenLink, PEER, servedBy, uploadsOf } from './open-link.ts';

const manifest = (share: unknown) => ({ type: 'manifest', share });
const stop = (share: number) => ({ type: 'stop', share, code: 'cancelled-by-receiver' });
const accept = (share: number) => ({ type: 'accept', share, bytes: 0 });
const request = (share: number, block = 0) => encodeRequest(share, { block, offset: 0, length: 1 });

describe('numbers', () => {
  test.each([
    ['made the offer has the even ones', true, [0, 2, 4]],
    ['did not make it has the odd ones', false, [1, 3, 5]],
  ])('C11a: the side that %s, in the order of announcement', async (_, isOfferer, numbers) => {
    const link = new OpenLink(isOfferer);
    const { session } = openSession(link);
    session.begin([await uploadsOf(), await uploadsOf()]);
    session.offer(await uploadsOf());
    expect(link.announced).toEqual(numbers);
    expect(link.told.slice(1).map(({ share, type }) => [share, type])).toEqual(
      numbers.flatMap((number) => [
        [number, 'manifest'],
        [number, 'page'],
      ]),
    );
  });

  test.each([
    [true, [1, 3, 5]],
    [false, [0, 2, 4]],
  ])('C11a: the other side has the others, and each is a share of its own (we offered: %s)', (isOfferer, numbers) => {
    const { session, theirs } = openSession(new OpenLink(isOfferer));
    for (const number of numbers) expect(session.got(manifest(number))).toBe('taken');
    expect(theirs.map(({ link }) => link.number)).toEqual(numbers);
    expect(session.got({ type: 'page', share: numbers[1], page: 0, text: '[]' })).toBe('taken');
    expect(theirs.map(({ heard }) => heard)).toEqual([['manifest'], ['manifest', 'page'], ['manifest']]);
  });

  test.each([
    ['one of our side', 0],
    ['the next one of our side', 2],
    ['one that leaves a number out', 5],
    ['the one that it has', 1],
    ['none', undefined],
    ['a text', '3'],
    ['one beyond the last', MAX_SHARE_NUMBER + 2],
    ['half a one', 3.5],
  ])('C11a: a manifest with %s breaks a rule', async (_, number) => {
    const { session, theirs } = openSession(new OpenLink());
    session.begin([await uploadsOf()]);
    session.got(manifest(1));
    expect(session.got(manifest(number))).toBe('bad');
    expect(theirs).toHaveLength(1);
    expect(session.got(manifest(3))).toBe('taken');
  });

  test('C11a: what is about a number that was not given breaks a rule, of either side', async () => {
    const { session } = openSession(new OpenLink());
    session.begin([await uploadsOf()]);
    session.got(manifest(1));
    expect(session.got(accept(0))).toBe('taken');
    expect(session.got(accept(2))).toBe('bad');
    expect(session.got({ type: 'pause', share: 1 })).toBe('taken');
    expect(session.got({ type: 'pause', share: 3 })).toBe('bad');
    for (const number of [2, 3]) expect(session.got(stop(number))).toBe('bad');
  });

  test('D1, C11a: so does a frame, and one that is too short for a number; each goes to its share', async () => {
    const { session, theirs } = openSession(new OpenLink());
    session.begin([await uploadsOf()]);
    session.got(manifest(1));
    session.got(manifest(3));
    expect(session.gotFrame(Uint8Array.of(0, 3, 3), 0)).toBe('taken');
    expect(theirs.map(({ heard }) => heard.at(-1))).toEqual(['manifest', 'a frame']);
    expect(session.gotFrame(request(0), 0)).toBe('taken');
    expect(session.gotFrame(request(2), 0)).toBe('bad');
    expect(session.gotFrame(Uint8Array.of(0, 5, 3), 0)).toBe('bad');
    expect(session.gotFrame(Uint8Array.of(1, 1, 3), 0)).toBe('bad'); // 257, and not 1
    expect(session.gotFrame(Uint8Array.of(0), 0)).toBe('bad');
  });

  test('C1a: what goes the wrong way for its share breaks a rule', async () => {
    const { session } = openSession(new OpenLink());
    session.begin([await uploadsOf()]);
    expect(session.got({ type: 'checking', share: 0 })).toBe('bad');
  });

  test('V6: a type that nobody knows is counted, whatever number it has', () => {
    const { session } = openSession(new OpenLink());
    expect(session.got({ type: 'applause', share: 99 })).toBe('unknown');
  });
});

describe('a share that is stopped', () => {
  test('C11b: by its receiver is announced again under the next number; what comes late of the old one is ignored', async () => {
    const link = new OpenLink();
    const { session } = openSession(link);
    const [one, other] = [await uploadsOf(), await uploadsOf()];
    session.begin([one, other]);
    session.got(accept(0));
    expect(one.isTaking(PEER)).toBe(true);
    expect(session.got(stop(0))).toBe('taken');
    expect(one.isTaking(PEER)).toBe(false);
    expect(link.announced).toEqual([0, 2, 4]);
    expect(link.ends).toEqual([]);
    expect(session.got(accept(0))).toBe('taken');
    expect(session.got({ type: 'receipt', share: 0 })).toBe('taken'); // which nobody reads any more
    expect(session.gotFrame(request(0), 0)).toBe('taken');
    expect(session.got(stop(0))).toBe('taken');
    expect(one.isTaking(PEER)).toBe(false);
    expect(link.announced).toEqual([0, 2, 4]);
    session.got(accept(4));
    expect(one.isTaking(PEER)).toBe(true);
    expect(other.isTaking(PEER)).toBe(false);
  });

  test('C11b: by us is told with its reason, and the link goes on', async () => {
    const link = new OpenLink();
    const { session } = openSession(link);
    const uploads = await uploadsOf();
    session.begin([uploads]);
    session.got(accept(0));
    uploads.cancel(PEER, 'cancelled-by-sender');
    expect(link.told).toContainEqual({ share: 0, type: 'stop', code: 'cancelled-by-sender' });
    expect(link.announced).toEqual([0, 2]);
    expect(link.ends).toEqual([]);
  });

  test('C11b: and is over for everybody is not announced again', async () => {
    const link = new OpenLink();
    const { session } = openSession(link);
    const uploads = await uploadsOf();
    session.begin([uploads]);
    uploads.refuse('share-expired');
    expect(link.told.at(-1)).toEqual({ share: 0, type: 'stop', code: 'share-expired' });
    expect(session.got(accept(0))).toBe('taken');
    expect(uploads.isTaking(PEER)).toBe(false);
    session.offer(uploads);
    expect(link.announced).toEqual([0]);
  });

  test('C11b: by its sender is over; what comes late of it is ignored, and its number is not given again', () => {
    const { session, theirs } = openSession(new OpenLink());
    session.got(manifest(1));
    expect(session.got({ type: 'stop', share: 1, code: 'share-stopped' })).toBe('taken');
    expect(session.got({ type: 'page', share: 1, page: 0, text: '[]' })).toBe('taken');
    expect(session.gotFrame(Uint8Array.of(0, 1, 3), 0)).toBe('taken');
    expect(theirs.map(({ heard }) => heard)).toEqual([['manifest', 'stop']]);
    expect(session.got(manifest(1))).toBe('bad');
    expect(session.got(manifest(3))).toBe('taken');
  });

  test('C11b: that we take no more is told once, and forgotten', () => {
    const link = new OpenLink();
    const { session, theirs } = openSession(link);
    session.got(manifest(1));
    theirs[0]!.link.stop('cancelled-by-receiver');
    expect(link.told).toEqual([{ share: 1, type: 'stop', code: 'cancelled-by-receiver' }]);
    expect(session.got({ type: 'page', share: 1, page: 0, text: '[]' })).toBe('taken');
    session.close();
    expect(theirs[0]!.heard).toEqual(['manifest']);
  });

  test('C11b: for no reason that there is breaks a rule', async () => {
    const link = new OpenLink();
    const { session } = openSession(link);
    session.begin([await uploadsOf()]);
    expect(session.got({ type: 'stop', share: 0, code: '<b>' })).toBe('bad');
    expect(link.announced).toEqual([0]);
  });
});

describe('bounds', () => {
  test('C11c: more shares at once than one may offer break a rule; one that is over makes room', () => {
    const { session, theirs } = openSession(new OpenLink(false));
    for (let index = 0; index < MAX_SHARES; index += 1) expect(session.got(manifest(2 * index))).toBe('taken');
    expect(session.got(manifest(2 * MAX_SHARES))).toBe('bad');
    expect(theirs).toHaveLength(MAX_SHARES);
    session.got({ type: 'stop', share: 4, code: 'share-stopped' });
    expect(session.got(manifest(2 * MAX_SHARES))).toBe('taken');
  });

  test('C13: more than a host may tell of, or anything that a guest tells of, breaks a rule', () => {
    const link = new OpenLink(false);
    link.isHost = true;
    const { session } = openSession(link);
    const told = (index: number) => ({ ...manifest(2 * index), by: 'guest_guest_' });
    for (let index = 0; index < MAX_INTRODUCED; index += 1) expect(session.got(told(index))).toBe('taken');
    expect(session.got(told(MAX_INTRODUCED))).toBe('bad');
    expect(session.got(manifest(2 * MAX_INTRODUCED))).toBe('taken'); // it may offer its own
    expect(openSession(new OpenLink(false)).session.got(told(0))).toBe('bad');
  });

  test.each([
    [true, MAX_SHARE_NUMBER - 1],
    [false, MAX_SHARE_NUMBER],
  ])('C11c: one who stops a share without end is cut at the last number (we offered: %s)', async (isOfferer, last) => {
    const link = new OpenLink(isOfferer);
    const { session } = openSession(link);
    session.begin([await uploadsOf()]);
    for (let number = isOfferer ? 0 : 1; number < last; number += 2) session.got(stop(number));
    expect(link.announced.at(-1)).toBe(last);
    expect(link.ends).toEqual([]);
    session.got(stop(last));
    expect(link.ends).toEqual(['peer-misbehaved']);
    expect(link.announced.at(-1)).toBe(last);
  });

  /** A share of many blocks, of which a test says when they are read. */
  function slowShare(block: (index: number) => Promise<SignedBlock>) {
    const bytes = 10_000 * BLOCK_BYTES;
    const share = { bytes, head: { bytes }, announcement: { type: 'manifest' }, pages: ['[]'], block };
    return servedBy(share as unknown as ServedShare);
  }

  test('D8d: one who stops and begins again without end has no more blocks read at once', async () => {
    const [link, reads] = [new OpenLink(), { count: 0 }];
    const { session } = openSession(link);
    const never = (): Promise<never> => {
      reads.count += 1;
      return new Promise(() => {});
    };
    session.begin([slowShare(never), slowShare(never)]);
    for (let round = 0; round < 8; round += 1) {
      const number = 2 * round;
      session.got(accept(number));
      for (let lane = 0; lane < 4; lane += 1) session.gotFrame(request(number, 100 * round + 10 * lane), lane);
      await Promise.resolve();
      session.got(stop(number));
    }
    expect(link.ends).toEqual([]);
    expect(reads.count).toBe(MAX_READS_AT_ONCE);
  });

  test('D8c: nor may they read more for it than for one who never stops', async () => {
    const [link, reads] = [new OpenLink(), { count: 0 }];
    const { session } = openSession(link);
    const read = async (block: number): Promise<SignedBlock> => {
      reads.count += 1;
      const blockSignature = { block, length: 1, sha256: new Uint8Array(32), signature: new Uint8Array(64) };
      return { bytes: new Uint8Array(1), blockSignature, withdrawal: undefined };
    };
    session.begin([slowShare(read), slowShare(read)]);
    for (let round = 0; round < 2 * MAX_SPARE_READS && link.ends.length === 0; round += 1) {
      session.got(accept(2 * round));
      session.gotFrame(request(2 * round, round), 0);
      await new Promise((resolve) => setImmediate(resolve));
      session.got(stop(2 * round));
    }
    expect(link.ends).toEqual(['peer-misbehaved']);
    expect(reads.count).toBe(MAX_SPARE_READS);
  });
});

describe('the first message', () => {
  test('C12: says how many shares are announced next, and none twice', async () => {
    const [link, empty] = [new OpenLink(), new OpenLink()];
    const over = await uploadsOf();
    over.refuse('share-expired');
    openSession(link).session.begin([await uploadsOf(), over, await uploadsOf()]);
    openSession(empty).session.begin([]);
    expect(link.told[0]).toEqual({ type: 'shares', count: 2 });
    expect(link.announced).toEqual([0, 2]);
    expect(empty.told).toEqual([{ type: 'shares', count: 0 }]);
  });

  test('C12: is heard once; a second one, and one of more than there may be, break a rule', () => {
    const { session, counts } = openSession(new OpenLink());
    expect(session.got({ type: 'shares', count: MAX_SHARES + 1 })).toBe('bad');
    expect(session.got({ type: 'shares' })).toBe('bad');
    expect(session.got({ type: 'shares', count: 0 })).toBe('taken');
    expect(session.got({ type: 'shares', count: 0 })).toBe('bad');
    expect(counts).toEqual([0]);
  });

  test('what was said ahead of the link comes too late when a share was announced on it, and not before', () => {
    for (const isOfferer of [true, false]) {
      const { session } = openSession(new OpenLink(isOfferer));
      session.got({ type: 'shares', count: 1 });
      expect(session.hasBegun).toBe(false);
      session.got(manifest(isOfferer ? 1 : 0));
      expect(session.hasBegun).toBe(true);
    }
  });
});

describe('lanes', () => {
  test('C11d: the shares of a link get the capacity of a lane in turn', async () => {
    const { session } = openSession(new OpenLink());
    const shares = [await uploadsOf(), await uploadsOf(), await uploadsOf()];
    session.begin(shares);
    const order: string[] = [];
    for (const [index, uploads] of shares.entries())
      vi.spyOn(uploads.of(PEER), 'onDrain').mockImplementation((lane) => void order.push(`${lane}:${index}`));
    for (let time = 0; time < 4; time += 1) session.onDrain(3);
    expect(order.join(' ')).toBe('3:1 3:2 3:0 3:2 3:0 3:1 3:0 3:1 3:2 3:1 3:2 3:0');
  });

  test('C11d: a link may have as many as that one of its shares that may have most', async () => {
    const { session } = openSession(new OpenLink());
    expect(session.mostLanes()).toBe(MAX_LANES);
    const [crowded, free] = [await uploadsOf(), await uploadsOf()];
    session.begin([crowded, free]);
    vi.spyOn(crowded.of(PEER), 'mostLanes').mockReturnValue(1);
    vi.spyOn(free.of(PEER), 'mostLanes').mockReturnValue(1);
    expect(session.mostLanes()).toBe(1);
    session.got(manifest(1));
    expect(session.mostLanes()).toBe(MAX_LANES);
    session.got({ type: 'stop', share: 1, code: 'share-stopped' });
    vi.spyOn(free.of(PEER), 'mostLanes').mockReturnValue(4);
    expect(session.mostLanes()).toBe(4);
  });
});

test('a link that is closed closes what is on it, and nothing is announced there any more', async () => {
  const link = new OpenLink();
  const { session, theirs } = openSession(link);
  const uploads = await uploadsOf();
  session.begin([uploads]);
  session.got(manifest(1));
  session.close();
  session.close();
  expect(theirs[0]!.heard).toEqual(['manifest', 'closed']);
  session.offer(uploads);
  expect(link.announced).toEqual([0]);
});
