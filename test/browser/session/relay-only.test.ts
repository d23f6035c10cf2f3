/**
 * Who hides their address: what is said where there is no relay, as at the tests' server. With one:
 * test/lab/relay-only.lab.ts.
 */
import { afterEach, describe, expect, test } from 'vitest';

import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { isRelayCode } from '../../../src/protocol/errors.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { OwnRelayChoice } from '../relay-choice.ts';
import { closeAll, is, randomFile, ready, seen, sha256, startReceiver, startSender, startSenderBy } from './people.ts';

afterEach(closeAll);

/** Long before a connection would have been given up. */
const SOON_MS = 5000;

const REMARKS = ['address-hidden'];

describe('without a relay', () => {
  test('S8: a receiver that hides hears what it takes, the sender that there is none; not hiding any more, it is there', async () => {
    const sender = await startSender(randomFile('hidden.bin', 1000));
    const relayChoice = new OwnRelayChoice(true);
    const receiver = startReceiver(sender.token, { relayChoice });
    const startMs = performance.now();
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'relay-required' },
      remarks: REMARKS,
      isAddressTold: false,
      connection: { stage: 'connecting', failure: 'relay-required' },
    });
    await seen<SendView>(sender.share, ({ receivers }) => isRelayCode(receivers[0]?.error));
    expect(performance.now() - startMs).toBeLessThan(SOON_MS);

    relayChoice.set(false);
    expect(await ready(receiver)).toMatchObject({ remarks: [], isAddressTold: true });
    receiver.share.accept('download');
    await receiver.saved;
    await seen<SendView>(sender.share, is('done'));
  });

  test('S8: a sender that hides hears what it takes, its receiver that there is none', async () => {
    const relayChoice = new OwnRelayChoice(true);
    const sender = await startSenderBy({ relayChoice }, randomFile('hidden.bin', 1000));
    expect(sender.share.view.remarks).toEqual(REMARKS);
    const receiver = startReceiver(sender.token);
    const startMs = performance.now();
    const { error } = await seen<ReceiveView>(receiver.share, is('failed'));
    expect(error?.code).toSatisfy(isRelayCode); // not to be had, or asked for by too many tests within a minute
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'relay-required');
    expect(performance.now() - startMs).toBeLessThan(SOON_MS);

    relayChoice.set(false);
    const again = startReceiver(sender.token);
    await ready(again);
  });

  test('a receiver that begins to hide in mid-transfer stops, and goes on from there when it does not hide any more', async () => {
    const file = randomFile('changed.bin', 40 * BLOCK_BYTES);
    const sender = await startSender(file);
    const relayChoice = new OwnRelayChoice();
    const receiver = startReceiver(sender.token, { relayChoice });
    await ready(receiver);
    receiver.share.accept('download');
    await seen<ReceiveView>(receiver.share, ({ percent }) => (percent ?? 0) > 10);
    relayChoice.set(true);
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'relay-required' },
      isAddressTold: true,
    });

    relayChoice.set(false);
    expect((await ready(receiver)).bytesDone).toBeGreaterThan(0);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
  });
});

test('a sender that changes its choice gets its receivers back on other links', async () => {
  const file = randomFile('again.bin', 40 * BLOCK_BYTES);
  const relayChoice = new OwnRelayChoice(true);
  const sender = await startSenderBy({ relayChoice }, file);
  relayChoice.set(false);
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  await seen<ReceiveView>(receiver.share, ({ percent }) => (percent ?? 0) > 10);
  relayChoice.set(false); // said again: the links are made anew all the same
  await seen<ReceiveView>(receiver.share, ({ connection }) => connection.attempt === 2);
  const [saved] = await receiver.saved;
  expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
  expect((await seen<SendView>(sender.share, is('done'))).receivers).toHaveLength(1);
});
