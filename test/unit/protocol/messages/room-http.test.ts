import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MAX_SIGNAL_CHARS } from '../../../../src/protocol/limits.ts';
import { encodeStreamEvent, StreamParser, type StreamEvent } from '../../../../src/protocol/messages/room-http.ts';

const events: readonly (StreamEvent | undefined)[] = [
  { type: 'text', text: '{"type":"joined","peer":"aaaaaaaaaaaa"}' },
  undefined,
  { type: 'text', text: 'pong' },
  { type: 'closed', code: 4429 },
];
const said = events.filter((event) => event !== undefined);

describe('H3: the stream', () => {
  test.each([false, true])('comes back event by event, comments and padding (%s) aside', (isPadded) => {
    const text = events.map((event) => encodeStreamEvent(event, isPadded)).join('');
    expect(new StreamParser().push(text)).toEqual(said);
  });

  test('comes back wherever it was cut', () => {
    const text = events.map((event) => encodeStreamEvent(event, false)).join('');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 10 }), (cuts) => {
        const parser = new StreamParser();
        const points = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const got = points
          .slice(1)
          .flatMap((end, index) => parser.push(text.slice(points[index], end)) ?? expect.fail());
        expect(got).toEqual(said);
      }),
    );
  });

  test('H5: an event with its padding is longer than 8 KiB, a comment as well', () => {
    for (const event of events) expect(encodeStreamEvent(event, true).length).toBeGreaterThan(8192);
  });

  test('a line that is longer than any message is not kept', () => {
    const parser = new StreamParser();
    expect(parser.push('x'.repeat(MAX_SIGNAL_CHARS))).toEqual([]);
    expect(parser.push('x'.repeat(100))).toBeUndefined();
  });

  test("a proxy's page is no event", () => {
    expect(new StreamParser().push('<html>\n<body>blocked\n</body>\n')).toEqual([]);
  });
});
