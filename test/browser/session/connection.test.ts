/**
 * What both sides see of the connection between them: the same, each from its end; and when there is none, both are
 * told.
 */
import { afterEach, describe, expect, test } from 'vitest';

import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { closeAll, is, randomFile, seen, startReceiver, startSender } from './people.ts';

/** From the receiver's arrival until both know that there is no way. */
const NO_WAY_MS = 45_000;

afterEach(closeAll);

const connectionOf = (view: SendView) => view.receivers[0]?.connection;

describe('C8: the connection', () => {
  test('is told alike at both ends', async () => {
    const sender = await startSender(randomFile('a.bin', 1000));
    const receiver = startReceiver(sender.token);
    sender.share.lookClosely(true);
    receiver.share.lookClosely(true);
    const isWhole = (connection: ReceiveView['connection'] | undefined): boolean =>
      connection?.path?.kind === 'same-network' &&
      connection.details?.there.nat !== undefined &&
      connection.details.traffic !== undefined;
    const there = (await seen<ReceiveView>(receiver.share, ({ connection }) => isWhole(connection))).connection;
    const here = connectionOf(await seen<SendView>(sender.share, (view) => isWhole(connectionOf(view))));
    expect(here?.path).toEqual({
      kind: 'same-network',
      transport: 'udp',
      relayAt: undefined,
      why: 'same-network',
      here: 'host',
      there: 'host',
    });
    expect(there.path).toEqual(here?.path);
    expect(here?.details?.here.fingerprint).toMatch(/^[\dA-F:]{95}$/);
    expect(here?.details?.here.fingerprint).toBe(there.details?.there.fingerprint);
    expect(here?.details?.there.fingerprint).toBe(there.details?.here.fingerprint);
    expect(here?.details?.there.gathered).toEqual(there.details?.here.gathered);
    for (const connection of [here, there]) {
      expect(connection).toMatchObject({ stage: 'communicating', attempt: 1, restarts: 0, failure: undefined });
      expect(connection?.stages.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'active']);
      for (const { ms } of connection?.stages ?? []) expect(ms).toBeGreaterThanOrEqual(0);
    }
  });

  test('stays the same object while nothing in it changes', async () => {
    const sender = await startSender(randomFile('a.bin', 1000));
    const receiver = startReceiver(sender.token);
    await seen<ReceiveView>(receiver.share, ({ connection }) => connection.path?.kind === 'same-network');
    await seen<SendView>(sender.share, (view) => connectionOf(view)?.path?.kind === 'same-network');
    const [here, there] = [connectionOf(sender.share.view), receiver.share.view.connection];
    const changes: string[] = [];
    const done = new AbortController();
    receiver.share.onChange(() => changes.push('receiver'), done.signal);
    await new Promise((resolve) => setTimeout(resolve, 6000)); // nothing is to happen in this time
    done.abort();
    expect(changes).toEqual([]);
    expect(connectionOf(sender.share.view)).toBe(here);
    expect(receiver.share.view.connection).toBe(there);
  });
});

describe('a connection that cannot be made', () => {
  test(
    'is told to both, with the stage and the cause, in bounded time',
    async () => {
      const sender = await startSender(randomFile('a.bin', 1000));
      const startMs = performance.now();
      const receiver = startReceiver(sender.token, { config: { iceTransportPolicy: 'relay' } }); // and the server has no relay
      const [at, of] = await Promise.all([
        seen<ReceiveView>(receiver.share, is('failed'), NO_WAY_MS),
        seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.status === 'failed', NO_WAY_MS),
      ]);
      expect(performance.now() - startMs).toBeLessThan(NO_WAY_MS);
      expect(at.error?.code).toBe('relay-required');
      expect(at.connection).toMatchObject({ stage: 'connecting', failure: 'relay-required', attempt: 2 });
      expect(of.receivers[0]?.error).toMatch(/^(relay-none|udp-blocked)$/); // where the tests run, STUN may be out of reach
      expect(connectionOf(of)).toMatchObject({ stage: 'connecting', attempt: 2 });
      for (const connection of [at.connection, connectionOf(of)]) {
        expect(connection?.stages.map(({ state }) => state)).toEqual(['done', 'failed', 'waiting', 'waiting']);
      }
    },
    NO_WAY_MS + 5000,
  );
});
