import { expect, test } from 'vitest';

import { Early } from '../../../src/main/early.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import type { ReceiveSession } from '../../../src/session/view/receive.ts';

const LINK = '#Jp3nQ0v8rX2mK5sTz7LwYA';
const OTHER = '#AAAAAAAAAAAAAAAAAAAAAA';

/** @param opening what a link leads to */
function open(hash: string, opening?: (session: ReceiveSession) => Promise<ReceiveSession>, pathname = '/') {
  const calls: string[] = [];
  const session = { leave: () => calls.push('leave') } as unknown as ReceiveSession;
  const early = new Early(
    { pathname, hash },
    {
      receive: (fragment) => {
        calls.push(`receive ${fragment}`);
        return opening?.(session) ?? Promise.resolve(session);
      },
      prepareToSend: () => calls.push('prepareToSend'),
    },
  );
  return { early, session, calls };
}

test('the link in the address is opened at once, and given once', async () => {
  const { early, session, calls } = open(LINK);
  expect(calls).toEqual([`receive ${LINK}`]);
  expect(await early.take(LINK)).toBe(session);
  expect(early.take(LINK)).toBeUndefined();
  expect(calls).toEqual([`receive ${LINK}`]);
});

test('when another link is asked for, it is left, open or not yet', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { early, calls } = open(LINK, (session) => promise.then(() => session));
  expect(early.take(OTHER)).toBeUndefined();
  expect(calls).toEqual([`receive ${LINK}`]);
  resolve();
  await promise;
  await Promise.resolve();
  expect(calls).toEqual([`receive ${LINK}`, 'leave']);
});

test('why a link is no good is told to whoever asks for it', async () => {
  const { early } = open(LINK, () => Promise.reject(new BeamError('link-malformed')));
  await Promise.resolve();
  await expect(early.take(LINK)).rejects.toThrow(BeamError);
});

test.each([
  ['the start page', '', '/', []],
  ['“How it works”', '', '/how', []],
  ['an own share', '#/sent/abc', '/', ['prepareToSend']],
])('%s opens no link', (_, hash, pathname, expected) => {
  const { early, calls } = open(hash, undefined, pathname);
  expect(calls).toEqual(expected);
  expect(early.take(LINK)).toBeUndefined();
});
