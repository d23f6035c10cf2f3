/** A swarm of simulated pages on simulated lines: who is there, who has a link with whom, and when it is over. */
import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { seeded } from '../flow/network.ts';
import { Clock } from './clock.ts';
import { Line } from './line.ts';
import { Receiver, Seed, Serving, type Node, type Surroundings } from './nodes.ts';
import type { Lie, Outcome, SwarmScenario } from './scenario.ts';

/** 16 Mbit/s: a block takes half a second. */
const UP = 2000;
/** As fast as those of others to it, and more: of equal lines the uplinks count. */
const DOWN_FACTOR = 4;
/** Short: the request windows of near paths have pieces that a simulation of a thousand peers can afford. */
const DELAY_MS = 2;
const NEIGHBOURS = 8;
const ARRIVAL_MS = 200;
/** What a liar that serves slowly gives of its line. */
const LIAR_PART = 0.01;
/** Much later than any of the runs should end. */
const MOST_TIMES = 20;

export class World implements Surroundings {
  readonly clock = new Clock();
  readonly random: () => number;
  readonly nodes = new Map<string, Node>();
  readonly receivers: Receiver[] = [];
  isOver = false;
  readonly delayMs: number;
  private readonly seed: Seed;
  private readonly out: Bitmap;
  private readonly bytes: number;
  /** Whom each of the first receivers links with: a random graph. */
  private readonly plan: readonly (readonly number[])[];

  readonly scenario: SwarmScenario;

  constructor(scenario: SwarmScenario) {
    this.scenario = scenario;
    this.delayMs = scenario.delayMs ?? DELAY_MS;
    this.random = seeded(scenario.seed);
    this.bytes = scenario.blocks * BLOCK_BYTES;
    this.out = new Bitmap(scenario.blocks);
    const { seedUp = UP, seedTurns = Infinity, receivers, liars = [], arrivalMs = ARRIVAL_MS } = scenario;
    this.seed = new Seed(
      this,
      'seed',
      new Line(this.clock, { up: seedUp, down: seedUp, delayMs: this.delayMs, turns: seedTurns }),
    );
    this.nodes.set('seed', this.seed);
    this.plan = randomGraph(receivers, scenario.neighbours ?? NEIGHBOURS, this.random);
    for (let index = 0; index < receivers; index++) {
      const lie = liars[index - (receivers - liars.length)];
      this.clock.at((arrivalMs * index) / receivers, () => this.join(lie));
    }
    this.seed.tell();
  }

  run(): Outcome {
    const { blocks, seedUp = UP, receivers, liars = [] } = this.scenario;
    const aloneMs = this.bytes / seedUp;
    const mostMs = MOST_TIMES * aloneMs + 120_000;
    while (!this.isOver && this.clock.nowMs < mostMs && this.clock.step());
    const honest = this.receivers.filter(({ isHere, lie }) => isHere && lie === undefined);
    const given = honest.map(({ line }) => line.sentBytes);
    const sum = given.reduce((total, each) => total + each, 0);
    const squares = given.reduce((total, each) => total + each ** 2, 0);
    const isMissing = honest.length < receivers - liars.length - Math.ceil(this.scenario.churn ?? 0);
    if (isMissing) throw new Error('receivers got lost');
    return {
      makespanMs: Math.max(...honest.map(({ endMs }) => endMs ?? Infinity)),
      aloneMs,
      seedBytes: this.seed.line.sentBytes,
      fileBytes: blocks * BLOCK_BYTES,
      fairness: squares === 0 ? 1 : sum ** 2 / (given.length * squares),
      unfinished: honest.filter(({ endMs }) => endMs === undefined).length,
      waste: honest.reduce((total, { gotBytes }) => total + gotBytes, 0) / (honest.length * this.bytes) - 1,
    };
  }

  tell(from: Node, to: Node, act: (to: Receiver) => void): void {
    this.clock.after(this.delayMs, () => {
      if (to instanceof Receiver && from.isHere && to.takes.has(from)) act(to);
    });
  }

