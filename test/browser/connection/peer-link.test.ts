import { afterEach, describe, expect, test } from 'vitest';

import type { LaneState } from '../../../src/connection/lane.ts';
import { PeerLink } from '../../../src/connection/peer-link.ts';
import { HIGH_WATER_BYTES } from '../../../src/protocol/limits.ts';
import type { NegotiationMessage } from '../../../src/protocol/peer-message.ts';

/** A log of what happened at one end, and a way to wait for something in it. */
class End {
  readonly states: LaneState[] = [];
  readonly texts: string[] = [];
  readonly frames: number[] = [];
  drains = 0;
  link!: PeerLink;
  private readonly waiting = new Set<() => void>();

  note(): void {
    for (const check of this.waiting) check();
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

const ends: End[] = [];
afterEach(() => {
  for (const { link } of ends.splice(0)) link.close();
});

/** Two ends whose messages are carried by `carry`: by default in order, one turn of the loop later. */
function connect(carry: (deliver: () => void, message: NegotiationMessage) => void = (deliver) => void setTimeout(deliver)) {
  const offerer = new End();
  const answerer = new End();
  const make = (self: End, other: End, isOfferer: boolean) =>
    new PeerLink('abcdefghijk', {}, isOfferer, {
      send: (message) => carry(() => other.link.got(message), message),
      onState: (state) => {
        self.states.push(state);
        self.note();
      },
      onControl: (text) => {
        self.texts.push(text);
        self.note();
      },
      onFrame: (bytes) => {
        self.frames.push(bytes.length);
        self.note();
      },
      onDrain: () => {
        self.drains += 1;
        self.note();
      },
    });
  answerer.link = make(answerer, offerer, false);
  offerer.link = make(offerer, answerer, true);
  ends.push(offerer, answerer);
  return { offerer, answerer };
}

const opened = (...all: End[]) => Promise.all(all.map((end) => end.until(() => end.states.includes('open'))));

describe('S7 a peer link', () => {
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
    const { offerer, answerer } = connect((deliver, { type }) => void setTimeout(deliver, type === 'description' ? 200 : 0));
    await opened(offerer, answerer);
  });

  test('opens although every message is late', async () => {
    const { offerer, answerer } = connect((deliver) => void setTimeout(deliver, 300));
    await opened(offerer, answerer);
  });

  test('tells what path the bytes take', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    expect(await offerer.link.path()).toMatchObject({ kind: expect.stringMatching(/^(same-network|direct)$/) as string, protocol: 'udp', local: 'host', dtlsVersion: expect.stringMatching(/^DTLS 1\.[23]$/) as string });
  });

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

  test('tells when its buffer has room again', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    let sent = 0;
    while (offerer.link.freeBytes > 0) {
      offerer.link.sendFrame(new Uint8Array(65_536));
      sent += 1;
    }
    expect(sent * 65_536).toBeGreaterThanOrEqual(HIGH_WATER_BYTES);
    await offerer.until(() => offerer.drains > 0);
    expect(offerer.link.freeBytes).toBeGreaterThan(0);
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
      answerer.link.got({ type: 'candidate', link: 'abcdefghijk', lane: 0, candidate: { candidate: `candidate:${i} garbage`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null } });
    }
    await opened(offerer, answerer);
  });
});
