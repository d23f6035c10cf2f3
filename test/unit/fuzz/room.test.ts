import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { fullBudget, SIGNAL_ALLOWANCE } from '../../../src/protocol/budget.ts';
import { MAX_PEERS, MAX_SIGNAL_CHARS, SIGNAL_BURST, SIGNAL_PER_SECOND } from '../../../src/protocol/limits.ts';
import { parseServerMessage } from '../../../src/protocol/messages/room-message.ts';
import { addressGroup } from '../../../worker/address.ts';
import { readAnswer } from '../../../worker/cloudflare-turn.ts';
import { readJoinRequest } from '../../../worker/join-request.ts';
import { MAX_KNOWN_PEERS } from '../../../worker/limits.ts';
import { decide, type Member } from '../../../worker/room-core.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './fuzz.ts';
import { hostileText, nastyText, nastyValue } from './hostile.ts';

const PEERS = Array.from({ length: MAX_PEERS + 8 }, (_, index) => `peer${index}`.padEnd(12, '_'));

describe('fuzz: rooms', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const peer = fc.constantFrom(...PEERS);
  const text = hostileText(PEERS.slice(0, 4).map((to) => ({ type: 'send', to, payload: 'Zm9v' })));
  const event = fc.oneof(
    fc.record({ type: fc.constant('join' as const), peer, isHost: fc.boolean() }),
    fc.record({ type: fc.constant('leave' as const), peer }),
    fc.record({
      type: fc.constant('message' as const),
      peer,
      data: fc.oneof(
        text,
        fc.uint8Array({ maxLength: 10 }).map((bytes) => bytes.slice().buffer),
      ),
      waitMs: fc.oneof(fc.nat({ max: 2000 }), fc.constantFrom(-1e6, 1e9)),
    }),
  );

  test('R13, R10, R15: whatever happens in whatever order, a room stays within its bounds, and says only what browsers read', () => {
    fuzz(1_000, fc.array(event, { maxLength: 60 }), (events) => {
      const members = new Map<string, Member>();
      let nowMs = 1e6;
      for (const each of events) {
        if (each.type === 'message') nowMs += each.waitMs;
        const from = members.get(each.peer);
        if (each.type !== 'join' && from === undefined) continue;
        if (each.type === 'leave') members.delete(each.peer);
        const effects =
          each.type === 'join'
            ? decide(
                members,
                { type: 'join', peer: each.peer, addressKey: '', isHost: each.isHost, sockets: members.size, nowMs },
                Math.random,
              )
            : each.type === 'leave'
              ? decide(members, { type: 'leave', member: from ?? expect.fail() }, Math.random)
              : decide(members, { type: 'message', from: from ?? expect.fail(), data: each.data, nowMs }, Math.random);
        for (const effect of effects) {
          if (effect.type === 'close') members.delete(effect.peer);
          if (effect.type === 'admit' || effect.type === 'keep') members.set(effect.member.peer, effect.member);
          if (effect.type === 'keep') expect(effect.member.knows.length).toBeLessThanOrEqual(MAX_KNOWN_PEERS);
          if (effect.type === 'keep') expect(effect.member.budget.messages).toBeLessThanOrEqual(SIGNAL_BURST);
          if (effect.type === 'close') expect(effect.peer).toBe(each.peer); // nobody else pays for it
          if (effect.type !== 'send' && effect.type !== 'relay') continue;
          expect(effect.text.length).toBeLessThanOrEqual(MAX_SIGNAL_CHARS);
          const message = effect.text === 'pong' ? effect.text : parseServerMessage(effect.text);
          expect(message).toBeDefined();
          if (typeof message === 'object' && message.type === 'message') expect(message.from).toBe(each.peer);
        }
        expect(members.size).toBeLessThanOrEqual(MAX_PEERS);
      }
    });
  });

  test('R10: no order of messages and pauses gets more through than the budget', () => {
    fuzz(
      300,
      fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: MAX_SIGNAL_CHARS })), { minLength: 1, maxLength: 700 }),
      (steps) => {
        let member: Member = {
          peer: PEERS[0] ?? '',
          addressKey: '',
          joinedAtMs: 0,
          budget: fullBudget(SIGNAL_ALLOWANCE, 0),
          isHost: false,
          knows: [],
        };
        let [nowMs, passed] = [0, 0];
        for (const [waitMs, chars] of steps) {
          nowMs += waitMs;
          const data = JSON.stringify({ type: 'send', to: PEERS[1], payload: 'x'.repeat(Math.max(1, chars - 100)) });
          const members = new Map(PEERS.slice(0, 2).map((peer) => [peer, { ...member, peer }]));
          const kept = decide(members, { type: 'message', from: member, data, nowMs }, Math.random).find(
            ({ type }) => type === 'keep',
          );
          if (kept?.type !== 'keep') break;
          member = kept.member;
          passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(SIGNAL_BURST + (nowMs / 1000) * SIGNAL_PER_SECOND);
      },
    );
  });
});

describe('fuzz: what the Worker reads of requests', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('R1, R2: an offer', () => {
    const value = fc.oneof(
      nastyText,
      fc.constantFrom(
        'beamline.1',
        'beamline.2',
        'beamline.',
        'id.',
        'id.AAAAAAAAAAAAAAAAAAAAAA',
        'id.AAAAAAAAAAAAAAAAAAAAAB',
      ),
    );
    fuzz(
      4_000,
      fc.oneof(
        fc.constant(null),
        fc.array(value, { maxLength: 6 }).map((values) => values.join(', ')),
      ),
      (header) => {
        const offer = readJoinRequest(header);
        if (offer.type === 'join') expect(offer.identity).toHaveLength(16);
        if (offer.type === 'outdated') expect(offer.protocol).toMatch(/^beamline\.\d{1,9}$/);
      },
    );
  });

  test('R11: an address: as many as there are, the names of one group are one', () => {
    fuzz(4_000, fc.oneof(nastyText, fc.ipV4(), fc.ipV6()), (address) =>
      expect(typeof addressGroup(address)).toBe('string'),
    );
    fuzz(
      500,
      fc.tuple(
        fc.ipV6().filter((address) => !address.includes('.')),
        fc.nat({ max: 0xffff }),
      ),
      ([address, last]) => {
        expect(addressGroup(address.toUpperCase())).toBe(addressGroup(address));
        if (!address.includes('::'))
          expect(addressGroup(address.replace(/[^:]+$/, last.toString(16)))).toBe(addressGroup(address));
      },
    );
  });

  test("I4: the answer of a relay's service", () => {
    const server = fc.dictionary(fc.constantFrom('urls', 'username', 'credential', '__proto__'), nastyValue);
    fuzz(
      3_000,
      fc.oneof(nastyValue, fc.record({ iceServers: fc.oneof(nastyValue, fc.array(fc.oneof(server, nastyValue))) })),
      (value) => {
        for (const { urls } of readAnswer(value) ?? []) expect(urls.length).toBeGreaterThan(0);
      },
    );
  });
});

afterAll(() => expect(Object.keys(Object.prototype)).toEqual([]));
