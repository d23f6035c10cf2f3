import { expect, test } from 'vitest';

import { BLOCK_BYTES, MAX_OPEN_BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { blockCount, blockLength } from '../../../src/protocol/manifest.ts';
import { Bitmap } from '../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../src/transfer/exchange/receive-machine.ts';
import { SendMachine, type SendEffect } from '../../../src/transfer/exchange/send-machine.ts';
import { seeded } from './flow/network.ts';

const MOST_BLOCKS = 12;

/** The stream of every run: any byte in the wrong place shows. */
const TRUTH = Uint8Array.from({ length: MOST_BLOCKS * BLOCK_BYTES }, (_, offset) => (offset * 2654435761) >>> 24);
const isTrue = (bytes: Uint8Array, offset: number) =>
  Buffer.compare(bytes, TRUTH.subarray(offset, offset + bytes.length)) === 0;

/**
 * One receiver and several senders, whose machines speak through queues with random delays. Senders come, go and flip
 * bits; the receiver crashes and starts again from what it had marked. Runs until complete.
 */
function simulate(seed: number) {
  const random = seeded(seed);
  const bytes = Math.floor(random() * MOST_BLOCKS * BLOCK_BYTES);
  const vault = new Uint8Array(bytes);
  let marks = new Bitmap(blockCount(bytes));
  const senders = new Map<string, { machine: SendMachine; isHostile: boolean }>();
  const events: { atMs: number; order: number; act: () => void }[] = [];
  let receiver = new ReceiveMachine(bytes, new Bitmap(marks.size, marks.toBytes()));
  const outcome = { isComplete: false };
  let now = 0;
  let order = 0;
  let names = 0;
  let mostOpen = 0;
  const dropped: string[] = [];
  const lanes = new Map<string, number>();

  const after = (delayMs: number, act: () => void) => events.push({ atMs: now + delayMs, order: order++, act });
  /** A lane keeps its order: nothing arrives before what was sent before it. */
  const send = (lane: string, act: () => void) => {
    const atMs = Math.max(lanes.get(lane) ?? 0, now + 1 + random() * 20);
    lanes.set(lane, atMs);
    after(atMs - now, act);
  };

  const signedBlock = (block: number) => {
    const data = TRUTH.slice(block * BLOCK_BYTES, block * BLOCK_BYTES + blockLength(bytes, block));
    return {
      bytes: data,
      blockSignature: { block, length: data.length, sha256: new Uint8Array(32), signature: new Uint8Array(64) },
    };
  };

  const performSend = (name: string, effects: readonly SendEffect[]) => {
    const sender = senders.get(name);
    if (sender === undefined) return;
    for (const effect of effects) {
      if (effect.type === 'load')
        after(random() * 5, () =>
          performSend(name, sender.machine.gotBlock(effect.block, signedBlock(effect.block), 1e9)),
        );
      else if (effect.type === 'drop' || effect.type === 'withdrawal')
        throw new Error(`seed ${seed}: our own request was refused`);
      else if (effect.type === 'block-signature')
        send(
          `to ${name}`,
          () => senders.has(name) && perform(receiver.gotBlockSignature(name, effect.blockSignature, now)),
        );
      else {
        const payload = effect.payload.slice();
        if (sender.isHostile && random() < 0.05) payload[0] = payload[0]! ^ 1;
        send(`to ${name}`, () => senders.has(name) && perform(receiver.gotChunk(name, { ...effect, payload }, now)));
      }
    }
  };

  const perform = (effects: readonly ReceiveEffect[]) => {
    const current = receiver;
    const still = (act: () => void) => () => {
      if (receiver === current) act(); // a crash forgets what was under way
    };
    for (const effect of effects) {
      if (effect.type === 'request')
        send(`from ${effect.source}`, () =>
          performSend(effect.source, senders.get(effect.source)?.machine.gotRequest(effect.piece, 1e9) ?? []),
        );
      if (effect.type === 'verify') {
        const isGood = isTrue(effect.bytes, effect.block * BLOCK_BYTES);
        after(
          random() * 3,
          still(() => perform(receiver.gotVerdict(effect.block, isGood, now))),
        );
      }
      if (effect.type === 'write') {
        after(
          random() * 10,
          still(() => {
            vault.set(effect.bytes, effect.block * BLOCK_BYTES);
            marks.add(effect.block);
            perform(receiver.gotWritten(effect.block, now));
          }),
        );
      }
      if (effect.type === 'drop') {
        dropped.push(effect.source);
        senders.delete(effect.source);
      }
      if (effect.type === 'complete') outcome.isComplete = true;
    }
    mostOpen = Math.max(mostOpen, receiver.openBytes);
  };

  const addSender = (isHostile: boolean) => {
    const name = `s${names++}`;
    senders.set(name, { machine: new SendMachine(bytes), isHostile });
    perform(receiver.onSource(name, name, now));
  };
  const loseSender = () => {
    const name = [...senders.keys()][Math.floor(random() * senders.size)];
    if (name === undefined) return;
    senders.delete(name);
    perform(receiver.onSourceLost(name, now));
  };
  const crash = () => {
    marks = new Bitmap(marks.size, marks.toBytes());
    receiver = new ReceiveMachine(bytes, new Bitmap(marks.size, marks.toBytes()));
    for (const name of senders.keys()) senders.delete(name); // links die with the page
  };

  for (let i = 0; i < 6; i++)
    after(random() * 400, random() < 0.3 ? crash : random() < 0.5 ? loseSender : () => addSender(random() < 0.4));
  after(0, () => addSender(false));
  after(500, () => addSender(false)); // in the end there is an honest one
  for (let steps = 0; !outcome.isComplete; steps++) {
    const next = events.reduce<(typeof events)[number] | undefined>(
      (first, event) =>
        first === undefined || event.atMs < first.atMs || (event.atMs === first.atMs && event.order < first.order)
          ? event
          : first,
      undefined,
    );
    if (next === undefined || steps > 20_000) throw new Error(`seed ${seed}: stuck at ${marks.count} of ${marks.size}`);
    events.splice(events.indexOf(next), 1);
    now = next.atMs;
    next.act();
  }
  return { bytes, vault, mostOpen };
}

test('whoever comes, goes, lies or crashes: the bytes arrive, whole and in place', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { bytes, vault, mostOpen } = simulate(seed);
    expect(vault.length).toBe(bytes);
    expect(isTrue(vault, 0), `seed ${seed}`).toBe(true);
    expect(mostOpen).toBeLessThanOrEqual(MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES);
  }
}, 60_000);
