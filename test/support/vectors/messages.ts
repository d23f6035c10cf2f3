/** Every message, as the side that sends it writes it. The compiler checks that each one is a message. */
import type { NoteMessage } from '../../../src/notes/note-message.ts';
import type { ReceiverMessage, SenderMessage, SharesMessage } from '../../../src/protocol/messages/control-message.ts';
import { hostStatement, type HostProof, type Introduction } from '../../../src/protocol/messages/introduction.ts';
import { guestsStatement, type GuestsWord } from '../../../src/protocol/messages/guests-word.ts';
import type { LaneMessage } from '../../../src/protocol/messages/lane-message.ts';
import type { LinkControlMessage } from '../../../src/protocol/messages/link-message.ts';
import type { PathReport } from '../../../src/protocol/messages/path-report.ts';
import type { Candidate, PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { encodeStreamEvent, type StreamEvent } from '../../../src/protocol/messages/room-http.ts';
import type { ClientMessage, ServerMessage } from '../../../src/protocol/messages/room-message.ts';
import { envelopes, peerIds } from './keys.ts';
import { firstOf, FOUNDER, signatureOf } from './share.ts';
import { HOST_MARK, manifests, statements } from './signed.ts';

const LINK = 'AAECAwQFBgc';
const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host',
  '',
].join('\r\n');

const CANDIDATE: Candidate = {
  candidate: 'candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host generation 0 ufrag abcd',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};
const BARE_CANDIDATE: Candidate = { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: null };

const PATH: PathReport = {
  candidate: 'srflx',
  transport: 'udp',
  isNear: false,
  isRelayOnly: false,
  nat: 'port-preserving',
  gathered: [
    { type: 'host', transport: 'udp', count: 2 },
    { type: 'relay', transport: 'tls', count: 999 },
  ],
};
const UNKNOWN_PATH: PathReport = {
  candidate: 'relay',
  transport: 'tcp',
  isNear: null,
  isRelayOnly: true,
  nat: 'unknown',
  gathered: [],
};

const [self = '', other = '', third = ''] = peerIds().map(({ peerId }) => peerId);
const { head, key, signature, pages } = firstOf(manifests());
const page = firstOf(pages);

const withdrawals = statements().flatMap((each) => ('ranges' in each ? [each] : []));
const leaves = statements().flatMap((each) =>
  'untilMs' in each ? [{ untilMs: each.untilMs, signature: each.signature }] : [],
);
const refusals = statements().flatMap((each) => ('code' in each ? [each] : []));
const { payload } = firstOf(envelopes());

const GUEST: Introduction = { versions: [2], services: { files: 1, notes: 1 } };
const hostText = hostStatement(FOUNDER.shareId, self, '___________');
const host: HostProof = { key: FOUNDER.publicKey, signature: signatureOf(hostText, FOUNDER) };

/** The host's word, also at the largest time that there is. */
const words: readonly GuestsWord[] = [
  { isAllowed: true, saidMs: 1_780_000_000_000 },
  { isAllowed: false, saidMs: Number.MAX_SAFE_INTEGER },
].map((word) => ({
  ...word,
  key: FOUNDER.publicKey,
  signature: signatureOf(guestsStatement(FOUNDER.shareId, word), FOUNDER),
}));
const guests = firstOf(words);

/** A message beside its text. `from` is given where both ends send such messages. */
const written = <Message extends object>(messages: readonly Message[], from?: string) =>
  messages.map((value) => ({ ...(from === undefined ? {} : { from }), text: JSON.stringify(value), value }));

const fromBrowser: readonly ClientMessage[] = [{ type: 'send', to: other, payload }, { type: 'ice' }, { type: 'more' }];

