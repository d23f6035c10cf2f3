/** Every state of the page that a person can meet, by name: for accessibility, language and pictures. */
import type { NotesView, NoteView } from '../../../src/session/view/notes.ts';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import type { ChoiceView, ReceiveView, SwarmView } from '../../../src/session/view/receive.ts';
import type { RoomView } from '../../../src/session/view/room.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import {
  added,
  AMOUNT,
  connected,
  connecting,
  details,
  emptyReceiveView,
  emptySendView,
  failure,
  FILES,
  given,
  host,
  noteOf,
  noteView,
  NOTHING,
  offered,
  person,
  receiverView,
  receiveView,
  receiving,
  roomView,
  sendView,
  stagesTo,
  taken,
} from './fixtures.ts';

const MANY = Array.from({ length: 500 }, (_, index) => ({
  path: `archive/2026/scan-${String(index).padStart(4, '0')}.tiff`,
  bytes: 2_400_000,
}));

export type State =
  | { readonly type: 'home'; readonly error?: ReturnType<typeof failure> }
  /** A text was pasted that is no note. */
  | { readonly type: 'home-refused' }
  | { readonly type: 'home-open' }
  | { readonly type: 'home-recent' }
  | { readonly type: 'notices' }
  | { readonly type: 'dragging' }
  | { readonly type: 'storage' }
  | { readonly type: 'how' }
  | { readonly type: 'shortcuts' }
  | { readonly type: 'broken' }
  /** The browser lacks something: on the start page, or on a link. */
  | { readonly type: 'lacking'; readonly error: ReturnType<typeof failure>; readonly isLink: boolean }
  | { readonly type: 'locked' }
  | { readonly type: 'enclosed'; readonly app: string | undefined; readonly outside: string | undefined }
  /** By themselves, in the page. */
  | { readonly type: 'notes'; readonly view: NotesView }
  | { readonly type: 'sender'; readonly view: SendView; readonly room?: RoomView; readonly isUnfolded?: true }
  | { readonly type: 'receiver'; readonly view: ReceiveView; readonly room?: RoomView; readonly isUnfolded?: true };

/** One after the other, a minute apart. */
const notes = (...list: readonly NoteView[]): State & { readonly view: NotesView } => ({
  type: 'notes',
  view: {
    isKept: false,
    notes: list.map((note, index) => ({ ...note, id: `${index}`, atMs: note.atMs + index * 60_000 })),
  },
});

/** Of MANY: those that are listed, but the first three, are left out, and so are the others. */
const FEW = MANY.map((file, index) => (index < 3 ? file : { ...file, isLeftOut: true }));

/** What is chosen of FILES at first, and anything else. */
const choice = (changes: Partial<ChoiceView> = {}): ChoiceView => ({
  amount: AMOUNT,
  isNone: false,
  isAll: true,
  isOpen: true,
  saved: NOTHING,
  unlisted: undefined,
  ...changes,
});

/** Came, took some of it, and is gone. */
const gone = (error: ErrorCode) => receiverView({ status: 'failed', error, rate: undefined });

/** The sender has left, and others pass the share on. */
const without = (changes: Partial<SwarmView> = {}): SwarmView => ({
  isSenderHere: false,
  holders: 2,
  wholes: 1,
  isAllowed: true,
  isHelping: true,
  passedOnBytes: 12_000_000,
  ...changes,
});

/** The last two of FILES are chosen. */
const TWO = { amount: { files: 2, bytes: 4_398_400 }, isAll: false };
const LEFT = FILES.map((file, index) => (index === 0 ? { ...file, isLeftOut: true } : file));
const SAVED = FILES.map((file, index) => (index === 0 ? file : { ...file, isLeftOut: true, isSaved: true }));

const sender = (changes: Partial<SendView>): State => ({ type: 'sender', view: sendView(changes) });
const receiver = (changes: Partial<ReceiveView>): State => ({ type: 'receiver', view: receiveView(changes) });

