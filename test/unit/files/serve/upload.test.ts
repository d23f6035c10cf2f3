/** What a sender takes from its receiver's words, on a link that is open. */
import { describe, expect, test } from 'vitest';

import { NO_CONNECTION } from '../../../../src/connection/connection-view.ts';
import type { Peer } from '../../../../src/room/peer.ts';
import { shareLink, type ShareLink } from '../../../../src/files/share-link.ts';
import type { LanePeer } from '../../../../src/room/service.ts';
import type { ReceiverMessage } from '../../../../src/protocol/messages/control-message.ts';
import { Upload } from '../../../../src/files/serve/upload.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import { ServingCosts } from '../../../../src/files/serve/serving-costs.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';

const BYTES = 1000;

/** An open link, as far as an upload uses it; the share has the number 4 there. */
function linkOf(told: { type: string }[], ends: string[]): ShareLink {
  const link: LanePeer = {
    id: 'alicealice__',
    isHost: false,
    isOfferer: true,
    send: (message) => told.push(message) > 0,
    end: (code) => ends.push(code),
    lanes: {
      open: new Set([0]),
      isOpen: true,
      controlBufferedBytes: 0,
      receivedBytes: 0,
      roundTripMs: undefined,
      path: undefined,
      send: () => true,
      freeBytes: () => 2 ** 20,
      mostMessageBytes: () => 2 ** 18,
      want: () => {},
      tend: () => {},
      probe: () => {},
    },
  };
  return shareLink(link, { number: 4, lanes: link.lanes, costs: new ServingCosts(), onStop: () => {} });
}

/** The link as people see it: open, unless told otherwise. */
const peerOf = (state: Partial<Pick<Peer, 'linkState' | 'failure'>> = {}): Peer =>
  ({ linkState: 'open', failure: undefined, connection: NO_CONNECTION, ...state }) as Peer;

async function openUpload(sizes: readonly number[] = [BYTES]) {
  const signer = await ShareSigner.generate();
  const files = sizes.map((size, index) => ({ path: `${index}`, file: new File([new Uint8Array(size)], `${index}`) }));
  const share = await ServedShare.create(new FileSource(files), signer);
  const told: { type: string }[] = [];
  const ends: string[] = [];
  let receipts = 0;
  const upload = new Upload('alicealice__', {
    share,
    compression: undefined,
    cap: undefined,
    start: () => undefined,
    onAsked: () => {},
    isCrowded: () => false,
    whyNot: () => undefined,
    onReceipt: () => (receipts += 1),
    onDamaged: () => {},
    isHeld: () => false,
    onState: () => {},
    onFigures: () => {},
  });
  const link = linkOf(told, ends);
  upload.open(link);
  return {
    upload,
    link,
    head: share.head,
    /** What the sender has said on the control channel. */
    told,
    /** Codes by which it has ended the link. */
    ends,
    say: (message: ReceiverMessage | { type: string }) => upload.got({ ...message }),
    view: (peer: Peer = peerOf()) => upload.view(peer, 1),
    receipts: () => receipts,
  };
}

/** Of the two files of a share that has no others. */
const openSmall = () => openUpload([300, 700]);

const accept = { type: 'accept', bytes: 0, takesCompressed: false } as const;