const fromRoom: readonly ServerMessage[] = [
  { type: 'welcome', self, peers: [] },
  { type: 'welcome', self, peers: [other, third] },
  { type: 'welcome', self, peers: [other, third], hosts: [third] },
  { type: 'peers', peers: [] },
  { type: 'peers', peers: [other, third] },
  { type: 'joined', peer: other },
  { type: 'left', peer: other },
  { type: 'message', from: other, payload },
  { type: 'ice', servers: [], ttlSeconds: 86_400, missing: 'relay-none' },
  {
    type: 'ice',
    servers: [
      { urls: ['stun:stun.example.org:3478'] },
      {
        urls: ['turn:192.0.2.1:3478?transport=udp', 'turn:[2001:db8::1]?transport=tcp', 'turns:turn.example.org:443'],
        username: '1780000000:AAAAAAAAAAAAAAAA',
        credential: 'c2VjcmV0',
      },
    ],
    ttlSeconds: 600,
  },
  { type: 'ice-refused', code: 'relay-alone' },
];

export const roomMessages = () => [...written(fromBrowser, 'browser'), ...written(fromRoom, 'room')];

export const peerMessages = () =>
  written<PeerMessage>([
    { type: 'hello', link: LINK, role: 'receiver', about: GUEST },
    { type: 'hello', link: LINK, role: 'receiver' }, // of version 1
    { type: 'hello', link: '___________', role: 'receiver', about: { ...GUEST, host } },
    { type: 'hello', link: LINK, role: 'receiver', about: { ...GUEST, part: 'asks' } },
    { type: 'hello', link: LINK, role: 'receiver', instead: '___________', about: { ...GUEST, part: 'takes' } },
    { type: 'hello', link: LINK, role: 'receiver', about: { ...GUEST, part: 'takes', guests } },
    { type: 'description', link: LINK, lane: 0, kind: 'offer', sdp: SDP },
    { type: 'description', link: LINK, lane: 0, kind: 'offer', sdp: SDP, about: { ...GUEST, host, guests } },
    { type: 'description', link: LINK, lane: 0, kind: 'offer', sdp: SDP, about: { ...GUEST, part: 'takes', guests } },
    { type: 'description', link: LINK, lane: 15, kind: 'answer', sdp: SDP },
    { type: 'candidate', link: LINK, lane: 0, candidate: CANDIDATE },
    { type: 'candidate', link: LINK, lane: 0, candidate: BARE_CANDIDATE },
    { type: 'candidate', link: LINK, lane: 0, candidate: null },
    { type: 'end', link: LINK, code: 'cancelled-by-receiver' },
    { type: 'end', link: LINK, code: 'source-changed', path: '사진/é.jpg' },
    { type: 'preview', link: LINK, head, key, signature, page, host: HOST_MARK },
    ...refusals.map(({ code, key, signature }) => ({ type: 'refusal' as const, link: LINK, code, key, signature })),
    { type: 'busy', link: LINK },
  ]);

const fromSender: readonly SenderMessage[] = [
  { type: 'manifest', head, key, signature },
  { type: 'manifest', head, key, signature, host: HOST_MARK },
  ...withdrawals.map(({ ranges, signature: withdrawn }) => ({
    type: 'manifest' as const,
    head,
    key,
    signature,
    withdrawal: { ranges, signature: withdrawn },
    host: HOST_MARK,
  })),
  ...leaves.map((passOn) => ({ type: 'manifest' as const, head, key, signature, host: HOST_MARK, passOn })),
  ...leaves.map((passOn) => ({ type: 'manifest' as const, head, key, signature, passOn, isPart: true })),
  ...leaves.map((passOn) => ({ type: 'manifest' as const, head, key, signature, passOn, start: 1_048_575 })),
  { type: 'bitfield', first: 0, bits: '_wM' },
  { type: 'bitfield', first: 1_048_568, bits: 'gA' },
  { type: 'have', blocks: [0] },
  { type: 'have', blocks: [3, 1_048_575] },
  { type: 'given', blocks: [2, 1] },
  { type: 'page', page: 0, text: page },
  { type: 'pause' },
  { type: 'resume' },
  { type: 'checking' },
  { type: 'stop', code: 'share-stopped' },
  { type: 'stop', code: 'source-changed', path: '사진/é.jpg' },
];

