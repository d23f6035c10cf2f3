/** A service whose code comes after the first words of a peer. */
import { expect, test } from 'vitest';

import { MAX_EARLY_MESSAGES } from '../../../src/protocol/limits.ts';
import { LazyService } from '../../../src/room/lazy-service.ts';
import type { LanePeer, PeerService, Verdict } from '../../../src/room/service.ts';

function lazy(verdict: Verdict = 'taken') {
  const { promise, resolve, reject } = Promise.withResolvers<PeerService>();
  const log: unknown[] = [];
  const service: PeerService = {
    name: 'notes',
    version: 1,
    open: () => ({
      got: (message) => {
        log.push(message['n']);
        return verdict;
      },
      close: () => log.push('closed'),
    }),
  };
  const peer = { id: 'alicealice__', end: (code: string) => log.push(code) } as unknown as LanePeer;
  const session = new LazyService('notes', 1, promise, () => log.push('early')).open(peer);
  const come = async (): Promise<void> => {
    resolve(service);
    await promise;
  };
  return { session, log, come, reject };
}

test('what is said before the code is here is heard then, in its order', async () => {
  const { session, log, come } = lazy();
  expect([1, 2].map((n) => session.got({ type: 'note', n }))).toEqual(['taken', 'taken']);
  expect(log.splice(0)).toEqual(['early', 'early']);
  await come();
  session.got({ type: 'note', n: 3 });
  session.close();
  expect(log).toEqual([1, 2, 3, 'closed']);
});

test('what breaks a rule ends the link then', async () => {
  const { session, log, come } = lazy('bad');
  session.got({ type: 'note', n: 1 });
  await come();
  expect(log).toEqual(['early', 1, 'peer-misbehaved']);
});

test('words without end break a rule, and a link that is gone hears nothing', async () => {
  const { session, log, come } = lazy();
  const verdicts = Array.from({ length: 1000 }, () => session.got({ type: 'note' }));
  expect(verdicts.indexOf('bad')).toBe(MAX_EARLY_MESSAGES);
  log.length = 0;
  session.close();
  await come();
  expect(log).toEqual([]);
});
