/**
 * One or more good messages of every type, which fuzzing damages. Each list is keyed by the types of its union, so that
 * a new type does not compile without a message here; spec.test.ts holds them against the tables of SPEC.md.
 */
import type { ReceiverMessage, SenderMessage, SharesMessage } from '../../../src/protocol/messages/control-message.ts';
import type { LinkControlMessage } from '../../../src/protocol/messages/link-message.ts';
import type { LaneMessage } from '../../../src/protocol/messages/lane-message.ts';
import type { NoteMessage } from '../../../src/notes/note-message.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import type { ClientMessage, ServerMessage } from '../../../src/protocol/messages/room-message.ts';
import type { Numbered } from './parse-files.ts';

/** For each type the messages of that type, at least one. */
type Samples<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: readonly [
    Extract<Message, { readonly type: Type }>,
    ...Extract<Message, { readonly type: Type }>[],
  ];
};

export const link = 'abcdefghijk';
export const peer = 'alicealice__';
const head = { files: 2, bytes: 3, pages: 1, pageBytes: 100, sha256: 'a'.repeat(43) };
const withdrawal = { ranges: [[0, 0] as const], signature: 'A'.repeat(86) };
const candidate = {
  candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: null,
};
const path = {
  type: 'path',
  candidate: 'srflx',
  transport: 'udp',
  isNear: null,
  isRelayOnly: false,
  nat: 'open',
  gathered: [{ type: 'host', transport: 'udp', count: 1 }],
} as const;
const description = {
  type: 'description',
  link,
  lane: 0,
  kind: 'offer',
  sdp: 'v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n',
} as const;

const guests = { isAllowed: true, saidMs: 1_800_000_000_000, key: 'A'.repeat(43), signature: 'A'.repeat(86) };
const passOn = { untilMs: 1_800_000_000_000, signature: 'A'.repeat(86) };
const host = { key: 'A'.repeat(43), signature: 'A'.repeat(86) };

/** As they stand on the control channel: with the number of their share. */
export const OF_SENDERS: Samples<Numbered<SenderMessage>> = {
  manifest: [
    { share: 0, type: 'manifest', head, key: 'k', signature: 's' },
    { share: 65_535, type: 'manifest', head, key: 'k', signature: 's', withdrawal, host },
    { share: 3, type: 'manifest', head, key: 'k', signature: 's', by: 'abcdefghijkl' },
    { share: 5, type: 'manifest', head, key: 'k', signature: 's', host, passOn, isPart: true },
    { share: 4, type: 'manifest', head, key: 'k', signature: 's', host, passOn, start: 9 },
  ],
  bitfield: [
    { share: 1, type: 'bitfield', first: 0, bits: '_w' },
    { share: 1, type: 'bitfield', first: 32_768, bits: 'A'.repeat(5462) },
  ],
  have: [{ share: 1, type: 'have', blocks: [0, 1_048_575] }],
  given: [{ share: 0, type: 'given', blocks: [7] }],
  page: [{ share: 1, type: 'page', page: 0, text: '[]' }],
  pause: [{ share: 0, type: 'pause' }],
  resume: [{ share: 0, type: 'resume' }],
  checking: [{ share: 2, type: 'checking' }],
  stop: [
    { share: 2, type: 'stop', code: 'share-stopped' },
    { share: 2, type: 'stop', code: 'source-changed', path: 'a' },
  ],
};

/** Of either side, about no share. */
export const OF_FILES: Samples<SharesMessage> = {
  shares: [
    { type: 'shares', count: 0 },
    { type: 'shares', count: 32 },
  ],
};

export const OF_LINKS: Samples<LinkControlMessage> = {
  path: [path],
  end: [{ type: 'end', code: 'internal', path: 'a' }],
  guests: [
    { type: 'guests', ...guests },
    { type: 'guests', ...guests, isAllowed: false, saidMs: 0 },
  ],
};

