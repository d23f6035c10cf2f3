import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';

import { pathOf, reportOf } from '../../../src/connection/path.ts';
import { Connections } from '../../../src/connection/connections.ts';
import { makeConnection } from '../../../src/shell/platform.ts';
import { HIGH_WATER_BYTES } from '../../../src/protocol/limits.ts';
import { closeEnds, connect, opened } from './ends.ts';

afterEach(closeEnds);

describe('S7a: a peer link', () => {
  test('opens on both sides, by way of its stages', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    expect(offerer.states).toEqual(['securing', 'open']);
    expect(answerer.states).toEqual(['securing', 'open']);
  });

  test('carries control messages and frames both ways, from the moment it is open', async () => {
    const { offerer, answerer } = connect();
    await offerer.until(() => offerer.states.includes('open'));
    offerer.link.sendControl({ type: 'first' });
    offerer.link.sendFrame(new Uint8Array(65_545));
    await answerer.until(() => answerer.texts.length === 1 && answerer.frames.length === 1);
    expect(answerer.texts).toEqual(['{"type":"first"}']);
    expect(answerer.frames).toEqual([65_545]);
    answerer.link.sendFrame(new Uint8Array(13));
    await offerer.until(() => offerer.frames.length === 1);
  });

  test('opens when candidates overtake descriptions', async () => {
    const { offerer, answerer } = connect(
      (deliver, { type }) => void setTimeout(deliver, type === 'description' ? 200 : 0),
    );
    await opened(offerer, answerer);
  });

  test('opens although every message is late', async () => {
    const { offerer, answerer } = connect((deliver) => void setTimeout(deliver, 300));
    await opened(offerer, answerer);
  });

  test('can be looked at from both ends, and neither sees all', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    const [here, there] = await Promise.all([offerer.link.look(), answerer.link.look()]);
    expect(here).toMatchObject({
      pair: { local: { type: 'host', transport: 'udp' } },
      dtlsVersion: expect.stringMatching(/^DTLS 1\.[23]$/) as string,
      isRelayOnly: false,
      hasUdpServer: false,
      hasRelayServer: false,
    });
    expect(here.locals.length).toBeGreaterThan(0);
    expect(here.checks.answered).toBeGreaterThan(0);
    expect(here.maxMessageBytes).toBeGreaterThanOrEqual(262_144);
    expect(here.fingerprints.here).toMatch(/^([\dA-F]{2}:){31}[\dA-F]{2}$/);
    expect(there.fingerprints).toEqual({ here: here.fingerprints.there, there: here.fingerprints.here });
    const reports = [reportOf(here), reportOf(there)] as const;
    if (reports[0] === undefined || reports[1] === undefined) throw new Error('no pair');
    expect(pathOf(reports[0], reports[1], 'prflx')).toMatchObject({
      kind: 'same-network',
      transport: 'udp',
      here: 'host',
      there: 'host',
    });
    expect(pathOf(reports[1], reports[0], 'prflx')).toMatchObject({ kind: 'same-network' });
  });

  test('tells its steps, in order', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    offerer.link.close();
    await answerer.until(() => answerer.states.includes('closed'));
    for (const { steps } of [offerer, answerer]) {
      // On so short a way the channels can be open before the browser says that DTLS is up.
      expect([...new Set(steps)].filter((step) => step !== 'secured')).toEqual([
        'described',
        'paired',
        'opened',
        'closed',
      ]);
    }
  }, 8000);

  test('one end that closes is noticed by the other within seconds', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    offerer.link.close();
    await answerer.until(() => answerer.states.includes('closed'));
    expect(answerer.link.sendControl({})).toBe(false);
    expect(answerer.link.sendFrame(new Uint8Array(1))).toBe(false);
  }, 8000);

  test('a peer that leaves the room before the link is open ends it', async () => {
    const { offerer } = connect(() => {}); // nothing arrives
    offerer.link.gotPresence(false);
    expect(offerer.states).toEqual(['closed']);
  });

  test('a peer that only left the room keeps its open link', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    offerer.link.gotPresence(false);
    offerer.link.sendControl({ still: 'here' });
    await answerer.until(() => answerer.texts.length === 1);
  });

  test.each(['offer', 'answer'] as const)(
    'S7c: a restart whose %s was lost with the room is made again when the peer is back',
    async (kind) => {
      let [isLossy, lost, answers] = [false, 0, 0];
      const { offerer, answerer } = connect((deliver, message) => {
        const isLost = isLossy && message.type === 'description' && message.kind === kind;
        if (isLost) lost += 1;
        else setTimeout(deliver);
        if (!isLost && message.type === 'description' && message.kind === 'answer') answers += 1;
      });
      await Promise.all([offerer, answerer].map((end) => end.until(() => end.states.includes('open'))));
      isLossy = true;
      answerer.link.restart();
      await expect.poll(() => lost).toBe(1);
      isLossy = false;
      answers = 0;
      answerer.link.gotPresence(true);
      await expect.poll(() => answers).toBe(1);
    },
  );

  test('tells when its buffer has room again', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    let sent = 0;
    while (offerer.link.freeBytes() > 0) {
      offerer.link.sendFrame(new Uint8Array(65_536));
      sent += 1;
    }
    expect(sent * 65_536).toBeGreaterThanOrEqual(HIGH_WATER_BYTES);
    await offerer.until(() => offerer.drains > 0);
    expect(offerer.link.freeBytes()).toBeGreaterThan(0);
    await answerer.until(() => answerer.frames.length === sent);
  });

  test('garbage for a description closes the link, and nothing else', async () => {
    const { offerer, answerer } = connect();
    const victim = connect();
    victim.answerer.link.got({ type: 'description', link: 'abcdefghijk', lane: 0, kind: 'offer', sdp: 'garbage' });
    await victim.answerer.until(() => victim.answerer.states.includes('closed'));
    await opened(offerer, answerer);
  });

  test('garbage for a candidate is ignored', async () => {
    const { offerer, answerer } = connect();
    for (let i = 0; i < 200; i++) {
      answerer.link.got({
        type: 'candidate',
        link: 'abcdefghijk',
        lane: 0,
        candidate: { candidate: `candidate:${i} garbage`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
      });
    }
    await opened(offerer, answerer);
  });
});