  cut(one: Node, other: Node): void {
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      const serving = a.gives.get(b);
      if (serving !== undefined) serving.isCut = true;
      a.gives.delete(b);
      b.takes.delete(a);
    }
    one.onCut(other);
    other.onCut(one);
  }

  onWritten(block: number): void {
    this.out.add(block);
    if (this.scenario.seedLeaves === true && this.out.isFull && this.seed.isHere) this.leave(this.seed);
  }

  onEnd(): void {
    const { receivers, liars = [] } = this.scenario;
    const expected = receivers - liars.length;
    const ended = this.receivers.filter(({ endMs, isHere }) => endMs !== undefined && isHere).length;
    this.isOver = ended >= expected;
  }

  private leave(node: Node): void {
    node.isHere = false;
    for (const other of new Set([...node.gives.keys(), ...node.takes.keys()])) this.cut(node, other);
  }

  private join(lie: Lie | undefined): void {
    const {
      up = UP,
      down = DOWN_FACTOR * up,
      neighbours = NEIGHBOURS,
      seedLinks = Infinity,
      turns = Infinity,
    } = this.scenario;
    const rates = { up: lie === 'slow' ? up * LIAR_PART : up, down, delayMs: this.delayMs, turns };
    const line = new Line(this.clock, rates);
    const receiver = new Receiver(this, `r${this.nodes.size}`, line, lie);
    this.nodes.set(receiver.name, receiver);
    this.receivers.push(receiver);
    if (this.seed.isHere && this.seed.gives.size < seedLinks) this.link(this.seed, receiver, false);
    for (const index of this.plan[this.receivers.length - 1] ?? []) {
      const other = this.receivers[index];
      if (other?.isHere && other.gives.size < neighbours) this.link(other, receiver, true);
    }
    receiver.tick();
    this.churn(receiver);
  }

  /** Links with others that have room for them. */
  befriend(receiver: Receiver): void {
    const { neighbours = NEIGHBOURS, arrivalMs = ARRIVAL_MS } = this.scenario;
    const links = neighbours - 2;
    if (this.clock.nowMs <= arrivalMs || receiver.gives.size >= links) return;
    const others = this.receivers.filter(
      (other) =>
        other !== receiver &&
        other.isHere &&
        other.gives.size < neighbours &&
        !other.gives.has(receiver) &&
        !receiver.banned.has(other) &&
        !other.banned.has(receiver),
    );
    while (receiver.gives.size < links && others.length > 0) {
      const [other] = others.splice(Math.floor(this.random() * others.length), 1);
      if (other !== undefined) this.link(other, receiver, true);
    }
  }

  private link(one: Node, other: Receiver, isBoth: boolean): void {
    one.gives.set(other, new Serving(one, other, this.bytes));
    other.takes.set(one, one.gives.get(other) as Serving);
    if (isBoth) {
      other.gives.set(one, new Serving(other, one, this.bytes));
      one.takes.set(other, other.gives.get(one) as Serving);
    }
    other.meet(one);
    if (isBoth && one instanceof Receiver) one.meet(other);
  }

  private churn(receiver: Receiver): void {
    const { churn = 0, seedUp = UP } = this.scenario;
    if (receiver.lie !== undefined || this.random() >= churn) return;
    this.clock.after((this.random() * this.bytes) / seedUp, () => {
      if (this.isOver || receiver.endMs !== undefined) return;
      this.leave(receiver);
      this.join(undefined);
    });
  }
}

/** About `degree` neighbours for each: the ends of all links are paired at random. */
function randomGraph(nodes: number, degree: number, random: () => number): readonly (readonly number[])[] {
  const links = Array.from({ length: nodes }, () => new Set<number>());
  for (let tries = 0; tries < 4 * degree; tries++) {
    const ends = links.flatMap(({ size }, node) => (size < Math.min(degree, nodes - 1) ? [node] : []));
    while (ends.length > 1) {
      const [one = 0] = ends.splice(Math.floor(random() * ends.length), 1);
      const [other = 0] = ends.splice(Math.floor(random() * ends.length), 1);
      links[one]?.add(other);
      links[other]?.add(one);
    }
  }
  return links.map((others) => [...others]);
}
