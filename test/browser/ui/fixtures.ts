/** Doubles of the engine behind the UI: sessions whose view the test sets, and a product made of them. */
import { BeamError, type ErrorCode, type ErrorFigures } from '../../../src/protocol/errors.ts';
import {
  NO_CONNECTION,
  type ConnectionView,
  type PathDetails,
  type PathView,
  type Stage,
  type StageView,
} from '../../../src/connection/connection-view.ts';
import type { NoteRefusal, NotesSession, NotesView, NoteView } from '../../../src/session/view/notes.ts';
import type { Beamline, Enclosure } from '../../../src/session/view/beamline.ts';
import type {
  ReceiveSession,
  ReceiveView,
  SaveChoice,
  TakenSession,
  TakenView,
} from '../../../src/session/view/receive.ts';
import type {
  OfferedSession,
  OfferedView,
  ReceiverView,
  SendSession,
  SendView,
  TermsView,
} from '../../../src/session/view/send.ts';
import type { AddedShare, GivenShare, PersonView, RoomSession, RoomView } from '../../../src/session/view/room.ts';
import type { FileView } from '../../../src/session/view/share.ts';
import type { RecentView, StorageView } from '../../../src/session/view/storage.ts';
import { fragmentIn } from '../../../src/rendezvous/link.ts';
import { OwnRelayChoice } from '../relay-choice.ts';
import { OwnUploadChoice } from '../upload-choice.ts';

export const LINK = 'https://beamline.example/#Jp3nQ0v8rX2mK5sTz7LwYA';
export const HASH = '#Jp3nQ0v8rX2mK5sTz7LwYA';

export const FILES: readonly FileView[] = [
  { path: 'Summer by the sea, the long cut with everybody in it (final version 3).mp4', bytes: 1_240_000_000 },
  { path: 'photos/IMG_2041.jpg', bytes: 4_310_000 },
  { path: '회의록 2026-11-20.hwp', bytes: 88_400 },
];