export const OF_RECEIVERS: Samples<Numbered<ReceiverMessage>> = {
  pages: [{ share: 1, type: 'pages', first: 1, count: 2 }],
  accept: [
    { share: 1, type: 'accept', bytes: 1, takesCompressed: true },
    { share: 65_535, type: 'accept', bytes: 1, takesCompressed: true, wanted: 2 },
  ],
  progress: [{ share: 0, type: 'progress', bytes: 1 }],
  pause: [{ share: 0, type: 'pause' }],
  resume: [{ share: 0, type: 'resume' }],
  saving: [{ share: 0, type: 'saving' }],
  cancel: [{ share: 0, type: 'cancel', blocks: [3] }],
  receipt: [
    { share: 0, type: 'receipt', bytes: 1, sha256: 'a'.repeat(43) },
    { share: 0, type: 'receipt', bytes: 1, sha256: 'a'.repeat(43), without: [[0, 1]] },
  ],
  stop: [
    { share: 2, type: 'stop', code: 'cancelled-by-receiver' },
    { share: 2, type: 'stop', code: 'source-changed', path: 'a' },
  ],
};

export const OF_PEERS: Samples<PeerMessage> = {
  hello: [
    { type: 'hello', link, role: 'receiver' },
    { type: 'hello', link, role: 'receiver', about: { versions: [2], services: { files: 1 } } },
    { type: 'hello', link, role: 'receiver', about: { versions: [2, 3], services: {}, host } },
    { type: 'hello', link, role: 'receiver', about: { versions: [2], services: {}, part: 'takes', guests } },
    { type: 'hello', link, role: 'receiver', instead: link, about: { versions: [2], services: {}, part: 'asks' } },
  ],
  description: [description],
  candidate: [
    { type: 'candidate', link, lane: 0, candidate },
    { type: 'candidate', link, lane: 0, candidate: null },
  ],
  end: [{ type: 'end', link, code: 'internal', path: 'a' }],
  preview: [{ type: 'preview', link, head, key: 'k', signature: 's', page: '[]', host }],
  refusal: [{ type: 'refusal', link, code: 'share-expired', key: 'k', signature: 's' }],
  busy: [{ type: 'busy', link }],
};

export const OF_LANES: Samples<LaneMessage> = {
  lanes: [{ type: 'lanes', count: 3 }],
  description: [{ ...description, lane: 1 }],
  candidate: [{ type: 'candidate', link, lane: 1, candidate }],
};

const note = {
  service: 'notes',
  type: 'note',
  id: 'AAECAwQFBgcICQoLDA0ODw',
  part: 0,
  parts: 1,
  text: '안녕 😀',
} as const;

/** As they stand on the control channel. */
export const OF_NOTES: Samples<NoteMessage & { readonly service: 'notes' }> = {
  note: [note, { ...note, part: 1, parts: 3 }],
  arrived: [{ service: 'notes', type: 'arrived', id: 'AAECAwQFBgcICQoLDA0ODw' }],
};

export const OF_CLIENTS: Samples<ClientMessage> = {
  send: [{ type: 'send', to: peer, payload: 'Zm9v' }],
  ice: [{ type: 'ice' }],
  more: [{ type: 'more' }],
};

const servers = [{ urls: ['stun:stun.test'] }, { urls: ['turn:turn.test'], username: 'u', credential: 'c' }];

export const OF_ROOMS: Samples<ServerMessage> = {
  welcome: [
    { type: 'welcome', self: peer, peers: [peer] },
    { type: 'welcome', self: peer, peers: [peer], hosts: [peer] },
  ],
  peers: [{ type: 'peers', peers: [peer] }],
  joined: [{ type: 'joined', peer }],
  left: [{ type: 'left', peer }],
  message: [{ type: 'message', from: peer, payload: 'Zm9v' }],
  ice: [
    { type: 'ice', servers, ttlSeconds: 60 },
    { type: 'ice', servers, ttlSeconds: 60, missing: 'relay-none' },
  ],
  'ice-refused': [{ type: 'ice-refused', code: 'relay-alone' }],
};

/** All of them, for a fuzzer. */
export const samplesOf = (samples: Readonly<Record<string, readonly object[]>>): readonly object[] =>
  Object.values(samples).flat();
