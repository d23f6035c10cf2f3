/**
 * Many peers of one share, as the pure machines are: senders and receivers on a lossy network, who crash, come back,
 * lie and fall silent. The session's part in it (who is greeted, when a link is given up, what is durable) is as simple
 * here as can be.
 */
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import { BLOCK_BYTES, MAX_OPEN_BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { blockCount, blockLength } from '../../../src/protocol/manifest.ts';
import { Bitmap } from '../../../src/transfer/exchange/bitmap.ts';
import { ManifestIntake } from '../../../src/transfer/exchange/manifest-intake.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../src/transfer/exchange/receive-machine.ts';
import { RequestAllowance } from '../../../src/transfer/exchange/request-allowance.ts';
import { SendMachine, type SendEffect } from '../../../src/transfer/exchange/send-machine.ts';
import { seeded, Timeline, Wire } from './flow/network.ts';

export type Nature =
  | 'honest'
  /** Flips bits now and then. */
  | 'forger'
  /** Sends what nobody asked for. */
  | 'pusher'
  /** Stops answering, and keeps the connection. */
  | 'silent'
  /** Its list is not what its signed head says. */
  | 'liar'
  /** Its file has changed when it comes back from a crash. */
  | 'changed';

export interface Scenario {
  readonly seed: number;
  readonly bytes: number;
  readonly receivers: number;
  readonly senders: readonly Nature[];
  /** Share of messages that are late by a retransmission, and of connections that break in mid-air. */
  readonly loss: number;
  /** At these steps somebody crashes, and comes back a while later, or not at all. */
  readonly crashes: readonly {
    readonly step: number;
    readonly who: 'sender' | 'receiver';
    readonly isForGood?: boolean;
  }[];
}

export type Ending = { readonly type: 'equal' } | { readonly type: 'failed'; readonly code: ErrorCode };

const MOST_BLOCKS = 12;
export const MOST_BYTES = MOST_BLOCKS * BLOCK_BYTES;
/** The stream of every run: any byte in the wrong place shows. */
const TRUTH = Uint8Array.from({ length: MOST_BYTES }, (_, offset) => (offset * 2654435761) >>> 24);
const isTrue = (bytes: Uint8Array, offset: number): boolean =>
  Buffer.compare(bytes, TRUTH.subarray(offset, offset + bytes.length)) === 0;

const PAGES = ['first page', 'second page', 'third'];
const HEAD = { files: 3, pages: PAGES.length, pageBytes: PAGES.join('').length, sha256: '' };

const STALL_MS = 8000;
const RETRY_MS = 1000;
/** Far more than any of the runs needs. */
const MAX_STEPS = 200_000;

interface Link {
  readonly id: string;
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly wire: Wire;
  readonly machine: SendMachine;
}

class Sender {
  isThere = true;
  isGone = false;
  hasCrashed = false;
  readonly name: string;
  readonly nature: Nature;

  constructor(name: string, nature: Nature) {
    this.name = name;
    this.nature = nature;
  }
}

export class Swarm {
  readonly time: Timeline;
  readonly receivers: Receiver[];
  readonly senders: Sender[];
  private links: Link[] = [];
  private names = 0;

  readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.time = new Timeline(seeded(scenario.seed));
    this.senders = scenario.senders.map((nature, index) => new Sender(`sender ${index}`, nature));
    this.receivers = Array.from({ length: scenario.receivers }, () => new Receiver(this));
  }

  /** Runs to the end. Throws when something that must hold does not, or when there is no end. */
  run(): readonly Ending[] {
    for (const receiver of this.receivers) receiver.start();
    const crashes = this.scenario.crashes.toSorted((a, b) => a.step - b.step);
    while (this.receivers.some(({ ending }) => ending === undefined)) {
      if (!this.time.step() || this.time.steps > MAX_STEPS)
        throw new Error(
          `${this.name}: no end in sight at ${this.time.nowMs} ms: ${this.receivers.map((receiver) => receiver.progress).join()}`,
        );
      if (crashes[0]?.step === this.time.steps) this.crash(crashes.shift() ?? { step: 0, who: 'sender' });
    }
    return this.receivers.map(({ ending }) => ending ?? { type: 'failed', code: 'internal' });
  }

  get name(): string {
    return JSON.stringify(this.scenario);
  }

  connect(sender: Sender, receiver: Receiver): Link {
    const wire = new Wire(this.time, this.scenario.loss);
    const link: Link = {
      id: `${sender.name}, link ${this.names++}`,
      sender,
      receiver,
      wire,
      machine: new SendMachine(this.scenario.bytes, new RequestAllowance()),
    };
    this.links.push(link);
    if (this.time.random() < this.scenario.loss) this.time.after(this.time.random() * 3000, () => this.cut(link));
    return link;
  }

  cut(link: Link): void {
    if (!link.wire.isUp) return;
    link.wire.isUp = false;
    this.links = this.links.filter((each) => each !== link);
    link.receiver.onLinkLost(link);
  }

  linksOf(receiver: Receiver): readonly Link[] {
    return this.links.filter((link) => link.receiver === receiver);
  }

  gotRequest(link: Link, piece: Parameters<SendMachine['gotRequest']>[0]): void {
    if (link.sender.nature === 'silent' && this.time.random() < 0.1) return;
    this.performSend(link, link.machine.gotRequest(piece, 1e9));
  }

  private performSend(link: Link, effects: readonly SendEffect[]): void {
    const { random } = this.time;
    const { sender, receiver, wire } = link;
    for (const effect of effects) {
      switch (effect.type) {
        case 'withdrawal':
          throw new Error('nobody withdraws a file here');
        case 'load':
          this.time.after(random() * 5, () => this.gotRead(link, effect.block));
          break;
        case 'drop':
          throw new Error(`${this.name}: our own request was refused`);
        case 'block-signature':
          wire.send('down', () =>
            receiver.got(link, (machine, nowMs) => machine.gotBlockSignature(link.id, effect.blockSignature, nowMs)),
          );
          break;
        case 'chunk': {
          const isForged = sender.nature === 'forger' && random() < 0.05;
          const payload = isForged ? effect.payload.map((byte) => byte ^ 1) : effect.payload;
          const offset = sender.nature === 'pusher' && random() < 0.05 ? effect.offset + 1 : effect.offset;
          wire.send('down', () =>
            receiver.got(link, (machine, nowMs) =>
              machine.gotChunk(link.id, { block: effect.block, offset, payload }, nowMs),
            ),
          );
        }
      }
    }
  }

  private gotRead(link: Link, block: number): void {
    if (!link.wire.isUp) return;
    if (link.sender.nature === 'changed' && link.sender.hasCrashed)
      return link.wire.send('down', () => link.receiver.onEnd(link, 'source-changed'));
    const bytes = TRUTH.subarray(block * BLOCK_BYTES, block * BLOCK_BYTES + blockLength(this.scenario.bytes, block));
    const blockSignature = { block, length: bytes.length, sha256: new Uint8Array(32), signature: new Uint8Array(64) };
    this.performSend(link, link.machine.gotBlock(block, { bytes, blockSignature }, 1e9));
  }

  private crash({ who, isForGood = false }: Scenario['crashes'][number]): void {
    const { random } = this.time;
    const any = <Peer>(peers: readonly Peer[]): Peer | undefined => peers[Math.floor(random() * peers.length)];
    if (who === 'receiver') return any(this.receivers.filter(({ ending }) => ending === undefined))?.crash();
    const sender = any(this.senders.filter(({ isThere }) => isThere));
    if (sender === undefined) return;
    Object.assign(sender, { isThere: false, isGone: isForGood, hasCrashed: true });
    for (const link of this.links.filter((each) => each.sender === sender)) this.cut(link);
    if (!isForGood) this.time.after(random() * 60_000, () => (sender.isThere = true));
  }
}

