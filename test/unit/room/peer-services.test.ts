/** The services of one link, at the moment when it opens. */
import { describe, expect, test } from 'vitest';

import type { PeerLink } from '../../../src/connection/peer-link.ts';
import { MAX_EARLY_MESSAGES } from '../../../src/protocol/limits.ts';
import { PeerServices } from '../../../src/room/peer-services.ts';
import type { PeerService, Verdict } from '../../../src/room/service.ts';

function services(verdict: Verdict = 'taken') {
  const got: unknown[] = [];
  const judged: Verdict[] = [];
  const files: PeerService = {
    name: 'files',
    version: 1,
    open: () => ({
      got: (message) => {
        got.push(message['n']);
        return verdict;
      },
      gotFrame: ([first]) => {
        got.push(`frame ${first}`);
        return verdict;
      },
      close: () => got.push('closed'),
    }),
  };
  const owner = { id: 'alicealice__', isHost: true, isOfferer: true, sendControl: () => true, end: () => {} };
  const ways = {
    path: () => undefined,
    roundTripMs: () => undefined,
    judge: (each: Verdict) => void judged.push(each),
  };
  const each = new PeerServices(owner, {} as PeerLink, [files], { files: 1 }, ways);
  return { each, got, judged };
}

describe('what comes before this end has all of its channels', () => {
  test('waits, and is heard in its order when the link is open', () => {
    const { each, got, judged } = services();
    expect(each.got('files', { type: 'manifest', n: 1 })).toBe('taken');
    expect(each.gotFrame(Uint8Array.of(2), 0)).toBe('taken');
    expect(each.got('theatre', { type: 'hi', n: 3 })).toBe('taken');
    expect(got).toEqual([]);
    each.open();
    expect(got).toEqual([1, 'frame 2']);
    expect(judged).toEqual(['taken', 'taken', 'unknown']);
    expect(each.got('files', { type: 'page', n: 4 })).toBe('taken');
    expect(got).toEqual([1, 'frame 2', 4]);
  });

  test('is judged then', () => {
    const { each, judged } = services('bad');
    each.got('files', { type: 'manifest' });
    each.open();
    expect(judged).toEqual(['bad']);
  });

  test('without end breaks a rule', () => {
    const { each } = services();
    const verdicts = Array.from({ length: 1000 }, () => each.got('files', { type: 'manifest' }));
    expect(verdicts.indexOf('bad')).toBe(MAX_EARLY_MESSAGES);
  });

  test('on a link that never opens is let go', () => {
    const { each, got } = services();
    each.got('files', { type: 'manifest', n: 1 });
    each.close();
    each.open();
    expect(got).toEqual([]);
  });
});
