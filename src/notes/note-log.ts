/**
 * The notes of a room as one peer has them: its own, with who has confirmed them, and those of others (SPEC.md, section
 * N). Pure: it sends nothing and reads no clock.
 */
import { Budget } from '../protocol/budget.ts';
import {
  MAX_KEPT_NOTE_BYTES,
  MAX_KEPT_NOTES,
  MAX_NOTE_PEERS,
  NOTE_BURST,
  NOTES_PER_SECOND,
  NOTES_UNDER_WAY,
} from '../protocol/limits.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { NoteId } from './note-message.ts';
import type { NoteAuthorView, NoteState, NoteView } from './notes-view.ts';
import { utf8Bytes } from './visible-note.ts';

export interface Note {
  readonly id: NoteId;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

interface KeptNote extends Note {
  readonly author: NoteAuthorView;
  /** Its place in the order of all that happened. */
  readonly at: number;
  /** UTF-8 bytes of the text. */
  readonly bytes: number;
}

/** One link to a peer, as the log knows it. */
export interface NoteLink {
  readonly peer: RememberedPeer;
  readonly author: NoteAuthorView;
  /** Sent on it, and not confirmed. */
  readonly underWay: Set<NoteId>;
}

interface RememberedPeer {
  readonly id: PeerId;
  readonly budget: Budget;
  /** When its first link opened, in the order of all that happened; `closedAt` is in the same order. */
  readonly firstAt: number;
  /** Own notes that it has. */
  readonly confirmed: Set<NoteId>;
  notes: readonly KeptNote[];
  /** By the newest of its links. */
  presence: { readonly type: 'here'; readonly link: NoteLink } | { readonly type: 'away'; readonly closedAt: number };
}

const OWN: NoteAuthorView = { isOwn: true, isHost: false };

export class NoteLog {
  private ownNotes: readonly KeptNote[] = [];
  /** Own notes that somebody has confirmed, whether or not they are still here. */
  private readonly reached = new Set<NoteId>();
  private readonly peers = new Map<PeerId, RememberedPeer>();
  private turn = 0;

  /** @param own notes of this person from before, oldest first */
  constructor(own: readonly Note[] = []) {
    for (const note of own) this.wrote(note);
  }

  /** The notes of this person that are kept, oldest first. */
  get own(): readonly Note[] {
    return this.ownNotes.map(({ id, text, atMs }) => ({ id, text, atMs }));
  }

  /** A link to the peer is open. It may have had others. @param nowMs of a monotonic clock */
  opened(id: PeerId, author: NoteAuthorView, nowMs: number): NoteLink {
    const at = (this.turn += 1);
    const peer = this.peers.get(id) ?? {
      id,
      budget: new Budget(NOTE_BURST, NOTES_PER_SECOND, nowMs),
      firstAt: at,
      confirmed: new Set<NoteId>(),
      notes: [],
      presence: { type: 'away', closedAt: at },
    };
    const link: NoteLink = { peer, author, underWay: new Set() };
    peer.presence = { type: 'here', link };
    this.peers.set(id, peer);
    if (this.peers.size > MAX_NOTE_PEERS) this.forgetOne();
    return link;
  }

  /** The link is gone. Where there is a newer one to the same peer, the peer is still here. */
  closed({ peer, underWay }: NoteLink): void {
    if (peer.presence.type === 'here' && peer.presence.link.underWay === underWay)
      peer.presence = { type: 'away', closedAt: (this.turn += 1) };
  }

  wrote(note: Note): void {
    this.ownNotes = this.kept(this.ownNotes, note, OWN);
    const ids = new Set(this.ownNotes.map(({ id }) => id));
    for (const set of [this.reached, ...[...this.peers.values()].map(({ confirmed }) => confirmed)])
      for (const id of set) if (!ids.has(id)) set.delete(id);
  }

  /** The oldest own note that the peer lacks, now under way; undefined when there is none, or enough is under way. */
  takeNext({ peer, underWay }: NoteLink): Note | undefined {
    if (underWay.size >= NOTES_UNDER_WAY) return undefined;
    const next = this.ownNotes.find(({ id }) => !peer.confirmed.has(id) && !underWay.has(id));
    if (next !== undefined) underWay.add(next.id);
    return next;
  }