export class Receiver {
  ending: Ending | undefined;
  private machine: ReceiveMachine | undefined;
  private readonly banned = new Map<Sender, ErrorCode>();
  /** What is on the disk, and of which blocks it is known that they will be after a crash. */
  private readonly disk: Uint8Array;
  private readonly unflushed = new Set<number>();
  private marks: Bitmap;
  private lastByteMs = 0;
  /** Counts lives: what an earlier one began is void. */
  private life = 0;

  private readonly swarm: Swarm;

  constructor(swarm: Swarm) {
    this.swarm = swarm;
    const { bytes } = swarm.scenario;
    this.disk = new Uint8Array(bytes);
    this.marks = new Bitmap(blockCount(bytes));
  }

  get progress(): string {
    return `${this.marks.count} of ${this.marks.size}`;
  }

  start(): void {
    this.look();
    this.watch();
  }

  /** Greets whoever is there, and gives up when nobody ever will be. */
  private look(): void {
    if (this.ending !== undefined) return;
    const { senders, time } = this.swarm;
    const linked = new Set(this.swarm.linksOf(this).map(({ sender }) => sender));
    for (const sender of senders)
      if (sender.isThere && !linked.has(sender) && !this.banned.has(sender)) this.connect(sender);
    if (senders.every((sender) => sender.isGone || this.banned.has(sender))) {
      this.fail([...this.banned.values()].at(-1) ?? 'peer-left');
      return;
    }
    const { life } = this;
    time.after(RETRY_MS * (0.5 + time.random()), () => life === this.life && this.look());
  }

