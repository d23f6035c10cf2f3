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

/** As a browser keeps it: storage/records/kept-notes.ts. */
export interface KeptNote extends Note {
  readonly author: NoteAuthorView;
  /** Its author; empty for one of our own, because each page has another id. */
  readonly peer: PeerId;
  /** Who has confirmed one of our own. */
  readonly confirmedBy: readonly PeerId[];
}

interface LoggedNote extends Note {
  readonly author: NoteAuthorView;
  /** It was kept in this browser by a page before this one. */
  readonly isEarlier: boolean;
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
  /** Undefined until its first link to this page opens. */
  budget: Budget | undefined;
  /** When its first link opened, in the order of all that happened; `closedAt` is in the same order. */
  firstAt: number;
  /** Own notes that it has. */
  readonly confirmed: Set<NoteId>;
  notes: readonly LoggedNote[];
  /** By the newest of its links. */
  presence: { readonly type: 'here'; readonly link: NoteLink } | { readonly type: 'away'; readonly closedAt: number };
}

const OWN: NoteAuthorView = { isOwn: true, isHost: false };

export class NoteLog {
  private ownNotes: readonly LoggedNote[] = [];
  /** Own notes that somebody has confirmed, whether or not they are still here. */
  private readonly reached = new Set<NoteId>();
  private readonly peers = new Map<PeerId, RememberedPeer>();
  private turn = 0;

  /** Who confirmed our own notes of before to the page that kept them. */
  private readonly confirmedBefore = new Map<NoteId, readonly PeerId[]>();

  /**
   * @param kept notes of this room of before, oldest first. Others' count as those of peers that have left (N9): they may
   * come again from the same peers, or from pages that were loaded again.
   */
  constructor(kept: readonly KeptNote[] = []) {
    for (const { peer, confirmedBy, author, ...note } of kept) {
      if (author.isOwn) this.restoreOwn(note, confirmedBy);
      else this.restore(peer, note, author);
    }
  }

  /** All that is here, as it can be kept in this browser, oldest first. */
  get kept(): readonly KeptNote[] {
    const peers = [...this.peers.values()];
    const own = this.ownNotes.map((note) => {
      const now = peers.flatMap(({ id, confirmed }) => (confirmed.has(note.id) ? [id] : []));
      return { note, peer: '', confirmedBy: [...(this.confirmedBefore.get(note.id) ?? []), ...now] };
    });
    const others = peers.flatMap(({ id, notes }) => notes.map((note) => ({ note, peer: id, confirmedBy: [] })));
    return [...own, ...others].sort(byTurn).map(recordOf);
  }

  /** A link to the peer is open. It may have had others. @param nowMs of a monotonic clock */
  opened(id: PeerId, author: NoteAuthorView, nowMs: number): NoteLink {
    const at = (this.turn += 1);
    const peer = this.remembered(id, at);
    if (peer.budget === undefined) {
      peer.budget = new Budget(NOTE_BURST, NOTES_PER_SECOND, nowMs);
      peer.firstAt = at;
      // It may have another number on this page. The host's word was that link's alone.
      peer.notes = peer.notes.map((note) => (note.author.isHost === author.isHost ? { ...note, author } : note));
    }
    const link: NoteLink = { peer, author, underWay: new Set() };
    peer.presence = { type: 'here', link };
    if (this.peers.size > MAX_NOTE_PEERS) this.forgetOne();
    return link;
  }

  /** The link is gone. Where there is a newer one to the same peer, the peer is still here. */
  closed({ peer, underWay }: NoteLink): void {
    if (peer.presence.type === 'here' && peer.presence.link.underWay === underWay)
      peer.presence = { type: 'away', closedAt: (this.turn += 1) };
  }

  wrote(note: Note): void {
    this.ownNotes = this.withNote(this.ownNotes, note, OWN);
    const ids = new Set(this.ownNotes.map(({ id }) => id));
    for (const set of [this.reached, ...[...this.peers.values()].map(({ confirmed }) => confirmed)])
      for (const id of set) if (!ids.has(id)) set.delete(id);
    for (const id of this.confirmedBefore.keys()) if (!ids.has(id)) this.confirmedBefore.delete(id);
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
    return peer.budget?.spend(nowMs) === true;
  }

