import { describe, expect, test } from 'vitest';

import { parseLaneMessage, type LaneMessage } from '../../../../src/protocol/messages/lane-message.ts';
import { MAX_LANES, MAX_SDP_CHARS } from '../../../../src/protocol/limits.ts';

const link = 'abcdefghijk';
const offer = { type: 'description', link, lane: 1, kind: 'offer', sdp: 'v=0' } as const;

describe('L1a: form', () => {
  test.each<LaneMessage>([
    { type: 'lanes', count: 1 },
    { type: 'lanes', count: MAX_LANES },
    offer,
    { ...offer, lane: MAX_LANES - 1, kind: 'answer' },
    { type: 'candidate', link, lane: 1, candidate: null },
  ])('%j is read', (message) => {
    expect(parseLaneMessage(JSON.stringify(message))).toEqual(message);
  });

  test('it is JSON as all other messages are: with blanks, in any order of fields, and with fields that are unknown', () => {
    const text = ' { "later": [1], "count" : 3, "type":\n"lanes" } ';
    expect(parseLaneMessage(text)).toEqual({ type: 'lanes', count: 3 });
  });

  test.each([
    ['a text for a number', { type: 'lanes', count: '2' }],
    ['no lane at all', { type: 'lanes', count: 0 }],
    ['more than MAX_LANES', { type: 'lanes', count: MAX_LANES + 1 }],
    ['a broken number', { type: 'lanes', count: 1.5 }],
    ['the first lane, which the room makes', { ...offer, lane: 0 }],
    ['a lane beyond MAX_LANES', { ...offer, lane: MAX_LANES }],
    ['a description without end', { ...offer, sdp: 'a'.repeat(MAX_SDP_CHARS + 1) }],
    ['a message of the room', { type: 'hello', link, role: 'receiver' }],
    ['nothing', null],
  ])('%s is not', (_, message) => {
    expect(parseLaneMessage(JSON.stringify(message))).toBeUndefined();
  });
});