  private connect(sender: Sender): void {
    const link = this.swarm.connect(sender, this);
    const intake = new ManifestIntake({ ...HEAD, bytes: this.swarm.scenario.bytes });
    const pages = sender.nature === 'liar' ? [PAGES[0] ?? '', 'longer than the head says', ''] : PAGES;
    const tell = (first: number, count: number): void => {
      for (let page = first; page < first + count; page++)
        link.wire.send('down', () => gotPage(page, pages[page] ?? ''));
    };
    const gotPage = (page: number, text: string): void => {
      const result = intake.gotPage(page, text);
      if (result.type === 'ask') link.wire.send('up', () => tell(result.first, result.count));
      if (result.type === 'bad') this.ban(link, 'manifest-bad');
      if (result.type !== 'whole') return;
      this.machine ??= new ReceiveMachine(this.swarm.scenario.bytes, new Bitmap(this.marks.size, this.marks.toBytes()));
      this.perform(this.machine.onSource(link.id, sender.name, this.swarm.time.nowMs));
    };
    tell(0, 1);
  }

  got(_: Link, act: (machine: ReceiveMachine, nowMs: number) => ReceiveEffect[]): void {
    if (this.machine === undefined || this.ending !== undefined) return;
    this.lastByteMs = this.swarm.time.nowMs;
    this.perform(act(this.machine, this.swarm.time.nowMs));
  }

  onLinkLost(link: Link): void {
    if (this.machine !== undefined && this.ending === undefined)
      this.perform(this.machine.onSourceLost(link.id, this.swarm.time.nowMs));
  }

  onEnd(link: Link, code: ErrorCode): void {
    this.ban(link, code);
  }

  /** Memory is gone, and of what was not flushed any part may be, too. */
  crash(): void {
    this.life += 1;
    this.machine = undefined;
    for (const link of this.swarm.linksOf(this)) this.swarm.cut(link);
    for (const block of this.unflushed) {
      if (this.swarm.time.random() < 0.5)
        this.disk.fill(0xee, block * BLOCK_BYTES, block * BLOCK_BYTES + blockLength(this.disk.length, block));
    }
    this.unflushed.clear();
    this.check();
    const { life } = this;
    this.swarm.time.after(this.swarm.time.random() * 30_000, () => life === this.life && this.start());
  }

