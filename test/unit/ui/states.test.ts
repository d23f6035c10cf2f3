/**
 * Every field of every view is shown by a state of `test/browser/ui/states.ts`: accessibility, both languages and the
 * pictures go through those states, and a field that no state sets is looked at by nobody.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import type {
  ConnectionView,
  EndView,
  PathDetails,
  PathView,
  StageView,
} from '../../../src/session/view/connection.ts';
import type { Enclosure } from '../../../src/session/view/beamline.ts';
import type { NoteAuthorView, NotesView, NoteView } from '../../../src/session/view/notes.ts';
import type {
  ChoiceView,
  NamesView,
  Rate,
  ReceiveView,
  SwarmView,
  TakenView,
} from '../../../src/session/view/receive.ts';
import type { AddedShare, GivenShare, GuestsView, PersonView, RoomView } from '../../../src/session/view/room.ts';
import type {
  GaveView,
  LeftOutView,
  OfferedView,
  ReceiverView,
  SendView,
  TermsView,
} from '../../../src/session/view/send.ts';
import type { Amount, FileView, WithdrawnView } from '../../../src/session/view/share.ts';
import type { RecentView, StorageView, StoredShareView } from '../../../src/session/view/storage.ts';
import { nameChangeTexts, leftOutTexts } from '../../../src/ui/strings/names.ts';
import { statusWords } from '../../../src/ui/strings/status.ts';
import { noteTexts } from '../../../src/ui/strings/told.ts';
import { RECENT, STORAGE } from '../../browser/ui/fixtures.ts';
import { STATES } from '../../browser/ui/states.ts';

/** Each field with the value that tells a person nothing. A field that is not in a table does not compile. */
type Silent<View> = { readonly [Field in keyof View]-?: View[Field] | undefined };

interface Views {
  AddedShare: AddedShare;
  Amount: Amount;
  ChoiceView: ChoiceView;
  ConnectionView: ConnectionView;
  Enclosure: Enclosure;
  EndView: EndView;
  FileView: FileView;
  GaveView: GaveView;
  GuestsView: GuestsView;
  GivenShare: GivenShare;
  LeftOutView: LeftOutView;
  NamesView: NamesView;
  NoteAuthorView: NoteAuthorView;
  NotesView: NotesView;
  NoteView: NoteView;
  OfferedView: OfferedView;
  PathDetails: PathDetails;
  PathView: PathView;
  PersonView: PersonView;
  Rate: Rate;
  ReceiveView: ReceiveView;
  ReceiverView: ReceiverView;
  RecentView: RecentView;
  RoomView: RoomView;
  SendView: SendView;
  StageView: StageView;
  StorageView: StorageView;
  StoredShareView: StoredShareView;
  SwarmView: SwarmView;
  TakenView: TakenView;
  TermsView: TermsView;
  WithdrawnView: WithdrawnView;
}

const NO_END: EndView = { gathered: [], nat: undefined, transport: undefined, fingerprint: undefined };

const NOTHING_TAKEN: Silent<TakenView> = {
  status: 'waiting',
  note: undefined,
  remarks: [],
  error: undefined,
  amount: undefined,
  files: [],
  withdrawn: undefined,
  names: undefined,
  choice: undefined,
  choices: [],
  bytesDone: 0,
  percent: undefined,
  rate: undefined,
  isPaused: undefined,
  isBusy: false,
  swarm: undefined,
};

const NOTHING_OFFERED: Silent<OfferedView> = {
  status: 'waiting',
  note: undefined,
  error: undefined,
  amount: undefined,
  files: [],
  withdrawn: undefined,
  leftOut: undefined,
  isOpen: false,
  needs: undefined,
  canShareRest: false,
  receivers: [],
  percent: undefined,
  isPaused: undefined,
  isBusy: false,
  swarm: undefined,
};

