/**
 * Simulated pages of a swarm, with the real machines: a seed, and receivers that pass on what they have. Each does what
 * a real page does: its bitmap at the start, `have` and `given` in batches, a tick every half second.
 */
import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { RequestAllowance } from '../../../../src/transfer/exchange/request-allowance.ts';
import { SendMachine, type SendEffect } from '../../../../src/transfer/exchange/send-machine.ts';
import { Spread } from '../../../../src/transfer/exchange/spread.ts';
import type { Clock } from './clock.ts';
import type { Asker, Line } from './line.ts';
import type { Lie, SwarmScenario } from './scenario.ts';

const BATCH_MS = 100;
const TICK_MS = 500;
const WRITE_MS = 5;

/** One buffer is enough for all: nobody looks at the bytes. */
const SHARED = new ArrayBuffer(BLOCK_BYTES);
const BYTES = new Uint8Array(SHARED);
const SHA256 = new Uint8Array(32);
const SIGNATURE = new Uint8Array(64);

/** What a page sees of the world around it. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly scenario: SwarmScenario;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly isOver: boolean;
  /** Of each path, one way. */
  readonly delayMs: number;
  tell(from: Node, to: Node, act: (to: Receiver) => void): void;
  cut(one: Node, other: Node): void;
  /** Looks for more links, where it has few. */
  befriend(receiver: Receiver): void;
  onWritten(block: number): void;
  onEnd(): void;
}

/** One direction of a link: who serves whom. */
export class Serving implements Asker {
  isCut = false;
  private readonly machine: SendMachine;

  readonly from: Node;
  readonly to: Node;

  constructor(from: Node, to: Node, bytes: number) {
    this.from = from;
    this.to = to;
    this.machine = new SendMachine(bytes, new RequestAllowance());
  }

  get unsentBytes(): number {
    return this.isCut ? 0 : this.machine.unsentBytes;
  }

  gotRequest(piece: Parameters<SendMachine['gotRequest']>[0]): void {
    if (this.isCut || this.from.lie === 'silent') return;
    this.from.onAsked(this.to, piece.block);
    this.read(this.machine.gotRequest(piece, 0));
    this.from.line.wake(this);
  }

  gotCancel(blocks: readonly number[]): void {
    if (!this.isCut) this.read(this.machine.gotCancel(blocks, 0));
  }

  send(): ReturnType<Asker['send']> {
    if (this.isCut) return undefined;
    const effects = this.read(this.machine.onRoom(1));
    const bytes = effects.reduce((sum, effect) => sum + (effect.type === 'chunk' ? effect.payload.length : 0), 0);
    return { bytes, to: this.to.line, arrive: () => this.to.got(this, effects) };
  }

  /** What is read from a disk is here at once. */
  private read(effects: readonly SendEffect[]): readonly SendEffect[] {
    const rest: SendEffect[] = [];
    for (const effect of effects) {
      if (effect.type === 'drop') throw new Error('our own request was refused');
      if (effect.type !== 'load') {
        rest.push(effect);
        continue;
      }
      const { block } = effect;
      const blockSignature = { block, length: BLOCK_BYTES, sha256: SHA256, signature: SIGNATURE };
      this.read(this.machine.gotBlock(block, { bytes: BYTES, blockSignature }, 0));
    }
    return rest;
  }
}

export abstract class Node {
  /** Servings to others, and from others. */
  readonly gives = new Map<Node, Serving>();
  readonly takes = new Map<Node, Serving>();
  isHere = true;
  readonly lie: Lie | undefined;

  readonly world: Surroundings;
  readonly name: string;
  readonly line: Line;

  constructor(world: Surroundings, name: string, line: Line, lie?: Lie) {
    this.world = world;
    this.name = name;
    this.line = line;
    this.lie = lie;
  }

  abstract onAsked(receiver: Node, block: number): void;
  abstract got(serving: Serving, effects: readonly SendEffect[]): void;
  abstract onCut(other: Node): void;
}

export class Seed extends Node {
  readonly spread = new Spread();

  onAsked(receiver: Node, block: number): void {
    this.spread.gotAsked(receiver.name, block);
  }

  got(): void {
    throw new Error('nobody sends to a seed');
  }

  onCut(other: Node): void {
    this.spread.forget(other.name);
  }

  tell(): void {
    for (const node of this.gives.keys()) {
      const given = this.spread.drain(node.name);
      if (given.length > 0)
        this.world.tell(this, node, (to) => to.heard((machine, nowMs) => machine.gotGiven(this.name, given, nowMs)));
    }
    if (this.isHere && !this.world.isOver) this.world.clock.after(BATCH_MS, () => this.tell());
  }
}

export class Receiver extends Node {
  readonly done: Bitmap;
  endMs: number | undefined;
  readonly banned = new Set<Node>();
  gotBytes = 0;
  private readonly machine: ReceiveMachine;
  private news: number[] = [];

