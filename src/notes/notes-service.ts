/**
 * Text between the peers of a room, over their links and nothing else (SPEC.md, section N). Each author sends its own
 * notes to everybody, and keeps them in memory for who comes later. The room calls `open`; people call `send`.
 */
import { toBase64url } from '../protocol/base64url.ts';
import { Budget } from '../protocol/budget.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Fields } from '../protocol/parse.ts';
import type { PeerService, ServicePeer, ServiceSession, Verdict } from '../room/service.ts';
import { NoteIntake } from './note-intake.ts';
import { NoteLog, type KeptNote, type NoteLink } from './note-log.ts';
import { isNoteType, notePartsOf, parseNoteMessage, type NoteMessage, type NotePart } from './note-message.ts';
import type { NoteRefusal, NoteView } from './notes-view.ts';
import { isSeen, noteRefusal, visibleNote } from './visible-note.ts';

/**
 * Notes that a person may write at once, and per second after that. With all kept notes that a newcomer gets they are
 * fewer than what others take: NOTE_BURST, NOTES_PER_SECOND.
 */
const OWN_NOTE_BURST = 50;
const OWN_NOTES_PER_SECOND = 2;

export interface NotesParts {
  /** As the list of people counts a peer; undefined for one that is not counted. Asked for when its link opens. */
  numberOf(peer: PeerId): number | undefined;
  /** Milliseconds of a monotonic clock. */
  nowMs(): number;
  /** Milliseconds since 1970. */
  dateMs(): number;
  /** What this browser has kept of the room's notes, where its person wants that: oldest first. */
  readonly kept?: readonly KeptNote[] | undefined;
}

/** One link to a peer: what is known of it, and the way to it. */
interface Exchange {
  readonly peer: ServicePeer;
  readonly link: NoteLink;
  readonly intake: NoteIntake;
}

export class NotesService implements PeerService {
  readonly name = 'notes';
  readonly version = 1;

  private readonly log: NoteLog;
  private readonly exchanges = new Set<Exchange>();
  private readonly listeners = new Set<() => void>();
  private readonly ownBudget: Budget;
  private lastNotes: readonly NoteView[] | undefined;
  private readonly parts: NotesParts;

  constructor(parts: NotesParts) {
    this.parts = parts;
    this.log = new NoteLog(parts.kept);
    this.ownBudget = new Budget(OWN_NOTE_BURST, OWN_NOTES_PER_SECOND, parts.nowMs());
  }

  open(peer: ServicePeer): ServiceSession {
    const peerNumber = this.parts.numberOf(peer.id);
    const author = { isOwn: false, isHost: peer.isHost, peerNumber };
    const link = this.log.opened(peer.id, author, this.parts.nowMs());
    const exchange: Exchange = { peer, link, intake: new NoteIntake() };
    this.exchanges.add(exchange);
    this.sendTo(exchange);
    this.changed();
    return {
      got: (message) => this.got(exchange, message),
      close: () => {
        this.exchanges.delete(exchange);
        this.log.closed(link);
        this.changed();
      },
    };
  }

  /** A snapshot. The same one until something changes. */
  get notes(): readonly NoteView[] {
    this.lastNotes ??= this.log.view;
    return this.lastNotes;
  }

  /** All notes that are here, as they can be kept in this browser. */
  get kept(): readonly KeptNote[] {
    return this.log.kept;
  }

  /** Calls back when there are other notes, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  /** To everybody in the room, now and later. @returns why it was refused; undefined when it was taken */
  send(written: string): NoteRefusal | undefined {
    const text = visibleNote(written);
    const refusal = noteRefusal(written);
    if (refusal !== undefined) return refusal;
    if (!this.ownBudget.spend(this.parts.nowMs())) return 'many';
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    this.log.wrote({ id, text, atMs: this.parts.dateMs() });
    for (const exchange of this.exchanges) this.sendTo(exchange);
    this.changed();
    return undefined;
  }

  private got(exchange: Exchange, fields: Fields): Verdict {
    if (!isNoteType(fields['type'])) return 'unknown';
    const message = parseNoteMessage(fields);
    if (message === undefined) return 'bad';
    if (message.type === 'note') return this.gotPart(exchange, message);
    if (!this.log.gotArrived(exchange.link, message.id)) return 'bad';
    this.sendTo(exchange);
    this.changed();
    return 'taken';
  }

  private gotPart({ peer, link, intake }: Exchange, part: NotePart): Verdict {
    if (part.part === 0 && !this.log.mayBegin(link, this.parts.nowMs())) return 'bad';
    const taken = intake.got(part);
    if (taken.type !== 'whole') return taken.type === 'bad' ? 'bad' : 'taken';
    const text = visibleNote(taken.text);
    const isShown = isSeen(text) && this.log.got(link, { id: taken.id, text, atMs: this.parts.dateMs() });
    const confirmation: NoteMessage = { type: 'arrived', id: taken.id };
    peer.send(confirmation);
    if (isShown) this.changed();
    return 'taken';
  }

  /** Sends what the peer lacks, oldest first, as far as its window goes. What a closed link loses goes by the next. */
  private sendTo({ peer, link }: Exchange): void {
    for (let note = this.log.takeNext(link); note !== undefined; note = this.log.takeNext(link)) {
      const { id, text } = note;
      if (!notePartsOf(id, text).every((message) => peer.send(message))) return;
    }
  }

  private changed(): void {
    this.lastNotes = undefined;
    for (const listener of this.listeners) listener();
  }
}