const SILENT: { readonly [Name in keyof Views]: Silent<Views[Name]> } = {
  AddedShare: { id: '', session: undefined },
  Amount: { files: 0, bytes: 0 },
  ConnectionView: {
    stage: 'signaling',
    stages: [],
    path: undefined,
    attempt: 1,
    restarts: 0,
    brokenMs: undefined,
    failure: undefined,
    details: undefined,
  },
  Enclosure: { app: undefined, outside: undefined },
  EndView: NO_END,
  ChoiceView: { amount: undefined, isNone: false, isAll: true, isOpen: false, saved: undefined, unlisted: undefined },
  FileView: { path: '', bytes: 0, isFolder: false, isLeftOut: false, isSaved: false },
  GaveView: { ownBytes: 0, othersBytes: 0 },
  GuestsView: { areAllowed: false, isOnlyHost: undefined },
  GivenShare: { id: '', from: undefined, session: undefined },
  LeftOutView: { items: [], count: 0 },
  NamesView: { renamed: [], renamedCount: 0, hidden: [], hiddenCount: 0 },
  NoteAuthorView: { isOwn: false, peerNumber: undefined, isHost: false },
  NotesView: { notes: [], isKept: false },
  NoteView: {
    id: '',
    author: undefined,
    text: '',
    state: 'sending',
    people: 0,
    peopleReached: 0,
    atMs: 0,
    isEarlier: false,
  },
  OfferedView: NOTHING_OFFERED,
  PathDetails: {
    here: NO_END,
    there: NO_END,
    checks: { sent: 0, answered: 0 },
    roundTripMs: undefined,
    dtlsVersion: undefined,
    dtlsCipher: undefined,
    maxMessageBytes: undefined,
    lanes: 1,
    traffic: undefined,
  },
  PathView: {
    kind: 'same-network',
    transport: 'udp',
    relayAt: undefined,
    why: 'same-network',
    here: 'host',
    there: 'host',
  },
  PersonView: { id: '', number: 0, isHost: false, isHere: false, connection: undefined },
  Rate: { bytesPerSecond: 0, secondsLeft: undefined },
  ReceiveView: { ...NOTHING_TAKEN, role: undefined, connection: undefined, isAddressTold: false, hasMore: false },
  ReceiverView: {
    id: '',
    number: 1,
    status: 'connecting',
    error: undefined,
    bytesDone: 0,
    bytesWanted: 0,
    filesLeftOut: 0,
    rate: undefined,
    connection: undefined,
  },
  RecentView: {
    role: undefined,
    id: '',
    fragment: '',
    name: '',
    amount: undefined,
    percent: undefined,
    sinceMs: 0,
  },
  RoomView: {
    added: [],
    given: [],
    people: [],
    guests: undefined,
    isAdding: false,
    error: undefined,
    canAdd: false,
    isBusy: false,
  },
  SendView: {
    ...NOTHING_OFFERED,
    role: undefined,
    remarks: [],
    link: '',
    terms: { expiresMs: undefined, mostDownloads: undefined },
    hasPassword: false,
    isEmpty: false,
  },
  StageView: { stage: 'signaling', state: 'waiting', ms: undefined },
  StorageView: { kept: [], usedBytes: 0, freeBytes: undefined, roomsWithNotes: 0 },
  StoredShareView: { id: '', name: '', amount: undefined, bytesStored: 0, isFinished: false, sinceMs: 0 },
  SwarmView: {
    isSenderHere: true,
    holders: 0,
    wholes: 0,
    isAllowed: false,
    isHelping: false,
    passedOnBytes: 0,
  },
  TakenView: NOTHING_TAKEN,
  TermsView: { expiresMs: undefined, mostDownloads: undefined },
  WithdrawnView: { files: 0, paths: [] },
};

const states = Object.values(STATES);
const sends = states.flatMap((state) => (state.type === 'sender' ? [state.view] : []));
const receives = states.flatMap((state) => (state.type === 'receiver' ? [state.view] : []));
const rooms = states.flatMap((state) =>
  state.type === 'sender' || state.type === 'receiver' ? (state.room ?? []) : [],
);
const given = rooms.flatMap((room) => room.given);
const added = rooms.flatMap((room) => room.added);
const receivers = sends.flatMap((view) => view.receivers);
const connections = [...receives, ...receivers].map(({ connection }) => connection);
const details = connections.flatMap((connection) => connection.details ?? []);
const noted = states.flatMap((state) => (state.type === 'notes' ? [state.view] : []));
const stored = states.some(({ type }) => type === 'storage') ? [STORAGE] : [];

