/** Every state of the page that a person can meet, by name: for accessibility, language and pictures. */
import type { ReceiveView, SendView } from '../../../src/session/view.ts';
import { AMOUNT, connected, failure, FILES, path, receiverView, receiveView, receiving, sendView } from './fixtures.ts';

const MANY = Array.from({ length: 500 }, (_, index) => ({ path: `archive/2026/scan-${String(index).padStart(4, '0')}.tiff`, bytes: 2_400_000 }));

export type State =
  | { readonly type: 'home'; readonly error?: ReturnType<typeof failure> }
  | { readonly type: 'home-open' }
  | { readonly type: 'notices' }
  | { readonly type: 'dragging' }
  | { readonly type: 'storage' }
  | { readonly type: 'broken' }
  | { readonly type: 'sender'; readonly view: SendView }
  | { readonly type: 'receiver'; readonly view: ReceiveView; readonly isUnfolded?: true };

const sender = (changes: Partial<SendView>): State => ({ type: 'sender', view: sendView(changes) });
const receiver = (changes: Partial<ReceiveView>): State => ({ type: 'receiver', view: receiveView(changes) });

export const STATES: Record<string, State> = {
  home: { type: 'home' },
  'home-empty-folder': { type: 'home', error: failure('source-empty') },
  'home-open': { type: 'home-open' },
  notices: { type: 'notices' },
  dragging: { type: 'dragging' },
  storage: { type: 'storage' },
  'broken-link': { type: 'broken' },

  'sender-waiting': sender({}),
  'sender-by-http': sender({ remarks: ['server-by-http'] }),
  'sender-looking': sender({
    status: 'ready',
    note: 'for-accept',
    receivers: [receiverView({ status: 'ready', bytesDone: 0, rate: undefined })],
  }),
  'sender-sending': sender({ status: 'sending', note: undefined, percent: 42, isBusy: true, receivers: [receiverView()] }),
  'sender-several': sender({
    status: 'sending',
    note: undefined,
    percent: 51,
    isBusy: true,
    receivers: [
      receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined }),
      receiverView({ number: 2, connection: connected({ kind: 'relayed', protocol: 'udp', local: 'relay', remote: 'srflx', roundTripMs: 88 }) }),
      receiverView({ number: 3, status: 'failed', error: 'peer-left', rate: undefined }),
      receiverView({ number: 4, status: 'connecting', bytesDone: 0, rate: undefined, connection: { stage: 'connecting', path: undefined } }),
    ],
  }),
  'sender-done': sender({
    status: 'done',
    note: 'receivers-done',
    percent: 100,
    receivers: [receiverView({ status: 'done', bytesDone: AMOUNT.bytes, rate: undefined })],
  }),
  'sender-stopped': sender({ status: 'done', note: 'stopped' }),
  'sender-failed': sender({ status: 'failed', note: undefined, error: failure('source-changed', { path: FILES[0]?.path ?? '' }) }),

  'receiver-opening': receiver({ status: 'connecting', amount: undefined, files: [], choices: [], connection: { stage: 'signaling', path: undefined } }),
  'receiver-sender-away': receiver({
    status: 'waiting',
    note: 'for-sender',
    amount: undefined,
    files: [],
    choices: [],
    connection: { stage: 'signaling', path: undefined },
  }),
  'receiver-ready': receiver({}),
  'receiver-ready-one': receiver({ amount: { files: 1, bytes: 4_310_000 }, files: FILES.slice(1, 2), choices: ['download'] }),
  'receiver-ready-zip': receiver({ choices: ['zip'] }),
  'receiver-ready-many': receiver({ amount: { files: 12_480, bytes: 29_952_000_000 }, files: MANY }),
  'receiver-receiving': { type: 'receiver', view: receiving() },
  'receiver-relayed': {
    type: 'receiver',
    view: receiving({ connection: { stage: 'communicating', path: path({ kind: 'relayed', protocol: 'tls', local: 'relay', roundTripMs: 140 }) } }),
    isUnfolded: true,
  },
  'receiver-reconnecting': { type: 'receiver', view: receiving({ status: 'reconnecting', rate: undefined, connection: { stage: 'connecting', path: undefined } }) },
  'receiver-saving': { type: 'receiver', view: receiving({ status: 'saving', percent: 100, bytesDone: AMOUNT.bytes, rate: undefined }) },
  'receiver-done': receiver({ status: 'done', percent: 100, bytesDone: AMOUNT.bytes, choices: [] }),
  'receiver-cancelled': receiver({ note: 'cancelled' }),
  'receiver-space-short': receiver({ status: 'failed', error: failure('space-short', { neededBytes: 120_000_000_000, freeBytes: 34_000_000_000 }) }),
  'receiver-ended': receiver({ status: 'failed', error: failure('cancelled-by-sender') }),
};