describe('L2, L4: lanes', () => {
  const connectLanes = async (count: number) => {
    // Of the first lane's candidates some may come when it is open already.
    let roomMessages = 0;
    const ends = connect((deliver, { lane }) => {
      if (lane > 0) roomMessages += 1;
      setTimeout(deliver);
    });
    await opened(ends.offerer, ends.answerer);
    ends.answerer.link.wantLanes(count);
    await Promise.all([ends.offerer, ends.answerer].map((end) => end.until(() => end.lanes.size === count - 1)));
    return { ...ends, roomMessages: () => roomMessages };
  };

  test('are made without the room, and each carries frames both ways', async () => {
    const { offerer, answerer, roomMessages } = await connectLanes(3);
    for (const lane of [0, 1, 2]) offerer.link.sendFrame(new Uint8Array(10 + lane), lane);
    await answerer.until(() => answerer.frames.length === 3);
    expect(answerer.frames.map((length) => length - 10)).toEqual(answerer.frameLanes);
    answerer.link.sendFrame(new Uint8Array(1), 2);
    await offerer.until(() => offerer.frameLanes.includes(2));
    expect(roomMessages()).toBe(0);
    expect((await offerer.link.look()).pair).toBeDefined();
  });

  test('are closed again when fewer are wanted, on both sides', async () => {
    const { offerer, answerer } = await connectLanes(4);
    answerer.link.wantLanes(2);
    expect([...answerer.lanes]).toEqual([1]);
    await offerer.until(() => offerer.lanes.size === 1);
    expect(answerer.link.sendFrame(new Uint8Array(1), 3)).toBe(false);
    answerer.link.wantLanes(3);
    await answerer.until(() => answerer.lanes.has(2));
  });

  test('L4: one that the other side has made anew is not taken for the old one', async () => {
    const { offerer, answerer } = await connectLanes(2);
    // Its end goes, and nothing tells the other: the line that would is broken.
    const closing = vi.spyOn(RTCPeerConnection.prototype, 'close').mockImplementation(() => {});
    offerer.mostLanes = 1;
    offerer.link.makeLanes();
    offerer.mostLanes = Infinity;
    const unheard = closing.mock.contexts as RTCPeerConnection[];
    closing.mockRestore();
    onTestFinished(() => unheard.forEach((connection) => connection.close()));
    expect(answerer.lanesLost).toBe(0);
    answerer.link.wantLanes(2);
    await Promise.all([offerer, answerer].map((end) => end.until(() => end.lanesLost === 1 && end.lanes.has(1))));
    offerer.link.sendFrame(new Uint8Array(7), 1);
    answerer.link.sendFrame(new Uint8Array(8), 1);
    await Promise.all([offerer, answerer].map((end) => end.until(() => end.frameLanes.includes(1))));
    expect([offerer.frames, answerer.frames]).toEqual([[8], [7]]);
  });

  test('a page makes no more of them than it has places for, and others when some are free again', async () => {
    const few = new Connections(makeConnection, 2);
    const [one, other] = [connect(undefined, few), connect(undefined, few)];
    await Promise.all([one, other].map(({ offerer, answerer }) => opened(offerer, answerer)));
    one.answerer.link.wantLanes(4);
    await Promise.all([one.answerer, one.offerer].map((end) => end.until(() => end.lanes.size === 2)));
    other.answerer.link.wantLanes(2);
    other.answerer.link.sendControl({ type: 'behind it' });
    await other.offerer.until(() => other.offerer.texts.length === 1);
    expect(one.offerer.lanes).toEqual(new Set([1, 2])); // whichever opened first
    expect(other.offerer.link.laneCount).toBe(1);
    one.answerer.link.wantLanes(2);
    await one.offerer.until(() => one.offerer.lanes.size === 1);
    other.answerer.link.wantLanes(3);
    await other.answerer.until(() => other.answerer.lanes.size === 1);
    expect(other.offerer.link.laneCount).toBe(2);
  });

  test('go with their link', async () => {
    const { offerer, answerer } = await connectLanes(3);
    offerer.link.close();
    await answerer.until(() => answerer.states.includes('closed'));
    expect(answerer.lanes.size).toBe(0);
    expect(offerer.lanes.size).toBe(0);
  }, 8000);

  test('share the send buffer that a link may fill', async () => {
    const { offerer } = await connectLanes(4);
    expect(offerer.link.freeBytes(1)).toBe(HIGH_WATER_BYTES / 4);
    while (offerer.link.freeBytes(1) > 0) offerer.link.sendFrame(new Uint8Array(65_536), 1);
    const { drains } = offerer;
    await offerer.until(() => offerer.drains > drains);
    expect(offerer.link.freeBytes(1)).toBeGreaterThan(0);
  });

  test('L2: there are as many as the end wants that wants more, whichever made the offer', async () => {
    const { offerer, answerer } = await connectLanes(2);
    const both = (lanes: number) =>
      Promise.all([offerer, answerer].map((end) => end.until(() => end.lanes.size === lanes)));
    offerer.link.wantLanes(5);
    await both(4);
    answerer.link.wantLanes(3);
    offerer.link.wantLanes(1);
    await both(2);
    answerer.link.wantLanes(1);
    await both(0);
  });

  test('L2: not more than either side lets there be', async () => {
    const { offerer, answerer } = await connectLanes(2);
    answerer.mostLanes = 3;
    offerer.link.wantLanes(5);
    await answerer.until(() => answerer.lanes.size === 2);
    answerer.link.sendControl({ type: 'behind it' });
    await offerer.until(() => offerer.texts.length === 1);
    expect(answerer.lanes).toEqual(new Set([1, 2]));
  });
});