/** Every snapshot of each view that some state shows. */
const SHOWN: { readonly [Name in keyof Views]: readonly { readonly [Field in keyof Views[Name]]?: unknown }[] } = {
  AddedShare: added,
  Amount: [...sends, ...receives].flatMap(({ amount }) => amount ?? []),
  ChoiceView: receives.flatMap(({ choice }) => choice ?? []),
  ConnectionView: connections,
  Enclosure: states.filter((state) => state.type === 'enclosed'),
  EndView: details.flatMap(({ here, there }) => [here, there]),
  FileView: [...sends, ...receives].flatMap(({ files }) => files),
  GaveView: sends.flatMap(({ swarm }) => swarm ?? []),
  GuestsView: rooms.flatMap(({ guests }) => guests ?? []),
  GivenShare: given,
  LeftOutView: sends.flatMap(({ leftOut }) => leftOut ?? []),
  NamesView: receives.flatMap(({ names }) => names ?? []),
  NoteAuthorView: noted.flatMap(({ notes }) => notes.map(({ author }) => author)),
  NotesView: noted,
  NoteView: noted.flatMap(({ notes }) => notes),
  OfferedView: added.map(({ session }) => session.view),
  PathDetails: details,
  PathView: connections.flatMap(({ path }) => path ?? []),
  PersonView: rooms.flatMap(({ people }) => people),
  Rate: [...receives, ...receivers].flatMap(({ rate }) => rate ?? []),
  ReceiveView: receives,
  ReceiverView: receivers,
  RecentView: states.some(({ type }) => type === 'home-recent') ? RECENT : [],
  RoomView: rooms,
  SendView: sends,
  StageView: connections.flatMap(({ stages }) => stages),
  StorageView: stored,
  StoredShareView: stored.flatMap(({ kept }) => kept),
  SwarmView: receives.flatMap(({ swarm }) => swarm ?? []),
  TakenView: given.map(({ session }) => session.view),
  TermsView: sends.map(({ terms }) => terms),
  WithdrawnView: [...sends, ...receives].flatMap(({ withdrawn }) => withdrawn ?? []),
};

/** What `src/session/view` exports besides views: what can be asked for, and closed lists of words. */
const ACTS = [
  'Beamline',
  'NotesSession',
  'OfferedSession',
  'ReceiveSession',
  'RelayChoice',
  'RoomSession',
  'SendSession',
  'Session',
  'TakenSession',
  'UploadChoice',
];
const WORDS = [
  'NoteRefusal',
  'NoteState',
  'LeftOutReason',
  'NameChange',
  'Note',
  'SaveChoice',
  'SourceNeed',
  'Stage',
  'Status',
];

/** Names of the types that a module exports. */
function typesOf(source: string): string[] {
  const own = Array.from(source.matchAll(/^export (?:interface|type) (\w+)/gm), ([, name]) => name ?? '');
  const passedOn = Array.from(source.matchAll(/^export type \{([^}]*)\}/gm), ([, list]) => list ?? '');
  return [...own, ...passedOn.flatMap((list) => list.match(/\w+/g) ?? [])];
}

const fields = Object.entries(SILENT).flatMap(([view, silent]) =>
  Object.entries(silent).map(([field, value]) => [view, field, value] as const),
);

describe('the states of the page', () => {
  test('know every view', () => {
    const folder = new URL('../../../src/session/view/', import.meta.url);
    const types = readdirSync(folder).flatMap((file) => typesOf(readFileSync(new URL(file, folder), 'utf8')));
    expect([...Object.keys(SILENT), ...ACTS, ...WORDS].sort()).toEqual([...new Set(types)].sort());
  });

  test.each(fields)('%s.%s says something in one of them', (view, field, silent) => {
    const values = SHOWN[view as keyof Views].map((shown) => (shown as Record<string, unknown>)[field] ?? undefined);
    const telling = values.filter((value) => value !== undefined && JSON.stringify(value) !== JSON.stringify(silent));
    expect(telling).not.toEqual([]);
  });

  const notes = [...sends, ...receives].flatMap(({ note, remarks }) => [note, ...remarks]);
  const whys = receives.flatMap(({ names }) => names?.renamed ?? []).flatMap(({ why }) => why);
  const reasons = sends.flatMap(({ leftOut }) => leftOut?.items ?? []).map(({ why }) => why);

  test.each([
    ['note', Object.keys(noteTexts), notes],
    ['status', Object.keys(statusWords), [...sends, ...receives].map(({ status }) => status)],
    ['change of a name', Object.keys(nameChangeTexts), whys],
    ['reason why a file is left out', Object.keys(leftOutTexts), reasons],
  ] as const)('have every %s', (_, all, shown) => {
    expect(all.filter((each) => !(shown as readonly unknown[]).includes(each))).toEqual([]);
  });
});