  /** A whole note of the peer. One that was shown before is not shown again (N5). @returns whether it is shown */
  got({ peer, author }: NoteLink, note: Note): boolean {
    if (peer.notes.some(({ id }) => id === note.id) || this.hadItBefore(peer, author, note)) return false;
    peer.notes = this.withNote(peer.notes, note, author);
    return true;
  }

  /** In the order in which they were written here or came. */
  get view(): readonly NoteView[] {
    const links = [...this.peers.values()].flatMap(({ presence }) => (presence.type === 'here' ? [presence.link] : []));
    const own = this.ownNotes.map((note) => ({ note, view: this.ownView(note, links) }));
    const others = [...this.peers.values()].flatMap(({ id, notes }) =>
      notes.map((note) => ({ note, view: viewOf(note, `${id}.${note.id}`, 'arrived') })),
    );
    return [...own, ...others].sort(byTurn).map(({ view }) => view);
  }

  private ownView(note: LoggedNote, links: readonly NoteLink[]): NoteView {
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
   * Whoever was here together with the peer is not it under another id, and cannot keep its notes from being shown. Nor
   * is a guest the host.
   */
  private hadItBefore(peer: RememberedPeer, { isHost }: NoteAuthorView, { id, text }: Note): boolean {
    // Of another tab, which has kept it with ours.
    if (this.ownNotes.some((own) => own.isEarlier && own.id === id && own.text === text)) return true;
    return [...this.peers.values()].some(
      ({ presence, notes }) =>
        presence.type === 'away' &&
        presence.closedAt < peer.firstAt &&
        notes.some((note) => note.id === id && note.text === text && note.author.isHost === isHost),
    );
  }

  private restoreOwn(note: Note, confirmedBy: readonly PeerId[]): void {
    this.ownNotes = this.withNote(this.ownNotes, note, OWN, true);
    if (confirmedBy.length === 0) return;
    this.reached.add(note.id);
    this.confirmedBefore.set(note.id, confirmedBy);
  }

  private restore(id: PeerId, note: Note, author: NoteAuthorView): void {
    // Two tabs of this browser: what one of them has written came to the other one, too.
    if (this.ownNotes.some((own) => own.id === note.id && own.text === note.text)) return;
    const peer = this.remembered(id, 0);
    peer.notes = this.withNote(peer.notes, note, author, true);
    if (this.peers.size > MAX_NOTE_PEERS) this.forgetOne();
  }

  private remembered(id: PeerId, at: number): RememberedPeer {
    const known = this.peers.get(id);
    if (known !== undefined) return known;
    const confirmed = [...this.confirmedBefore].flatMap(([note, peers]) => (peers.includes(id) ? [note] : []));
    const peer: RememberedPeer = {
      id,
      budget: undefined,
      firstAt: at,
      confirmed: new Set(confirmed),
      notes: [],
      presence: { type: 'away', closedAt: at },
    };
    this.peers.set(id, peer);
    return peer;
  }

  /** With the note behind the others, and without the oldest where they are too many or too large. */
  private withNote(
    notes: readonly LoggedNote[],
    note: Note,
    author: NoteAuthorView,
    isEarlier = false,
  ): readonly LoggedNote[] {
    const newest = { ...note, author, isEarlier, at: (this.turn += 1), bytes: utf8Bytes(note.text) };
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

const viewOf = ({ author, text, atMs, isEarlier }: LoggedNote, id: string, state: NoteState): NoteView => ({
  id,
  author,
  text,
  state,
  people: 0,
  peopleReached: 0,
  atMs,
  isEarlier,
});

interface Numbered {
  readonly note: LoggedNote;
}
const byTurn = ({ note: one }: Numbered, { note: other }: Numbered): number => one.at - other.at;

const recordOf = ({ note, peer, confirmedBy }: Numbered & Pick<KeptNote, 'peer' | 'confirmedBy'>): KeptNote => {
  const { id, text, atMs, author } = note;
  return { id, text, atMs, author, peer, confirmedBy: [...new Set(confirmedBy)].slice(-MAX_NOTE_PEERS) };
};
