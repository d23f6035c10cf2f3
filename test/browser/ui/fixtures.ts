/** Doubles of the engine behind the UI: sessions whose view the test sets, and a product made of them. */
import { BeamError, type ErrorCode, type ErrorFigures } from '../../../src/protocol/errors.ts';
import type {
  Beamline,
  ConnectionView,
  FileView,
  PathView,
  ReceiverView,
  ReceiveSession,
  ReceiveView,
  SaveChoice,
  SendSession,
  SendView,
  StorageView,
} from '../../../src/session/view.ts';

export const LINK = 'https://beamline.example/#Jp3nQ0v8rX2mK5sTz7LwYA';
export const HASH = '#Jp3nQ0v8rX2mK5sTz7LwYA';

export const FILES: readonly FileView[] = [
  { path: 'Summer by the sea, the long cut with everybody in it (final version 3).mp4', bytes: 1_240_000_000 },
  { path: 'photos/IMG_2041.jpg', bytes: 4_310_000 },
  { path: '회의록 2026-11-20.hwp', bytes: 88_400 },
];

const bytesOf = (files: readonly FileView[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

export const AMOUNT = { files: FILES.length, bytes: bytesOf(FILES) };

export const path = (changes: Partial<PathView> = {}): PathView => ({
  kind: 'same-network',
  protocol: 'udp',
  local: 'host',
  remote: 'host',
  roundTripMs: 3,
  dtlsVersion: 'DTLS 1.2',
  dtlsCipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  ...changes,
});

export const connected = (changes: Partial<PathView> = {}): ConnectionView => ({ stage: 'communicating', path: path(changes) });

export const sendView = (changes: Partial<SendView> = {}): SendView => ({
  role: 'sender',
  status: 'waiting',
  note: 'for-receiver',
  remarks: [],
  error: undefined,
  link: LINK,
  amount: AMOUNT,
  files: FILES,
  receivers: [],
  percent: undefined,
  isBusy: false,
  ...changes,
});

export const receiverView = (changes: Partial<ReceiverView> = {}): ReceiverView => ({
  id: `peer-${changes.number ?? 1}`,
  number: 1,
  status: 'sending',
  error: undefined,
  bytesDone: 0.42 * AMOUNT.bytes,
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
  choices: ['folder', 'zip'],
  bytesDone: 0,
  percent: undefined,
  rate: undefined,
  connection: connected({ kind: 'direct', local: 'srflx', remote: 'prflx', roundTripMs: 31 }),
  isBusy: false,
  ...changes,
});

export const receiving = (changes: Partial<ReceiveView> = {}): ReceiveView =>
  receiveView({
    status: 'receiving',
    bytesDone: 0.63 * AMOUNT.bytes,
    percent: 63.4,
    rate: { bytesPerSecond: 12_300_000, secondsLeft: 37 },
    isBusy: true,
    ...changes,
  });

export const failure = (code: ErrorCode, figures: ErrorFigures = {}): BeamError => new BeamError(code, { figures });

class FakeSession<View> {
  view: View;
  readonly calls: string[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(view: View) {
    this.view = view;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  /** Shows another view, as the engine would. */
  set(view: View): void {
    this.view = view;
    for (const listener of this.#listeners) listener();
  }

  get watchers(): number {
    return this.#listeners.size;
  }

  cancel(): void {
    this.calls.push('cancel');
  }
}

export class FakeSend extends FakeSession<SendView> implements SendSession {
  cancelReceiver(id: string): void {
    this.calls.push(`cancelReceiver ${id}`);
  }
}

export class FakeReceive extends FakeSession<ReceiveView> implements ReceiveSession {
  accept(choice: SaveChoice): void {
    this.calls.push(`accept ${choice}`);
  }

  leave(): void {
    this.calls.push('leave');
  }
}

export const STORAGE: StorageView = {
  kept: [
    { id: 'a', name: 'Summer by the sea.mp4', amount: { files: 12, bytes: 3_200_000_000 }, bytesKept: 1_900_000_000, isFinished: false, sinceMs: 1_795_000_000_000 },
    { id: 'b', name: 'thesis.pdf', amount: { files: 1, bytes: 8_100_000 }, bytesKept: 8_100_000, isFinished: true, sinceMs: 1_795_200_000_000 },
  ],
  usedBytes: 1_908_100_000,
  freeBytes: 42_000_000_000,
};

/** Hands out the sessions that the test gave it, and remembers what it was asked. */
export class FakeBeamline implements Beamline {
  /** What sharing leads to: a session, or an error. */
  sending: FakeSend | BeamError;
  readonly receiving: FakeReceive;
  stored: StorageView = STORAGE;
  readonly calls: string[] = [];
  offerUpdate: (apply: () => void) => void = () => undefined;

  constructor(sending: FakeSend | BeamError = new FakeSend(sendView()), receiving: FakeReceive = new FakeReceive(receiveView())) {
    this.sending = sending;
    this.receiving = receiving;
  }

  shareTransfer(transfer: DataTransfer): Promise<SendSession> {
    this.calls.push(`shareTransfer ${[...transfer.files].map(({ name }) => name).join(',')}`);
    return this.#share();
  }

  shareFiles(files: FileList): Promise<SendSession> {
    this.calls.push(`shareFiles ${[...files].map(({ name }) => name).join(',')}`);
    return this.#share();
  }

  async #share(): Promise<SendSession> {
    if (this.sending instanceof BeamError) throw this.sending;
    return this.sending;
  }

  receive(fragment: string): ReceiveSession {
    this.calls.push(`receive ${fragment}`);
    if (!/^#[\w-]{22}$/.test(fragment)) throw new BeamError('link-malformed');
    return this.receiving;
  }

  async storage(): Promise<StorageView> {
    return this.stored;
  }

  async forget(id?: string): Promise<void> {
    this.calls.push(`forget ${id ?? 'all'}`);
    this.stored = { ...this.stored, kept: id === undefined ? [] : this.stored.kept.filter((kept) => kept.id !== id) };
  }

  onUpdate(listener: (apply: () => void) => void): void {
    this.offerUpdate = listener;
  }
}