const ofLinks: readonly LinkControlMessage[] = [
  { type: 'path', ...PATH },
  { type: 'path', ...UNKNOWN_PATH },
  { type: 'end', code: 'cancelled-by-sender' },
  { type: 'end', code: 'source-changed', path: '사진/é.jpg' },
  ...words.map((word) => ({ type: 'guests' as const, ...word })),
];

const fromReceiver: readonly ReceiverMessage[] = [
  { type: 'pages', first: 1, count: 1 },
  { type: 'pages', first: 250_000, count: 16 },
  { type: 'accept', bytes: 0, takesCompressed: true },
  { type: 'accept', bytes: 2 ** 46, takesCompressed: false },
  { type: 'accept', bytes: 1, takesCompressed: true, wanted: 5 },
  { type: 'accept', bytes: 0, takesCompressed: true, wanted: 2 ** 46 },
  { type: 'progress', bytes: 5 },
  { type: 'pause' },
  { type: 'resume' },
  { type: 'saving' },
  { type: 'cancel', blocks: [4, 7] },
  { type: 'receipt', bytes: 5, sha256: head.sha256 },
  { type: 'receipt', bytes: 0, sha256: head.sha256, without: [[0, 0]] },
  { type: 'stop', code: 'cancelled-by-receiver' },
];

const fromEither: readonly SharesMessage[] = [0, 1, 32].map((count) => ({ type: 'shares', count }));

/** Numbers of shares on their link, of either side. */
const NUMBERS = [0, 1, 2, 65_535] as const;

/** As they stand on the channel: with the number of their share. */
const numbered = <Message extends object>(messages: readonly Message[]) =>
  messages.map((message, index) => ({ share: NUMBERS[index % NUMBERS.length] ?? 0, ...message }));

export const controlMessages = () => [
  ...written(numbered(fromSender), 'sender'),
  ...written(numbered(fromReceiver), 'receiver'),
  ...written(fromEither, 'either'),
];

export const linkMessages = () => written<LinkControlMessage>(ofLinks);

const NOTE_ID = 'AAECAwQFBgcICQoLDA0ODw';

const ofNotes: readonly NoteMessage[] = [
  { type: 'note', id: NOTE_ID, part: 0, parts: 1, text: 'See you at 7' },
  { type: 'note', id: NOTE_ID, part: 0, parts: 2, text: '"사진" 📷\n\t\\' },
  { type: 'note', id: NOTE_ID, part: 1, parts: 2, text: ' ' },
  { type: 'note', id: '______________________', part: 15, parts: 16, text: '\u0001' },
  { type: 'arrived', id: NOTE_ID },
];

/** With the field that says whose messages they are. */
export const noteMessages = () =>
  written<NoteMessage & { readonly service: string }>(ofNotes.map((message) => ({ service: 'notes', ...message })));

export const laneMessages = () =>
  written<LaneMessage>([
    { type: 'lanes', count: 1 },
    { type: 'lanes', count: 16 },
    { type: 'description', link: LINK, lane: 1, kind: 'offer', sdp: SDP },
    { type: 'description', link: LINK, lane: 15, kind: 'answer', sdp: SDP },
    { type: 'candidate', link: LINK, lane: 1, candidate: CANDIDATE },
    { type: 'candidate', link: LINK, lane: 1, candidate: null },
  ]);

const STREAMS: readonly { name: string; isPadded: boolean; events: readonly (StreamEvent | undefined)[] }[] = [
  {
    name: 'a welcome, a comment, a pong, and the end',
    isPadded: false,
    events: [
      { type: 'text', text: JSON.stringify(fromRoom[1]) },
      undefined,
      { type: 'text', text: 'pong' },
      { type: 'closed', code: 4409 },
    ],
  },
  { name: 'padded', isPadded: true, events: [{ type: 'text', text: JSON.stringify(fromRoom[2]) }] },
];

/** `events` are the events to be read; comments are not among them. */
export const roomStreams = () =>
  STREAMS.map(({ name, isPadded, events }) => ({
    name,
    text: events.map((event) => encodeStreamEvent(event, isPadded)).join(''),
    events: events.filter((event) => event !== undefined),
  }));