describe('a link whose page wakes', () => {
  const asleep = (): { readonly restarts: () => number } => {
    const restarted = vi.spyOn(RTCPeerConnection.prototype, 'restartIce');
    onTestFinished(() => void vi.restoreAllMocks());
    return { restarts: () => restarted.mock.calls.length };
  };

  test('is left alone when the other end answers', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    const { restarts } = asleep();
    answerer.link.checkNow();
    await answerer.until(() => answerer.roundTrips.length === 1); // at once
    await new Promise((resolve) => setTimeout(resolve, 2000)); // longer than an echo is waited for
    expect(restarts()).toBe(0);
  });

  test.each([
    ['answerer', 2500],
    ['offerer', 6500],
  ] as const)('is looked for another way, within moments, when nothing comes: %s', async (side, withinMs) => {
    const ends = connect();
    await opened(ends.offerer, ends.answerer);
    const { restarts } = asleep();
    // A dead line: nothing that is sent arrives, and no check is answered.
    vi.spyOn(RTCDataChannel.prototype, 'send').mockImplementation(() => {});
    vi.spyOn(RTCPeerConnection.prototype, 'getStats').mockResolvedValue(new Map() as unknown as RTCStatsReport);
    ends[side].link.checkNow();
    ends[side].link.checkNow(); // twice is once
    await vi.waitUntil(() => restarts() > 0, { timeout: withinMs });
    expect(restarts()).toBe(1);
  });
});