const senderIn = (room: Partial<RoomView>, view = sendView()): State => ({
  type: 'sender',
  view,
  room: roomView(room),
});
const receiverIn = (room: Partial<RoomView>, view = receiveView()): State => ({
  type: 'receiver',
  view: { ...view, hasMore: [room.added, room.given].some((shares = []) => shares.length > 0) },
  room: roomView(room),
});

/** Two others pass it on, and so does this page. */
const swarm = (changes: Partial<SwarmView> = {}): SwarmView => ({
  isSenderHere: true,
  holders: 2,
  wholes: 0,
  isAllowed: true,
  isHelping: true,
  passedOnBytes: 0,
  ...changes,
});

/** Who takes something of it is connected with other guests. */
const OPEN_ROOM = { areAllowed: true, isOnlyHost: false };

export const STATES: Record<string, State> = {
  home: { type: 'home' },
  'home-empty-folder': { type: 'home', error: failure('source-empty') },
  'home-refused': { type: 'home-refused' },
  'home-open': { type: 'home-open' },
  'home-recent': { type: 'home-recent' },
  notices: { type: 'notices' },
  dragging: { type: 'dragging' },
  storage: { type: 'storage' },
  how: { type: 'how' },
  shortcuts: { type: 'shortcuts' },
  'broken-link': { type: 'broken' },
  'home-no-webrtc': { type: 'lacking', error: failure('webrtc-missing'), isLink: false },
  'link-no-webrtc': { type: 'lacking', error: failure('webrtc-missing'), isLink: true },
  'password-needed': { type: 'locked' },
  'enclosed-kakao': { type: 'enclosed', app: 'KakaoTalk', outside: 'kakaotalk://web/openExternal?url=x' },
  'enclosed-unknown': { type: 'enclosed', app: undefined, outside: undefined },

  'sender-waiting': sender({}),
  'sender-left-out': sender({
    leftOut: {
      items: [
        { path: 'photos', why: 'folders-unseen' },
        { path: 'photos/private/diary.txt', why: 'unreadable' },
        { path: 'photos/link.txt', why: 'gone' },
        { path: 'photos/session.sock', why: 'special' },
      ],
      count: 61,
    },
  }),
  'sender-by-http': sender({ remarks: ['server-by-http'] }),
  'sender-server-away': sender({ status: 'reconnecting', note: 'server-away' }),
  'sender-connections-many': sender({ remarks: ['connections-many'] }),
  'sender-looking': sender({
    status: 'ready',
    note: 'for-accept',
    receivers: [receiverView({ status: 'ready', bytesDone: 0, rate: undefined })],
  }),
  'sender-sending': sender({
    status: 'sending',
    note: undefined,
    percent: 42,
    isBusy: true,
    receivers: [receiverView()],
  }),
  'sender-several': sender({
    status: 'sending',
    note: undefined,
    percent: 51,
    isBusy: true,
    receivers: [
      receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined }),
      receiverView({
        number: 2,
        connection: connected({ kind: 'relayed', relayAt: 'here', why: 'nat-both', here: 'relay', there: 'srflx' }),
      }),
      receiverView({ number: 3, status: 'failed', error: 'peer-left', rate: undefined }),
      receiverView({
        number: 4,
        status: 'connecting',
        bytesDone: 0,
        rate: undefined,
        connection: connecting('connecting'),
      }),
    ],
  }),
  'sender-no-way': {
    type: 'sender',
    view: sendView({
      receivers: [
        receiverView({
          status: 'failed',
          error: 'relay-unavailable',
          bytesDone: 0,
          rate: undefined,
          connection: connecting('connecting', {
            stages: stagesTo('connecting', 'failed'),
            failure: 'relay-unavailable',
            attempt: 2,
          }),
        }),
      ],
    }),
  },
  'sender-done': sender({
    status: 'done',
    note: 'receivers-done',
    percent: 100,
    receivers: [receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined })],
  }),
  'sender-paused': sender({
    status: 'paused',
    note: 'paused-here',
    isPaused: true,
    percent: 42,
    isBusy: true,
    receivers: [receiverView({ status: 'paused', rate: undefined })],
  }),
  'sender-receiver-paused': sender({
    status: 'paused',
    note: 'receiver-paused',
    percent: 42,
    isBusy: true,
    receivers: [receiverView({ status: 'paused', rate: undefined })],
  }),
  'sender-files-again': sender({ status: 'paused', note: 'files-again', needs: 'files' }),
  'sender-file-changed': sender({
    status: 'paused',
    note: 'files-again',
    needs: 'files',
    error: failure('source-changed', { path: FILES[0]?.path ?? '' }),
  }),
  'sender-can-share-rest': sender({
    status: 'paused',
    note: 'files-again',
    needs: 'files',
    canShareRest: true,
    error: failure('source-changed', { path: FILES[0]?.path ?? '' }),
  }),
  'sender-withdrawn-files': sender({
    status: 'done',
    note: 'receivers-done',
    percent: 100,
    withdrawn: { files: 2, paths: FILES.slice(0, 2).map(({ path }) => path) },
    receivers: [receiverView({ status: 'done', bytesDone: AMOUNT.bytes, filesLeftOut: 2, rate: undefined })],
  }),
  'sender-chosen': sender({
    status: 'done',
    note: 'receivers-done',
    percent: 100,
    receivers: [
      receiverView({ status: 'done', bytesDone: 4_398_400, bytesWanted: 4_398_400, filesLeftOut: 1, rate: undefined }),
    ],
  }),
  'sender-permission-again': sender({ status: 'paused', note: 'permission-again', needs: 'permission' }),
  'sender-other-tab': sender({ status: 'paused', note: 'other-tab' }),
  'sender-making': sender({ note: undefined, link: '' }),
  'sender-left': sender({ receivers: [gone('peer-left')] }),
  'sender-they-stopped': sender({ receivers: [gone('cancelled-by-receiver')] }),
  'sender-disconnected': sender({
    receivers: [gone('connection-lost'), { ...gone('cancelled-by-sender'), number: 2 }],
  }),
  'sender-their-trouble': sender({ receivers: [gone('save-failed')] }),
  'sender-connecting': sender({
    status: 'connecting',
    note: undefined,
    receivers: [
      receiverView({ status: 'connecting', bytesDone: 0, rate: undefined, connection: connecting('connecting') }),
    ],
  }),
  'sender-saving': sender({
    status: 'saving',
    note: undefined,
    percent: 100,
    isBusy: true,
    receivers: [receiverView({ status: 'saving', bytesDone: AMOUNT.bytes, rate: undefined })],
  }),
  'sender-reconnecting': sender({
    status: 'reconnecting',
    note: undefined,
    percent: 42,
    isBusy: true,
    receivers: [
      receiverView({
        status: 'reconnecting',
        rate: undefined,
        connection: connecting('connecting', { brokenMs: 4200 }),
      }),
    ],
  }),
  'sender-done-not-all': sender({
    status: 'done',
    note: 'receivers-done',
    percent: 100,
    receivers: [
      gone('peer-left'),
      receiverView({ number: 2, status: 'done', bytesDone: AMOUNT.bytes, rate: undefined }),
    ],
  }),
  'sender-stopped': sender({ status: 'stopped', note: 'stopped', isOpen: false }),
  'sender-expired': sender({ status: 'stopped', note: 'expired', isOpen: false }),
  'sender-expired-at-work': sender({
    status: 'sending',
    note: 'expired',
    percent: 42,
    isOpen: false,
    isBusy: true,
    receivers: [receiverView(), { ...gone('share-expired'), number: 2 }],
  }),
  'sender-limit-in-room': sender({
    status: 'done',
    note: 'used-up',
    percent: 100,
    receivers: [receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined })],
  }),
  'sender-used-up': sender({ status: 'done', note: 'used-up', isOpen: false, percent: 100 }),
  'sender-password': sender({ hasPassword: true }),
  'sender-terms': sender({ terms: { expiresMs: 1_795_300_000_000, mostDownloads: 3 } }),
  'sender-failed': sender({
    status: 'failed',
    note: undefined,
    isOpen: false,
    error: failure('source-changed', { path: FILES[0]?.path ?? '' }),
  }),

  'room-asking': senderIn({}, emptySendView()),
  'room-asking-left': senderIn(
    {
      people: [person(1, { isHere: false })],
      given: given([person(1), taken({ status: 'waiting', note: 'for-sender', choices: [] })]),
    },
    emptySendView({ note: 'givers-left' }),
  ),
  'room-asking-nothing-yet': senderIn(
    { people: [person(1), person(2)] },
    emptySendView({ status: 'ready', note: 'nothing-yet' }),
  ),
  'room-asking-given': senderIn(
    {
      people: [person(1), person(2)],
      given: given(
        [person(1), taken({ choice: choice() })],
        [
          person(2),
          taken({
            status: 'receiving',
            files: FILES.slice(0, 1),
            amount: { files: 1, bytes: 1_240_000_000 },
            choices: [],
            percent: 31.4,
            bytesDone: 389_000_000,
            rate: { bytesPerSecond: 9_100_000, secondsLeft: 93 },
            isPaused: false,
            isBusy: true,
          }),
        ],
      ),
      isBusy: true,
    },
    emptySendView({ status: 'ready', note: undefined }),
  ),
  'room-asking-over': senderIn(
    { canAdd: false, given: given([person(1), taken({ status: 'done', percent: 100, choices: [] })]) },
    emptySendView({ status: 'done', note: 'stopped', isOpen: false }),
  ),
  'room-send-here': receiverIn({ people: [host] }, emptyReceiveView()),
  'room-send-here-adding': receiverIn(
    {
      people: [host, person(2)],
      guests: { areAllowed: false, isOnlyHost: false },
      isAdding: true,
      added: added(offered()),
    },
    emptyReceiveView(),
  ),
  'room-sender': senderIn(
    {
      people: [person(1), person(3), person(4, { isHere: false })],
      guests: { areAllowed: true, isOnlyHost: undefined },
      given: given([person(3), taken({ status: 'connecting', choices: ['download'], files: FILES.slice(1, 2) })]),
      added: added(
        offered({
          status: 'sending',
          note: undefined,
          percent: 42,
          isBusy: true,
          receivers: [receiverView(), receiverView({ number: 3, status: 'done' })],
        }),
        offered({ status: 'done', note: 'stopped', isOpen: false }),
      ),
    },
    sendView({
      status: 'done',
      note: 'receivers-done',
      percent: 100,
      receivers: [receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined })],
    }),
  ),
  'room-files-again': senderIn({
    added: added(
      offered({ status: 'paused', note: 'files-again', needs: 'files' }),
      offered({
        status: 'paused',
        note: 'files-again',
        needs: 'files',
        canShareRest: true,
        error: failure('source-changed', { path: FILES[1]?.path ?? '' }),
      }),
      offered({
        status: 'done',
        note: 'receivers-done',
        percent: 100,
        withdrawn: { files: 1, paths: [FILES[1]?.path ?? ''] },
        leftOut: { items: [{ path: 'photos/private/diary.txt', why: 'unreadable' }], count: 1 },
        receivers: [receiverView({ status: 'done' }), receiverView({ number: 2, status: 'done' })],
        isPaused: true,
      }),
    ),
  }),
  'room-not-added': senderIn({ error: failure('source-empty') }),
  'room-receiver': receiverIn(
    {
      people: [{ ...host, isHere: false }, person(2), person(3)],
      guests: { areAllowed: true, isOnlyHost: true },
      given: given(
        [{ isHost: false, number: undefined }, taken({ files: FILES.slice(1, 2) })],
        [host, taken({ status: 'done', percent: 100, choices: [] })],
        [
          person(2),
          taken({
            files: SAVED,
            status: 'done',
            percent: 100,
            bytesDone: 4_398_400,
            choice: choice({ amount: { files: 1, bytes: 1_240_000_000 }, isAll: false, saved: TWO.amount }),
          }),
        ],
        [
          person(3),
          taken({
            status: 'paused',
            note: 'paused-here',
            isPaused: true,
            percent: 12,
            bytesDone: 0.12 * AMOUNT.bytes,
            isBusy: true,
            remarks: ['streaming'],
          }),
        ],
      ),
      added: added(offered({ status: 'done', note: 'receivers-done', receivers: [receiverView({ status: 'done' })] })),
      isBusy: true,
    },
    receiveView({ status: 'done', percent: 100, bytesDone: AMOUNT.bytes, choices: [] }),
  ),
  'room-failures': receiverIn({
    people: [host, person(2)],
    given: given(
      [person(2), taken({ status: 'stopped', error: failure('cancelled-by-sender'), choices: [] })],
      [person(2), taken({ status: 'failed', error: failure('storage-lost') })],
      [
        person(2),
        taken({
          amount: { files: 1, bytes: 212 },
          files: [{ path: '.env', bytes: 212 }],
          withdrawn: { files: 1, paths: [FILES[1]?.path ?? ''] },
          names: { renamed: [], renamedCount: 0, hidden: ['.env'], hiddenCount: 1 },
        }),
      ],
      [person(2), taken({ status: 'waiting', note: 'for-sender', amount: undefined, files: [], choices: [] })],
    ),
  }),

  'swarm-ready': receiverIn(
    { people: [host, person(2), person(3)], guests: OPEN_ROOM },
    receiveView({ swarm: swarm({ isHelping: false }) }),
  ),
  'swarm-receiving': receiverIn(
    { people: [host, person(2), person(3), person(4)], guests: OPEN_ROOM },
    receiving({ swarm: swarm({ holders: 3, wholes: 1, passedOnBytes: 12_400_000 }) }),
  ),
  'swarm-sender-left': receiverIn(
    { people: [{ ...host, isHere: false }, person(2), person(3), person(4)], guests: OPEN_ROOM },
    receiving({ swarm: swarm({ isSenderHere: false, holders: 4, wholes: 3, passedOnBytes: 1_900_000_000 }) }),
  ),
  'swarm-parts-left': receiverIn(
    { people: [{ ...host, isHere: false }, person(2)], guests: OPEN_ROOM },
    receiving({ swarm: swarm({ isSenderHere: false, holders: 1, isAllowed: false, isHelping: false }) }),
  ),
  'swarm-done': receiverIn(
    { people: [host], guests: OPEN_ROOM },
    receiveView({
      status: 'done',
      percent: 100,
      bytesDone: AMOUNT.bytes,
      choices: [],
      swarm: swarm({ holders: 0, passedOnBytes: 512 }),
    }),
  ),
  'swarm-given': receiverIn(
    {
      people: [host, person(2), person(3)],
      guests: OPEN_ROOM,
      given: given(
        [host, taken({ files: FILES.slice(1, 2), swarm: swarm({ holders: 1, isHelping: false }) })],
        [
          person(2),
          taken({ status: 'done', percent: 100, choices: [], swarm: swarm({ holders: 0, passedOnBytes: 4_310_000 }) }),
        ],
      ),
    },
    emptyReceiveView(),
  ),
  'swarm-sender': senderIn(
    {
      guests: { areAllowed: true, isOnlyHost: undefined },
      given: given([person(2), taken({ files: FILES.slice(2), swarm: swarm({ isHelping: false }) })]),
      added: added(
        offered({
          status: 'done',
          note: 'receivers-done',
          percent: 100,
          receivers: [receiverView({ status: 'done' }), receiverView({ number: 2, status: 'done' })],
          swarm: { ownBytes: 4_400_000, othersBytes: 4_400_000 },
        }),
      ),
    },
    sendView({
      status: 'sending',
      note: undefined,
      percent: 81,
      isBusy: true,
      receivers: [receiverView({ bytesDone: 0.9 * AMOUNT.bytes }), receiverView({ number: 2 })],
      swarm: { ownBytes: 1.1 * AMOUNT.bytes, othersBytes: 6.9 * AMOUNT.bytes },
    }),
  ),
  'swarm-options': {
    type: 'sender',
    view: sendView({ terms: { expiresMs: undefined, mostDownloads: 3 } }),
    room: roomView({ guests: { areAllowed: true, isOnlyHost: undefined } }),
    isUnfolded: true,
  },

  'notes-none': notes(),
  'notes-several': notes(
    noteOf(1, {
      author: { isOwn: false, isHost: true, peerNumber: 1 },
      text: '사진은 https://example.com/album에 있어요. 📷',
    }),
    noteView({ text: '1 2 3', people: 2, peopleReached: 2 }),
    noteOf(2, { text: 'const answer = 42;\n\tconsole.log(answer);\n\n12 34 56 78' }),
    noteOf(undefined, { text: 'https://한국.com/ (https://example.com/a_(b))' }),
    noteOf(3, { text: 'مرحبا https://example.com/ 123' }),
    noteView({ text: '7', people: 2, peopleReached: 1, state: 'sent' }),
    noteView({ text: '8', people: 2, peopleReached: 0, state: 'sent' }),
    noteView({ text: '9', people: 2, peopleReached: 0, state: 'sending' }),
  ),
  'notes-long': notes(
    noteOf(2, { text: Array.from({ length: 40 }, (_, line) => `${line}: ${'123 '.repeat(line)}`).join('\n') }),
    noteOf(2, { text: `https://example.com/${'0123456789'.repeat(60)} ${'0'.repeat(600)}` }),
  ),
  'notes-waiting': notes(
    noteView({ people: 0, peopleReached: 0, text: '10' }),
    noteView({ people: 0, peopleReached: 0, state: 'sending', text: '11' }),
  ),
  'notes-kept': {
    type: 'notes',
    view: {
      ...notes(
        noteOf(2, { text: '12', isEarlier: true, atMs: 1_794_800_000_000 }),
        noteView({ text: '13', isEarlier: true, people: 0, peopleReached: 0, atMs: 1_794_800_000_000 }),
        noteOf(2, { text: '14' }),
      ).view,
      isKept: true,
    },
  },
  'notes-not-kept': { type: 'notes', view: { ...notes(noteOf(2, { text: '15' })).view, isKept: undefined } },

  'receiver-opening': receiver({
    status: 'connecting',
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('signaling'),
  }),
  'receiver-sender-away': receiver({
    status: 'waiting',
    note: 'for-sender',
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('signaling'),
  }),
  'receiver-password': receiver({
    status: 'waiting',
    note: 'for-password',
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('signaling'),
  }),
  'receiver-early': receiver({ status: 'connecting', connection: connecting('securing') }),
  'receiver-ready': receiver({}),
  'receiver-withdrawn-files': receiver({ withdrawn: { files: 1, paths: [FILES[1]?.path ?? ''] } }),
  'receiver-done-without': receiver({
    status: 'done',
    percent: 100,
    withdrawn: { files: 1, paths: [FILES[1]?.path ?? ''] },
    choices: [],
  }),
  'receiver-withdrawn': receiver({
    status: 'failed',
    error: failure('source-withdrawn', { path: FILES[1]?.path ?? '' }),
    choices: ['folder'],
  }),
  'receiver-ready-one': receiver({
    amount: { files: 1, bytes: 4_310_000 },
    files: FILES.slice(1, 2),
    choices: ['download'],
  }),
  'receiver-address-hidden': receiver({
    remarks: ['address-hidden'],
    isAddressTold: false,
    connection: connected({
      kind: 'relayed',
      relayAt: 'here',
      why: 'relay-only-here',
      here: 'relay',
      there: 'srflx',
    }),
  }),
  'receiver-ready-zip': receiver({ choices: ['zip'] }),
  'receiver-ready-straight': receiver({ remarks: ['streaming'] }),
  'receiver-folder-dismissed': receiver({ note: 'folder-dismissed' }),
  'receiver-place-dismissed': receiver({ note: 'place-dismissed', remarks: ['streaming'] }),
  'receiver-ready-many': receiver({ amount: { files: 12_480, bytes: 29_952_000_000 }, files: MANY }),
  'receiver-all-chosen': receiver({ choice: choice() }),
  'receiver-choosing': receiver({ files: LEFT, choice: choice(TWO) }),
  'receiver-nothing-chosen': receiver({
    files: FILES.map((file) => ({ ...file, isLeftOut: true })),
    choice: choice({ amount: NOTHING, isAll: false, isNone: true }),
  }),
  'receiver-choosing-many': receiver({
    amount: { files: 12_480, bytes: 29_952_000_000 },
    files: FEW,
    choice: choice({ amount: { files: 3, bytes: 7_200_000 }, isAll: false, unlisted: 'none' }),
  }),
  'receiver-receiving-chosen': {
    type: 'receiver',
    view: receiving({ files: LEFT, choice: choice({ ...TWO, isOpen: false }), bytesDone: 2_000_000, percent: 45 }),
  },
  'receiver-done-chosen': receiver({
    status: 'done',
    percent: 100,
    bytesDone: 4_398_400,
    files: SAVED,
    choice: choice({ amount: { files: 1, bytes: 1_240_000_000 }, isAll: false, saved: TWO.amount }),
  }),
  'receiver-ready-hidden': receiver({
    amount: { files: 1, bytes: 212 },
    files: [{ path: '.env', bytes: 212 }],
    names: { renamed: [], renamedCount: 0, hidden: ['.env'], hiddenCount: 1 },
    choices: ['download', 'zip'],
  }),
  'receiver-ready-renamed': receiver({
    files: [...FILES, { path: 'photos/empty', bytes: 0, isFolder: true }],
    names: {
      renamed: [
        { was: 'photos\\IMG_2041.jpg', path: 'photos_IMG_2041.jpg', why: ['characters'] },
        { was: 'invoice\uFFFDfdp.exe', path: 'invoicefdp.exe', why: ['characters', 'taken'] },
        { was: 'CON', path: '_CON', why: ['reserved'] },
        { was: 'minutes.txt. ', path: 'minutes.txt', why: ['ends'] },
        { was: `${'very '.repeat(49)}long.txt`, path: `${'very '.repeat(46)}ver.txt`, why: ['long'] },
        { was: `${'deep/'.repeat(150)}root.txt`, path: `${'deep/'.repeat(144)}root.txt`, why: ['deep'] },
        { was: '../../.bashrc', path: '.bashrc', why: ['outside'] },
        { was: '\u200B\u200B', path: 'unnamed', why: ['empty'] },
      ],
      renamedCount: 1204,
      hidden: ['.git/config', 'site/.env'],
      hiddenCount: 2,
    },
  }),
  'receiver-receiving': { type: 'receiver', view: receiving() },
  'receiver-sender-checking': receiver({
    status: 'receiving',
    note: 'sender-checking',
    percent: 99,
    isBusy: true,
    choices: [],
  }),
  'receiver-relayed': {
    type: 'receiver',
    view: receiving({
      connection: {
        ...connected({
          kind: 'relayed',
          transport: 'tls',
          relayAt: 'here',
          why: 'udp-blocked-here',
          here: 'relay',
          there: 'prflx',
        }),
        attempt: 2,
        details: details({ roundTripMs: 140, maxMessageBytes: Infinity }),
      },
    }),
    isUnfolded: true,
  },
  'receiver-direct': {
    type: 'receiver',
    view: receiving({
      connection: { ...connected({ kind: 'direct', why: 'through-nat', here: 'srflx', there: 'srflx' }), restarts: 1 },
    }),
    isUnfolded: true,
  },
  'receiver-connecting': {
    type: 'receiver',
    view: receiveView({
      status: 'connecting',
      amount: undefined,
      files: [],
      choices: [],
      connection: connecting('connecting'),
    }),
    isUnfolded: true,
  },
  'receiver-reconnecting': {
    type: 'receiver',
    view: receiving({
      status: 'reconnecting',
      rate: undefined,
      connection: connecting('connecting', { brokenMs: 4200 }),
    }),
  },
  'receiver-no-way': receiver({
    status: 'failed',
    error: failure('udp-blocked'),
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('connecting', { stages: stagesTo('connecting', 'failed'), failure: 'udp-blocked' }),
  }),
  'receiver-paused': {
    type: 'receiver',
    view: receiving({ status: 'paused', note: 'paused-here', isPaused: true, rate: undefined }),
  },
  'receiver-disk-full': {
    type: 'receiver',
    view: receiving({
      status: 'paused',
      note: undefined,
      isPaused: true,
      rate: undefined,
      error: failure('space-gone', { neededBytes: 456_000_000, freeBytes: 34_000_000 }),
    }),
  },
  'receiver-sender-paused': {
    type: 'receiver',
    view: receiving({ status: 'paused', note: 'sender-paused', rate: undefined }),
  },
  'receiver-no-progress': {
    type: 'receiver',
    view: receiving({ status: 'paused', note: 'no-progress', rate: undefined }),
  },
  'receiver-other-tab': receiver({ status: 'paused', note: 'other-tab', choices: [] }),
  'receiver-tab-closed': receiver({ note: 'tab-closed' }),
  'receiver-saving': {
    type: 'receiver',
    view: receiving({ status: 'saving', percent: 100, bytesDone: AMOUNT.bytes, rate: undefined }),
  },
  'receiver-done': receiver({ status: 'done', percent: 100, bytesDone: AMOUNT.bytes, choices: [] }),
  'receiver-handed-over': receiver({
    status: 'done',
    note: 'handed-over',
    percent: 100,
    bytesDone: AMOUNT.bytes,
    choices: [],
  }),
  'receiver-cancelled': receiver({ note: 'cancelled' }),
  'receiver-space-short': receiver({
    status: 'failed',
    error: failure('space-short', { neededBytes: 120_000_000_000, freeBytes: 34_000_000_000 }),
  }),
  'receiver-storage-lost': receiver({ status: 'failed', error: failure('storage-lost') }),
  'receiver-ended': receiver({ status: 'stopped', error: failure('cancelled-by-sender'), choices: [] }),
  'receiver-expired': receiver({ status: 'stopped', error: failure('share-expired'), choices: [] }),
  'receiver-used-up': receiver({ status: 'stopped', error: failure('share-used-up'), choices: [] }),
  'receiver-sender-left': receiver({ status: 'failed', error: failure('peer-left'), choices: [] }),
  'receiver-forged': receiver({ status: 'failed', error: failure('manifest-forged'), choices: [] }),
  'receiver-server-away': receiver({
    status: 'connecting',
    note: 'server-away',
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('signaling'),
  }),
  'receiver-ready-away': receiver({
    status: 'waiting',
    note: 'for-sender',
    choices: [],
    connection: connecting('signaling'),
  }),
  'receiver-ready-without-sender': receiver({ swarm: without() }),
  'receiver-ready-in-part': receiver({ swarm: without({ wholes: 0 }) }),
  'receiver-receiving-without-sender': { type: 'receiver', view: receiving({ swarm: without() }) },
  'receiver-paused-by-holders': {
    type: 'receiver',
    view: receiving({ status: 'paused', note: 'sender-paused', rate: undefined, swarm: without() }),
  },
  'receiver-nobody-has-the-rest': {
    type: 'receiver',
    view: receiving({ status: 'paused', note: 'no-progress', rate: undefined, swarm: without({ wholes: 0 }) }),
  },
  'receiver-paused-away': {
    type: 'receiver',
    view: receiving({
      status: 'paused',
      note: 'for-sender',
      rate: undefined,
      connection: connecting('signaling'),
    }),
  },
};