  private perform(effects: readonly ReceiveEffect[]): void {
    const { swarm, life, machine } = this;
    const { time } = swarm;
    const later = (delayMs: number, act: (machine: ReceiveMachine) => readonly ReceiveEffect[]): void =>
      time.after(
        delayMs,
        () => life === this.life && this.ending === undefined && machine !== undefined && this.perform(act(machine)),
      );
    for (const effect of effects) {
      switch (effect.type) {
        case 'withdrawal':
          throw new Error('nobody withdraws a file here');
        case 'cancel':
          throw new Error('all of these have everything: nothing is cancelled');
        case 'request': {
          const link = swarm.linksOf(this).find(({ id }) => id === effect.source);
          link?.wire.send('up', () => swarm.gotRequest(link, effect.piece));
          break;
        }
        case 'verify': {
          const isGood = isTrue(effect.bytes, effect.block * BLOCK_BYTES);
          later(time.random() * 3, (current) => current.gotVerdict(effect.block, isGood, time.nowMs));
          break;
        }
        case 'write':
          this.unflushed.add(effect.block);
          later(time.random() * 10, (current) => {
            this.disk.set(effect.bytes, effect.block * BLOCK_BYTES);
            if (time.random() < 0.3) time.after(time.random() * 50, () => life === this.life && this.flush());
            return current.gotWritten(effect.block, time.nowMs, effect.bytes.buffer);
          });
          break;
        case 'drop': {
          const link = swarm.linksOf(this).find(({ id }) => id === effect.source);
          if (link !== undefined) this.ban(link, effect.code);
          break;
        }
        case 'complete':
          this.flush();
          if (!isTrue(this.disk, 0)) throw new Error(`${swarm.name}: complete, and not equal`);
          this.end({ type: 'equal' });
      }
    }
    if (machine !== undefined && machine.openBytes > MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES)
      throw new Error(`${swarm.name}: ${machine.openBytes} bytes held`);
  }

  /** Written, then durable, then marked (D9); what is on its way to the disk is not in it. */
  private flush(): void {
    const marks = new Bitmap(this.marks.size, this.marks.toBytes());
    for (const block of this.unflushed) {
      const offset = block * BLOCK_BYTES;
      if (!isTrue(this.disk.subarray(offset, offset + blockLength(this.disk.length, block)), offset)) continue;
      marks.add(block);
      this.unflushed.delete(block);
    }
    this.marks = marks;
  }

  private check(): void {
    for (let block = 0; block < this.marks.size; block++) {
      const offset = block * BLOCK_BYTES;
      if (
        this.marks.has(block) &&
        !isTrue(this.disk.subarray(offset, offset + blockLength(this.disk.length, block)), offset)
      )
        throw new Error(`${this.swarm.name}: block ${block} is marked, and not on the disk`);
    }
  }

  /** Nothing came for too long: all links are given up, and made anew. */
  private watch(): void {
    const { life } = this;
    this.lastByteMs = this.swarm.time.nowMs;
    const look = (): void => {
      if (life !== this.life || this.ending !== undefined) return;
      if (this.swarm.time.nowMs - this.lastByteMs >= STALL_MS) {
        this.lastByteMs = this.swarm.time.nowMs;
        for (const link of this.swarm.linksOf(this)) this.swarm.cut(link);
      }
      this.swarm.time.after(1000, look);
    };
    look();
  }

  private ban(link: Link, code: ErrorCode): void {
    this.banned.set(link.sender, code);
    this.swarm.cut(link);
  }

  private fail(code: ErrorCode): void {
    this.flush();
    this.end({ type: 'failed', code });
  }

  private end(ending: Ending): void {
    this.check();
    this.ending = ending;
    for (const link of this.swarm.linksOf(this)) this.swarm.cut(link);
  }
}
