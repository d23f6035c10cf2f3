/** What a sender takes from its receiver's words, on a link that is open. The browser's connection is a double. */
import { SlotLimit } from '../../../../src/connection/slot-limit.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Connections } from '../../../../src/connection/connections.ts';
import type { ReceiverMessage } from '../../../../src/protocol/messages/control-message.ts';
import type { PeerMessage } from '../../../../src/protocol/messages/peer-message.ts';
import { Upload } from '../../../../src/files/serve/upload.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import type { Compression } from '../../../../src/files/compress/compression.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';

class Channel {
  readyState = 'connecting';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: unknown[] = [];

  send(message: unknown): void {
    this.sent.push(message);
  }

  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }
}

class Connection {
  readonly channels = new Map<string, Channel>();
  readonly sctp = { maxMessageSize: 2 ** 18 };
  readonly signalingState = 'stable';
  readonly connectionState = 'connected';
  readonly remoteDescription = null;

  createDataChannel(label: string): Channel {
    const channel = new Channel();
    this.channels.set(label, channel);
    return channel;
  }
}

const BYTES = 1000;

async function openDelivery(sizes: readonly number[] = [BYTES]) {
  const signer = await ShareSigner.generate();
  const files = sizes.map((size, index) => ({ path: `${index}`, file: new File([new Uint8Array(size)], `${index}`) }));
  const share = await ServedShare.create(new FileSource(files), signer);
  const connection = new Connection();
  const said: PeerMessage[] = [];
  let receipts = 0;
  const upload = new Upload('alicealice__', 1, 'abcdefghijk', {
    share,
    config: {},
    compression: {} as Compression,
    connections: {
      make: () => connection,
      close: () => {},
      isPlenty: true,
      furtherLanes: new SlotLimit(0),
    } as unknown as Connections,
    isReturning: false,
    isCrowded: () => false,
    whyNot: () => undefined,
    onReceipt: () => (receipts += 1),
    onDamaged: () => {},
    isHeld: () => false,
    watch: { begunMs: 0, attempt: 1, isClose: () => false },
    missingRelay: () => undefined,
    send: (_, message) => said.push(message),
    onState: () => {},
    onFigures: () => {},
  });
  for (const label of ['control', 'lanes', 'data']) connection.channels.get(label)?.open();
  const control = connection.channels.get('control');
  return {
    upload,
    head: share.head,
    said,
    /** What the sender has said on the control channel. */
    told: () => (control?.sent ?? []).map((text) => JSON.parse(text as string) as { type: string; code?: string }),
    say: (message: ReceiverMessage) => control?.onmessage?.({ data: JSON.stringify(message) }),
    receipts: () => receipts,
  };
}

/** Of the two files of a share that has no others. */
const openSmall = () => openDelivery([300, 700]);

const accept = { type: 'accept', bytes: 0, takesCompressed: false } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a sender that listens to its receiver', () => {
  test('C2: says the manifest and its first page before anything else, unasked', async () => {
    const { told } = await openDelivery();
    expect(told().map(({ type }) => type)).toEqual(['manifest', 'page']);
  });

  test('C4: shows what the receiver says that it has, and never more than there is', async () => {
    const { upload, say } = await openDelivery();
    say(accept);
    expect(upload.view).toMatchObject({ status: 'sending', bytesDone: 0 });
    say({ type: 'progress', bytes: 300 });
    expect(upload.view.bytesDone).toBe(300);
    say({ type: 'progress', bytes: BYTES + 1 });
    expect(upload.view.bytesDone).toBe(BYTES);
    expect(upload.view.status).toBe('sending');
  });

  test('C5, C6: says that the receiver is saving, and is done by the receipt and not before', async () => {
    const { upload, head, receipts, say } = await openDelivery();
    say(accept);
    say({ type: 'progress', bytes: BYTES });
    say({ type: 'saving' });
    expect(upload.view.status).toBe('saving');
    expect(receipts()).toBe(0);
    say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 });
    expect(upload.view.status).toBe('done');
    say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 });
    expect(receipts()).toBe(1);
  });

  test('C3c: shows how much of what was chosen is there, and how many files were left out; then the rest', async () => {
    const { upload, head, receipts, say } = await openSmall();
    say({ ...accept, wanted: 300 });
    expect(upload.view).toMatchObject({ status: 'sending', bytesDone: 0, bytesWanted: 300 });
    say({ type: 'progress', bytes: 301 });
    expect(upload.view.bytesDone).toBe(300);
    say({ type: 'receipt', bytes: 300, sha256: head.sha256, without: [[1, 1]] });
    expect(upload.view).toMatchObject({ status: 'done', bytesDone: 300, bytesWanted: 300, filesLeftOut: 1 });
    say({ ...accept, wanted: 700 });
    expect(upload.view).toMatchObject({ status: 'sending', bytesDone: 0, bytesWanted: 700 });
    say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 });
    expect(upload.view).toMatchObject({ status: 'done', bytesDone: 700, filesLeftOut: 0 });
    expect(receipts()).toBe(2);
  });

  test('C3c: nobody wants more than there is', async () => {
    const { upload, say } = await openSmall();
    say({ ...accept, wanted: 2 ** 46 });
    expect(upload.view.bytesWanted).toBe(BYTES);
  });

  test.each([
    ['of other bytes', (sha256: string) => ({ bytes: BYTES - 1, sha256 })],
    ['for another list', () => ({ bytes: BYTES, sha256: 'a'.repeat(43) })],
    ['that leaves out what it counts', (sha256: string) => ({ bytes: BYTES, sha256, without: [[0, 0] as const] })],
  ])('C6: a receipt %s ends the link, and both ways say so', async (_, receiptOf) => {
    const { upload, head, receipts, said, say, told } = await openDelivery();
    say(accept);
    say({ type: 'receipt', ...receiptOf(head.sha256) });
    expect(upload.view).toMatchObject({ status: 'failed', error: 'peer-misbehaved' });
    expect(told().at(-1)).toEqual({ type: 'end', code: 'peer-misbehaved' });
    expect(said.at(-1)).toEqual({ type: 'end', code: 'peer-misbehaved', link: 'abcdefghijk' });
    expect(receipts()).toBe(0);
  });
});