  /** False when no such note was under way. */
  gotArrived({ peer, underWay }: NoteLink, id: NoteId): boolean {
    if (!underWay.delete(id)) return false;
    if (!this.ownNotes.some((note) => note.id === id)) return true;
    peer.confirmed.add(id);
    this.reached.add(id);
    return true;
  }

  /** False when the peer has sent more notes than it may. @param nowMs as in `opened` */
  mayBegin({ peer }: NoteLink, nowMs: number): boolean {
    return peer.budget.spend(nowMs);
  }

  /** A whole note of the peer. One that was shown before is not shown again (N5). @returns whether it is shown */
  got({ peer, author }: NoteLink, note: Note): boolean {
    if (peer.notes.some(({ id }) => id === note.id) || this.hadItBefore(peer, note)) return false;
    peer.notes = this.kept(peer.notes, note, author);
    return true;
  }

  /** In the order in which they were written here or came. */
  get view(): readonly NoteView[] {
    const links = [...this.peers.values()].flatMap(({ presence }) => (presence.type === 'here' ? [presence.link] : []));
    const own = this.ownNotes.map((note) => ({ note, view: this.ownView(note, links) }));
    const others = [...this.peers.values()].flatMap(({ id, notes }) =>
      notes.map((note) => ({ note, view: viewOf(note, `${id}.${note.id}`, 'arrived') })),
    );
    return [...own, ...others].sort((one, other) => one.note.at - other.note.at).map(({ view }) => view);
  }

  private ownView(note: KeptNote, links: readonly NoteLink[]): NoteView {
    const people = links.length;
    const peopleReached = links.filter(({ peer }) => peer.confirmed.has(note.id)).length;
    const onWay = links.filter(({ underWay }) => underWay.has(note.id)).length;
    const isEverywhere = people === 0 ? this.reached.has(note.id) : peopleReached === people;
    const isSent = peopleReached > 0 || (people > 0 && onWay === people);
    const state = isEverywhere ? 'arrived' : isSent ? 'sent' : 'sending';
    return { ...viewOf(note, note.id, state), people, peopleReached };
  }

  /**
   * The same note by a peer that had left before this one first came: a page that was loaded again has another id.
   * Whoever was here together with the peer is not it under another id, and cannot keep its notes from being shown.
   */
  private hadItBefore(peer: RememberedPeer, { id, text }: Note): boolean {
    return [...this.peers.values()].some(
      ({ presence, notes }) =>
        presence.type === 'away' &&
        presence.closedAt < peer.firstAt &&
        notes.some((note) => note.id === id && note.text === text),
    );
  }

  /** With the note behind the others, and without the oldest where they are too many or too large. */
  private kept(notes: readonly KeptNote[], note: Note, author: NoteAuthorView): readonly KeptNote[] {
    const newest = { ...note, author, at: (this.turn += 1), bytes: utf8Bytes(note.text) };
    const all = [...notes, newest].slice(-MAX_KEPT_NOTES);
    let bytes = all.reduce((sum, each) => sum + each.bytes, 0);
    const from = all.findIndex((each) => {
      if (bytes <= MAX_KEPT_NOTE_BYTES) return true;
      bytes -= each.bytes;
      return false;
    });
    return all.slice(from);
  }

  /** Of those who are away one that has written nothing, or else the one that has been away for longest. */
  private forgetOne(): void {
    const away = [...this.peers.values()].flatMap(({ id, notes, presence }) =>
      presence.type === 'away' ? [{ id, hasWritten: notes.length > 0, closedAt: presence.closedAt }] : [],
    );
    away.sort((one, other) => Number(one.hasWritten) - Number(other.hasWritten) || one.closedAt - other.closedAt);
    if (away[0] !== undefined) this.peers.delete(away[0].id);
  }
}

const viewOf = ({ author, text, atMs }: KeptNote, id: string, state: NoteState): NoteView => ({
  id,
  author,
  text,
  state,
  people: 0,
  peopleReached: 0,
  atMs,
});