describe('a sender that listens to its receiver', () => {
  test('C2: says the manifest and its first page before anything else, unasked', async () => {
    const { told } = await openUpload();
    expect(told.map(({ type }) => type)).toEqual(['manifest', 'page']);
  });

  test('C4: shows what the receiver says that it has, and never more than there is', async () => {
    const { say, view } = await openUpload();
    expect(view().status).toBe('ready');
    say(accept);
    expect(view()).toMatchObject({ status: 'sending', bytesDone: 0 });
    say({ type: 'progress', bytes: 300 });
    expect(view().bytesDone).toBe(300);
    say({ type: 'progress', bytes: BYTES + 1 });
    expect(view().bytesDone).toBe(BYTES);
    expect(view().status).toBe('sending');
  });

  test('C5, C6: says that the receiver is saving, and is done by the receipt and not before', async () => {
    const { head, receipts, say, view } = await openUpload();
    say(accept);
    say({ type: 'progress', bytes: BYTES });
    say({ type: 'saving' });
    expect(view().status).toBe('saving');
    expect(receipts()).toBe(0);
    expect(say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 })).toBe('taken');
    expect(view().status).toBe('done');
    say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 });
    expect(receipts()).toBe(1);
  });

  test('C3c: shows how much of what was chosen is there, and how many files were left out; then the rest', async () => {
    const { head, receipts, say, view } = await openSmall();
    say({ ...accept, wanted: 300 });
    expect(view()).toMatchObject({ status: 'sending', bytesDone: 0, bytesWanted: 300 });
    say({ type: 'progress', bytes: 301 });
    expect(view().bytesDone).toBe(300);
    say({ type: 'receipt', bytes: 300, sha256: head.sha256, without: [[1, 1]] });
    expect(view()).toMatchObject({ status: 'done', bytesDone: 300, bytesWanted: 300, filesLeftOut: 1 });
    say({ ...accept, wanted: 700 });
    expect(view()).toMatchObject({ status: 'sending', bytesDone: 0, bytesWanted: 700 });
    say({ type: 'receipt', bytes: BYTES, sha256: head.sha256 });
    expect(view()).toMatchObject({ status: 'done', bytesDone: 700, filesLeftOut: 0 });
    expect(receipts()).toBe(2);
  });

  test('C3c: nobody wants more than there is', async () => {
    const { say, view } = await openSmall();
    say({ ...accept, wanted: 2 ** 46 });
    expect(view().bytesWanted).toBe(BYTES);
  });

  test.each([
    ['of other bytes', (sha256: string) => ({ bytes: BYTES - 1, sha256 })],
    ['for another list', () => ({ bytes: BYTES, sha256: 'a'.repeat(43) })],
    ['that leaves out what it counts', (sha256: string) => ({ bytes: BYTES, sha256, without: [[0, 0] as const] })],
  ])('C6: a receipt %s breaks a rule', async (_, receiptOf) => {
    const { upload, head, receipts, say, view } = await openUpload();
    say(accept);
    expect(say({ type: 'receipt', ...receiptOf(head.sha256) })).toBe('bad');
    upload.gotEnd('peer-misbehaved');
    expect(view()).toMatchObject({ status: 'failed', error: 'peer-misbehaved' });
    expect(receipts()).toBe(0);
  });

  test('V6: a message that this version does not know is ignored, and one that it knows and cannot read is not', async () => {
    const { say, view } = await openUpload();
    expect(say({ type: 'applause' })).toBe('unknown');
    expect(say({ type: 'progress' })).toBe('bad');
    expect(view().status).toBe('ready');
  });

  test('a link that is made anew goes on where the last one was, and what was cancelled stays so', async () => {
    const { upload, link, say, view } = await openUpload();
    say(accept);
    say({ type: 'progress', bytes: 300 });
    upload.close();
    expect(view(peerOf({ linkState: 'connecting' }))).toMatchObject({ status: 'reconnecting', bytesDone: 300 });
    expect(view(peerOf({ linkState: 'closed', failure: 'connection-lost' })).status).toBe('failed');
    upload.open(link);
    expect(view().status).toBe('reconnecting'); // until it says what it has
    say({ ...accept, bytes: 400 });
    expect(view()).toMatchObject({ status: 'sending', bytesDone: 400 });
    upload.gotEnd('cancelled-by-receiver');
    upload.close();
    upload.open(link);
    expect(view()).toMatchObject({ status: 'failed', error: 'cancelled-by-receiver' });
    say(accept);
    expect(view()).toMatchObject({ status: 'sending', bytesDone: 0 });
  });
});