const bytesOf = (files: readonly FileView[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

export const AMOUNT = { files: FILES.length, bytes: bytesOf(FILES) };

export const NOTHING = { files: 0, bytes: 0 };

export const path = (changes: Partial<PathView> = {}): PathView => ({
  kind: 'same-network',
  transport: 'udp',
  relayAt: undefined,
  why: 'same-network',
  here: 'host',
  there: 'host',
  ...changes,
});

export const details = (changes: Partial<PathDetails> = {}): PathDetails => ({
  here: {
    gathered: [
      { type: 'host', transport: 'udp', count: 2 },
      { type: 'host', transport: 'tcp', count: 2 },
      { type: 'srflx', transport: 'udp', count: 1 },
      { type: 'relay', transport: 'udp', count: 1 },
      { type: 'relay', transport: 'tcp', count: 1 },
      { type: 'relay', transport: 'tls', count: 1 },
    ],
    nat: 'port-preserving',
    transport: 'udp',
    fingerprint: '4F:85:32:45:7F:39:29:41:F5:5C:9F:27:85:86:B3:4E:6D:8B:C6:B3:E4:B3:2F:8B:54:9A:A6:E7:DD:0A:9B:65',
  },
  there: {
    gathered: [
      { type: 'host', transport: 'udp', count: 1 },
      { type: 'srflx', transport: 'udp', count: 1 },
      { type: 'prflx', transport: 'udp', count: 1 },
      { type: 'relay', transport: 'udp', count: 1 },
    ],
    nat: 'port-changing',
    transport: 'udp',
    fingerprint: 'CA:36:65:88:94:8D:7F:BB:B5:03:77:8F:8F:F8:3A:FD:9E:0A:FE:F8:C6:6A:3C:31:8F:95:68:EF:21:E8:D0:D6',
  },
  checks: { sent: 14, answered: 9 },
  roundTripMs: 31,
  dtlsVersion: 'DTLS 1.3',
  dtlsCipher: 'TLS_AES_128_GCM_SHA256',
  maxMessageBytes: 262_144,
  lanes: 4,
  traffic: { sentPerSecond: 184_000, receivedPerSecond: 12_300_000 },
  ...changes,
});

const TIMES = [210, 340, 60, 40];

/** As far as the stage, which is in that state. */
export const stagesTo = (stage: Stage, state: StageView['state'] = 'active'): StageView[] => {
  const all = ['signaling', 'connecting', 'securing', 'communicating'] as const satisfies readonly Stage[];
  const reached = all.indexOf(stage);
  return all.map((each, index) => {
    if (index > reached) return { stage: each, state: 'waiting' };
    if (index < reached) return { stage: each, state: 'done', ms: TIMES[index] ?? 0 };
    return stage === 'communicating' ? { stage: each, state, ms: TIMES[index] ?? 0 } : { stage: each, state };
  });
};

export const connecting = (stage: Stage, changes: Partial<ConnectionView> = {}): ConnectionView => ({
  ...NO_CONNECTION,
  stage,
  stages: stagesTo(stage),
  ...changes,
});

export const connected = (changes: Partial<PathView> = {}): ConnectionView =>
  connecting('communicating', { path: path(changes), details: details() });

export const sendView = (changes: Partial<SendView> = {}): SendView => ({
  role: 'sender',
  status: 'waiting',
  note: 'for-receiver',
  remarks: [],
  error: undefined,
  link: LINK,
  amount: AMOUNT,
  files: FILES,
  withdrawn: undefined,
  isOpen: true,
  terms: { expiresMs: undefined, mostDownloads: undefined },
  hasPassword: false,
  isEmpty: false,
  needs: undefined,
  canShareRest: false,
  receivers: [],
  percent: undefined,
  isPaused: false,
  isBusy: false,
  ...changes,
});

export const receiverView = (changes: Partial<ReceiverView> = {}): ReceiverView => ({
  id: `peer-${changes.number ?? 1}`,
  number: 1,
  status: 'sending',
  error: undefined,
  bytesDone: 0.42 * AMOUNT.bytes,
  bytesWanted: AMOUNT.bytes,
  filesLeftOut: 0,
  rate: { bytesPerSecond: 38_400_000, secondsLeft: 19 },
  connection: connected(),
  ...changes,
});

export const receiveView = (changes: Partial<ReceiveView> = {}): ReceiveView => ({
  role: 'receiver',
  status: 'ready',
  note: undefined,
  remarks: [],
  error: undefined,
  amount: AMOUNT,
  files: FILES,
  withdrawn: undefined,
  choices: ['folder', 'zip'],
  bytesDone: 0,
  percent: undefined,
  rate: undefined,
  connection: connected({ kind: 'direct', why: 'through-nat', here: 'srflx', there: 'prflx' }),
  isPaused: undefined,
  isAddressTold: true,
  hasMore: false,
  isBusy: false,
  ...changes,
});

export const receiving = (changes: Partial<ReceiveView> = {}): ReceiveView =>
  receiveView({
    status: 'receiving',
    bytesDone: 0.63 * AMOUNT.bytes,
    percent: 63.4,
    rate: { bytesPerSecond: 12_300_000, secondsLeft: 37 },
    isPaused: false,
    isBusy: true,
    ...changes,
  });

export const failure = (code: ErrorCode, figures: ErrorFigures = {}): BeamError => new BeamError(code, { figures });

class FakeSession<View> {
  view: View;
  readonly calls: string[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(view: View) {
    this.view = view;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }

  /** Shows another view, as the engine would. */
  set(view: View): void {
    this.view = view;
    for (const listener of this.listeners) listener();
  }

  get watchers(): number {
    return this.listeners.size;
  }

  lookClosely(isWanted: boolean): void {
    this.calls.push(`lookClosely ${isWanted}`);
  }

  cancel(): void {
    this.calls.push('cancel');
  }

  pause(): void {
    this.calls.push('pause');
  }

  resume(): void {
    this.calls.push('resume');
  }
}

export const SENT_HASH = '#/sent/Qm3nQ0v8rX2mK5sTz7LwYA';

/** One share of this person. */
export class FakeOffered<View extends OfferedView = OfferedView>
  extends FakeSession<View>
  implements OfferedSession<View>
{
  cancelReceiver(id: string): void {
    this.calls.push(`cancelReceiver ${id}`);
  }

  goOn(): void {
    this.calls.push('goOn');
  }

  shareRest(): void {
    this.calls.push('shareRest');
  }

  chooseAgain(files: FileList): void {
    this.calls.push(`chooseAgain ${[...files].map(({ name }) => name).join(',')}`);
  }

  dropAgain(transfer: DataTransfer): void {
    this.calls.push(`dropAgain ${[...transfer.files].map(({ name }) => name).join(',')}`);
  }
}

export class FakeSend extends FakeOffered<SendView> implements SendSession {
  noted = new FakeNotes({ notes: [], isKept: false });
  around = new FakeRoom(roomView());

  notes(): Promise<NotesSession> {
    return Promise.resolve(this.noted);
  }

  room(): Promise<RoomSession> {
    return Promise.resolve(this.around);
  }

  readonly fragment = SENT_HASH;

  setTerms(terms: TermsView): void {
    this.calls.push(`setTerms ${JSON.stringify(terms)}`);
  }

  setPassword(password: string): void {
    this.calls.push(`setPassword ${password}`);
  }

  leave(): void {
    this.calls.push('leave');
  }
}

/** One share of somebody else. */
export class FakeTaken<View extends TakenView = TakenView> extends FakeSession<View> implements TakenSession<View> {
  accept(choice: SaveChoice): void {
    this.calls.push(`accept ${choice}`);
  }

  choose(files: readonly [number, number], isChosen: boolean): void {
    this.calls.push(`choose ${files.join('-')} ${isChosen}`);
  }
}

export class FakeReceive extends FakeTaken<ReceiveView> implements ReceiveSession {
  noted = new FakeNotes({ notes: [], isKept: false });
  around = new FakeRoom(roomView());

  notes(): Promise<NotesSession> {
    return Promise.resolve(this.noted);
  }

  room(): Promise<RoomSession> {
    return Promise.resolve(this.around);
  }

  leave(): void {
    this.calls.push('leave');
  }
}

/** A link that asks for files, as the one who made it sees it. */
export const emptySendView = (changes: Partial<SendView> = {}): SendView =>
  sendView({ note: 'for-givers', amount: NOTHING, files: [], isEmpty: true, isPaused: undefined, ...changes });

/** The same, of one who opened it. */
export const emptyReceiveView = (changes: Partial<ReceiveView> = {}): ReceiveView =>
  receiveView({ note: 'nothing-yet', amount: undefined, files: [], choices: [], ...changes });

export const offered = (changes: Partial<OfferedView> = {}): OfferedView => ({
  ...sendView({ note: 'for-receiver', files: FILES.slice(1), amount: { files: 2, bytes: bytesOf(FILES.slice(1)) } }),
  ...changes,
});

export const taken = (changes: Partial<TakenView> = {}): TakenView => ({ ...receiveView(), ...changes });

export const person = (number: number, changes: Partial<PersonView> = {}): PersonView => ({
  id: `peer-${number}`,
  number,
  isHost: false,
  isHere: true,
  connection: connected(),
  ...changes,
});

export const host = person(1, { isHost: true });

/** Shares of others, in that order. */
export const given = (
  ...shares: readonly (readonly [from: GivenShare['from'], view: TakenView])[]
): readonly GivenShare[] =>
  shares.map(([from, view], index) => ({ id: `given-${index}`, from, session: new FakeTaken(view) }));

export const added = (...views: readonly OfferedView[]): readonly AddedShare[] =>
  views.map((view, index) => ({ id: `added-${index}`, session: new FakeOffered(view) }));

export const roomView = (changes: Partial<RoomView> = {}): RoomView => ({
  added: [],
  given: [],
  people: [],
  guests: undefined,
  isAdding: false,
  error: undefined,
  canAdd: true,
  isBusy: false,
  ...changes,
});

export class FakeRoom extends FakeSession<RoomView> implements RoomSession {
  addFiles(files: FileList): void {
    this.calls.push(`addFiles ${[...files].map(({ name }) => name).join(',')}`);
  }

  addHandles(handles: readonly FileSystemHandle[]): void {
    this.calls.push(`addHandles ${handles.map(({ name }) => name).join(',')}`);
  }

  setOnlyHost(isOnlyHost: boolean): void {
    this.calls.push(`setOnlyHost ${isOnlyHost}`);
  }

  allowGuests(areAllowed: boolean): void {
    this.calls.push(`allowGuests ${areAllowed}`);
  }

  addTransfer(transfer: DataTransfer): void {
    this.calls.push(`addTransfer ${[...transfer.files].map(({ name }) => name).join(',')}`);
  }
}

export class FakeNotes extends FakeSession<NotesView> implements NotesSession {
  /** What each note is answered with. */
  refusal: NoteRefusal | undefined;

  send(text: string): NoteRefusal | undefined {
    this.calls.push(`send ${text}`);
    return this.refusal;
  }

  /** Why notes are not kept. */
  failure: BeamError | undefined;

  async keep(isKept: boolean): Promise<void> {
    this.calls.push(`keep ${isKept}`);
    if (this.failure !== undefined) throw this.failure;
    this.set({ ...this.view, isKept });
  }
}

export const noteView = (changes: Partial<NoteView> = {}): NoteView => ({
  id: 'note',
  author: { isOwn: true, isHost: false },
  text: 'See you at 7',
  state: 'arrived',
  people: 1,
  peopleReached: 1,
  atMs: 1_795_200_000_000,
  isEarlier: false,
  ...changes,
});

/** Of another person, who is not the host unless it says so. */
export const noteOf = (peerNumber: number | undefined, changes: Partial<NoteView> = {}): NoteView =>
  noteView({ author: { isOwn: false, isHost: false, peerNumber }, people: 0, peopleReached: 0, ...changes });

export const STORAGE: StorageView = {
  roomsWithNotes: 2,
  kept: [
    {
      id: 'a',
      name: 'Summer by the sea.mp4',
      amount: { files: 12, bytes: 3_200_000_000 },
      bytesStored: 1_900_000_000,
      isFinished: false,
      sinceMs: 1_795_000_000_000,
    },
    {
      id: 'b',
      name: 'thesis.pdf',
      amount: { files: 1, bytes: 8_100_000 },
      bytesStored: 8_100_000,
      isFinished: true,
      sinceMs: 1_795_200_000_000,
    },
  ],
  usedBytes: 1_908_100_000,
  freeBytes: 42_000_000_000,
};

export const RECENT: readonly RecentView[] = [
  {
    role: 'receiver',
    id: 'a',
    fragment: HASH,
    name: 'Summer by the sea.mp4',
    amount: { files: 12, bytes: 3_200_000_000 },
    percent: 59,
    sinceMs: 1_795_200_000_000,
  },
  {
    role: 'sender',
    id: 'b',
    fragment: SENT_HASH,
    name: 'thesis.pdf',
    amount: { files: 1, bytes: 8_100_000 },
    percent: undefined,
    sinceMs: 1_795_000_000_000,
  },
  {
    role: 'sender',
    id: 'c',
    fragment: `${SENT_HASH.slice(0, -1)}B`,
    name: '',
    amount: NOTHING,
    percent: undefined,
    sinceMs: 1_794_900_000_000,
  },
];

/** Hands out the sessions that the test gave it, and remembers what it was asked. */
export class FakeBeamline implements Beamline {
  /** What sharing leads to: a session, or an error. */
  sending: FakeSend | BeamError;
  readonly receiving: FakeReceive;
  readonly relayChoice = new OwnRelayChoice();
  readonly uploadChoice = new OwnUploadChoice();
  stored: StorageView = STORAGE;
  recents: readonly RecentView[] = [];
  readonly calls: string[] = [];
  offerUpdate: (apply: () => void) => void = () => undefined;

  constructor(
    sending: FakeSend | BeamError = new FakeSend(sendView()),
    receiving: FakeReceive = new FakeReceive(receiveView()),
  ) {
    this.sending = sending;
    this.receiving = receiving;
  }

  shareTransfer(transfer: DataTransfer): Promise<SendSession> {
    this.calls.push(`shareTransfer ${[...transfer.files].map(({ name }) => name).join(',')}`);
    return this.share();
  }

  shareFiles(files: FileList): Promise<SendSession> {
    this.calls.push(`shareFiles ${[...files].map(({ name }) => name).join(',')}`);
    return this.share();
  }

  shareHandles(handles: readonly FileSystemFileHandle[]): Promise<SendSession> {
    this.calls.push(`shareHandles ${handles.map(({ name }) => name).join(',')}`);
    return this.share();
  }

  openRoom(text?: string): Promise<SendSession> {
    this.calls.push(`openRoom ${text ?? ''}`);
    return this.share();
  }

  private async share(): Promise<SendSession> {
    if (this.sending instanceof BeamError) throw this.sending;
    return this.sending;
  }

  enclosure: Enclosure | undefined;
  private isInsisting = false;

  insist(): void {
    this.calls.push('insist');
    this.isInsisting = true;
  }

  linkIn(text: string): string | undefined {
    return fragmentIn(text, location.host);
  }

  async receive(fragment: string, password?: string): Promise<ReceiveSession> {
    this.calls.push(password === undefined ? `receive ${fragment}` : `receive ${fragment} ${password}`);
    if (this.enclosure !== undefined && !this.isInsisting) throw new BeamError('browser-enclosed');
    if (fragment.endsWith('.p1')) {
      if (password === undefined) throw new BeamError('password-needed');
      return this.receiving;
    }
    if (/^#[\w-]{23}/.test(fragment)) throw new BeamError('link-long');
    if (!/^#[\w-]{22}$/.test(fragment)) throw new BeamError('link-malformed');
    return this.receiving;
  }

  return(fragment: string): Promise<SendSession> {
    this.calls.push(`return ${fragment}`);
    return this.share();
  }

  async recent(): Promise<readonly RecentView[]> {
    return this.recents;
  }

  async forgetSent(id: string): Promise<void> {
    this.calls.push(`forgetSent ${id}`);
    this.recents = this.recents.filter((recent) => recent.id !== id);
  }

  async storage(): Promise<StorageView> {
    return this.stored;
  }

  async forget(id?: string): Promise<void> {
    this.calls.push(`forget ${id ?? 'all'}`);
    const { kept } = this.stored;
    this.stored =
      id === undefined
        ? { ...this.stored, kept: [], roomsWithNotes: 0 }
        : { ...this.stored, kept: kept.filter((each) => each.id !== id) };
  }

  lack: Promise<BeamError | undefined> = Promise.resolve(undefined);

  onUpdate(listener: (apply: () => void) => void): void {
    this.offerUpdate = listener;
  }
}