  constructor(world: Surroundings, name: string, line: Line, lie?: Lie) {
    super(world, name, line, lie);
    const { blocks, isOrdered, urgentBlocks } = world.scenario;
    this.done = new Bitmap(blocks);
    this.machine = new ReceiveMachine(blocks * BLOCK_BYTES, new Bitmap(blocks), {
      random: world.random,
      newBuffer: () => SHARED,
    });
    if (isOrdered === true) this.machine.setUrgent(0, blocks, 0);
    else if (urgentBlocks !== undefined) this.machine.setUrgent(0, urgentBlocks, 0);
  }

  onAsked(): void {}

  /** It may take from this one. */
  meet(other: Node): void {
    if (this.lie !== undefined || !this.isHere) return;
    const { nowMs } = this.world.clock;
    if (other instanceof Seed) this.machine.gotStart(other.name, other.spread.startFor(this.name, this.done.size));
    if (other instanceof Receiver) this.perform(this.machine.gotHoldings(other.name, other.holdings(), nowMs));
    this.perform(this.machine.onSource(other.name, other.name, nowMs, 2 * this.world.delayMs));
  }

  private holdings(): Bitmap {
    if (this.lie === undefined) return new Bitmap(this.done.size, this.done.toBytes());
    return new Bitmap(this.done.size, new Uint8Array(Math.ceil(this.done.size / 8)).fill(0xff));
  }

  heard(act: (machine: ReceiveMachine, nowMs: number) => readonly ReceiveEffect[]): void {
    if (this.isHere && this.lie === undefined) this.perform(act(this.machine, this.world.clock.nowMs));
  }

  got(serving: Serving, effects: readonly SendEffect[]): void {
    for (const effect of effects) {
      if (!this.isHere || serving.isCut) return;
      const { nowMs } = this.world.clock;
      const source = serving.from.name;
      if (effect.type === 'block-signature')
        this.perform(this.machine.gotBlockSignature(source, effect.blockSignature, nowMs));
      if (effect.type !== 'chunk') continue;
      this.gotBytes += effect.payload.length;
      this.perform(this.machine.gotChunk(source, effect, nowMs), serving.from.lie !== 'garbage');
    }
  }

  onCut(other: Node): void {
    if (this.isHere && this.lie === undefined)
      this.perform(this.machine.onSourceLost(other.name, this.world.clock.nowMs));
  }

  tick(): void {
    if (!this.isHere || this.endMs !== undefined) return;
    this.world.befriend(this);
    this.heard((machine, nowMs) => machine.tick(nowMs));
    this.world.clock.after(TICK_MS, () => this.tick());
  }

  private perform(effects: readonly ReceiveEffect[], isGood = true): void {
    const { world } = this;
    for (const effect of effects) {
      switch (effect.type) {
        case 'request': {
          const serving = this.servingOf(effect.source);
          world.clock.after(world.delayMs, () => serving?.gotRequest(effect.piece));
          break;
        }
        case 'cancel': {
          const serving = this.servingOf(effect.source);
          world.clock.after(world.delayMs, () => serving?.gotCancel(effect.blocks));
          break;
        }
        case 'verify':
          world.clock.after(0, () => {
            if (this.isHere) this.perform(this.machine.gotVerdict(effect.block, isGood, world.clock.nowMs));
          });
          break;
        case 'write':
          world.clock.after(WRITE_MS, () => this.write(effect.block));
          break;
        case 'drop': {
          const serving = this.servingOf(effect.source);
          if (serving?.from.lie !== 'garbage') throw new Error(`${this.name} drops ${effect.source}: ${effect.code}`);
          this.banned.add(serving.from);
          world.cut(this, serving.from);
          break;
        }
        case 'complete':
          this.endMs = world.clock.nowMs;
          world.onEnd();
          break;
        case 'withdrawal':
          throw new Error('nobody withdraws a file here');
      }
    }
  }

  private servingOf(source: string): Serving | undefined {
    const node = this.world.nodes.get(source);
    return node === undefined ? undefined : this.takes.get(node);
  }

  private write(block: number): void {
    if (!this.isHere) return;
    this.done.add(block);
    this.world.onWritten(block);
    if (this.news.length === 0) this.world.clock.after(BATCH_MS, () => this.publish());
    this.news.push(block);
    const { urgentBlocks } = this.world.scenario;
    if (urgentBlocks !== undefined) {
      const playhead = this.done.firstMissing() ?? this.done.size;
      this.perform(this.machine.setUrgent(playhead, urgentBlocks, this.world.clock.nowMs));
    }
    this.perform(this.machine.gotWritten(block, this.world.clock.nowMs));
  }

  private publish(): void {
    const blocks = this.news.splice(0);
    for (const node of this.gives.keys())
      this.world.tell(this, node, (to) => to.heard((machine, nowMs) => machine.gotHave(this.name, blocks, nowMs)));
  }
}
