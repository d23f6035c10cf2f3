/** The shares of one link against a hostile other side: any order of its messages and frames, and of what is done here. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { MAX_SHARE_NUMBER, MAX_SHARES } from '../../../src/protocol/limits.ts';
import { openSession, OpenLink, PEER, servedBy, smallShare } from '../files/open-link.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './fuzz.ts';
import { nastyValue } from './hostile.ts';
import { OF_FILES, OF_RECEIVERS, OF_SENDERS, samplesOf } from './valid-messages.ts';

const served = await smallShare();

/** Mostly a number that is in use, or next to one. */
const number = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(MAX_SHARE_NUMBER - 1, MAX_SHARE_NUMBER, MAX_SHARE_NUMBER + 1) },
  { weight: 1, arbitrary: nastyValue },
);
const message = fc
  .tuple(fc.constantFrom(...[OF_SENDERS, OF_RECEIVERS, OF_FILES].flatMap(samplesOf)), number)
  .map(([sample, share]) => ({ type: 'message', fields: { ...sample, share } }) as const);
/** As an honest side announces: under the next number. */
const announce = fc.constant({ type: 'announce' } as const);
const frame = fc
  .tuple(fc.nat({ max: 9 }), fc.uint8Array({ maxLength: 20 }))
  .map(([share, bytes]) => ({ type: 'frame', bytes: Uint8Array.from([0, share, ...bytes]) }) as const);
const act = fc.constantFrom('offer', 'cancel', 'take no more', 'drain').map((what) => ({ type: what }) as const);

describe('fuzz: the shares of a link', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('C11a, C11c: numbers ascend on both sides, each in its own row, and nobody has more than its bound', () => {
    const anything = fc.oneof(message, { weight: 4, arbitrary: announce }, frame, act);
    const run = fc.tuple(fc.boolean(), fc.array(anything, { maxLength: 150, size: 'max' }));
    fuzz(500, run, ([isOfferer, steps]) => {
      const link = new OpenLink(isOfferer);
      const { session, theirs, counts } = openSession(link);
      const uploads = servedBy(served);
      session.begin([uploads]);
      for (const step of steps) {
        const before = theirs.length;
        if (step.type === 'message') {
          const verdict = session.got(step.fields);
          expect(['taken', 'bad', 'unknown']).toContain(verdict);
          if (verdict !== 'taken') expect(theirs).toHaveLength(before);
        } else if (step.type === 'announce') {
          const last = theirs.at(-1)?.link.number ?? (isOfferer ? -1 : -2);
          session.got({ type: 'manifest', share: last + 2 });
        } else if (step.type === 'frame') session.gotFrame(step.bytes, 0);
        else if (step.type === 'offer') session.offer(uploads);
        else if (step.type === 'cancel') uploads.cancel(PEER, 'cancelled-by-sender');
        else if (step.type === 'take no more') theirs.at(-1)?.link.stop('cancelled-by-receiver');
        else session.onDrain(0);
        expect(session.providers.length).toBeLessThanOrEqual(MAX_SHARES);
      }
      const first = isOfferer ? 0 : 1;
      expect(link.announced).toEqual(link.announced.map((_, index) => first + 2 * index));
      expect(theirs.map((each) => each.link.number)).toEqual(theirs.map((_, index) => 1 - first + 2 * index));
      expect(counts.length).toBeLessThanOrEqual(1);
    });
  });
});

afterAll(() => expect(Object.keys(Object.prototype)).toEqual([]));
