/** Peers with notes, joined by links in memory: each carries JSON in order, and can be cut at any message. */
import type { KeptNote } from '../../../src/notes/note-log.ts';
import { NotesService } from '../../../src/notes/notes-service.ts';
import { LEAST_MESSAGE_BYTES } from '../../../src/protocol/limits.ts';
import { parseFields, type Fields } from '../../../src/protocol/parse.ts';
import type { ServicePeer, ServiceSession } from '../../../src/room/service.ts';

const encoder = new TextEncoder();

/** Its clock stands still until a test moves it. */
export class Person {
  nowMs = 0;
  readonly notes: NotesService;
  readonly id: string;
  readonly isHost: boolean;

  constructor(id: string, isHost = false, kept: readonly KeptNote[] = []) {
    this.id = id;
    this.isHost = isHost;
    this.notes = new NotesService({
      numberOf: (peer) => Number(/\d+/.exec(peer)?.[0] ?? 0),
      nowMs: () => this.nowMs,
      dateMs: () => 1_800_000_000_000 + this.nowMs,
      kept,
    });
  }

  /** What it shows, with `own` or the number of each author before it. */
  get shown(): string[] {
    return this.notes.notes.map(({ author, text }) => `${author.isOwn ? 'own' : author.peerNumber}: ${text}`);
  }
}

/** A stranger that says what a test has it say, and nothing by itself. */
export class Stranger {
  readonly id: string;
  readonly isHost = false;
  readonly heard: Fields[] = [];
  say: (message: object) => void = () => {};

  constructor(id: string) {
    this.id = id;
  }

  readonly notes = {
    open: (peer: ServicePeer): ServiceSession => {
      this.say = (message) => peer.send(message as { type: string });
      return {
        got: (message) => {
          this.heard.push(message);
          return 'taken';
        },
        close: () => {},
      };
    },
  };
}

/** Either of them. */
interface End {
  readonly id: string;
  readonly isHost: boolean;
  readonly notes: { open(peer: ServicePeer): ServiceSession };
}

interface Way {
  readonly texts: string[];
  session?: ServiceSession;
}

export class MemoryLink {
  isOpen = true;
  /** Why an end has ended it. */
  endedBy: string | undefined;
  /** Types of messages that an end did not know. */
  readonly unknown: unknown[] = [];
  /** Messages that have gone over it. */
  carried = 0;
  /** Of those that our own code has sent: a stranger sends what it wants. */
  largestBytes = 0;
  private readonly ways: readonly [Way, Way] = [{ texts: [] }, { texts: [] }];
  private readonly ends: readonly [End, End];

  /** Opens at both ends, the first one first. */
  constructor(one: End, other: End) {
    this.ends = [one, other];
    this.ways[0].session = one.notes.open(this.peerFor(one, 0));
    this.ways[1].session = other.notes.open(this.peerFor(other, 1));
  }

  /** Delivers the next message, of either way in turn. @returns false when there is none */
  step(): boolean {
    const order = this.carried % 2 === 0 ? this.ways : this.ways.toReversed();
    const way = order.find(({ texts }) => texts.length > 0);
    const text = way?.texts.shift();
    if (!this.isOpen || text === undefined) return false;
    this.carried += 1;
    const { service: _, ...fields } = parseFields(text) ?? {};
    const verdict = way?.session?.got(fields);
    if (verdict === 'unknown') this.unknown.push(fields['type']);
    if (verdict === 'bad') this.cut('peer-misbehaved');
    return true;
  }

  /** Delivers all that there is, and what follows from it. */
  flow(): void {
    while (this.step());
  }

  /** The link breaks, and what was under way is lost. */
  cut(by?: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.endedBy = by;
    for (const { session } of this.ways) session?.close();
  }

  private peerFor(end: End, index: 0 | 1): ServicePeer {
    const other = this.ends[1 - index] as End;
    const way = this.ways[1 - index] as Way;
    return {
      id: other.id,
      isHost: other.isHost,
      isOfferer: index === 0,
      send: (message) => {
        if (!this.isOpen) return false;
        const text = JSON.stringify({ service: 'notes', ...message });
        if (end instanceof Person) this.largestBytes = Math.max(this.largestBytes, encoder.encode(text).length);
        if (this.largestBytes > LEAST_MESSAGE_BYTES) throw new Error(`${end.id} sent too large a message`);
        way.texts.push(text);
        return true;
      },
      end: (code) => this.cut(code),
    };
  }
}

/** Until none of them has anything to deliver. */
export function flow(...links: readonly MemoryLink[]): void {
  while (links.map((link) => link.step()).some(Boolean));
}
