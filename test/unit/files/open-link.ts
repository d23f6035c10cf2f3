/** One end of an open link in memory, as the files service sees it: what it says is kept, and what it asks of lanes. */
import { FilesSession } from '../../../src/files/files-session.ts';
import type { Provider } from '../../../src/files/fetch/provider.ts';
import type { ShareLink } from '../../../src/files/share-link.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import { Uploads } from '../../../src/files/serve/uploads.ts';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import type { Fields } from '../../../src/protocol/parse.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { RoomPeers } from '../../../src/room/room-peers.ts';
import type { LanePeer, PeerLanes } from '../../../src/room/service.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';

export const PEER = 'alicealice__';

export interface Told extends Fields {
  readonly type: string;
}

export class OpenLink implements LanePeer {
  readonly id = PEER;
  /** The other side founded the room. */
  isHost = false;
  readonly told: Told[] = [];
  /** Codes by which we have ended it. */
  readonly ends: ErrorCode[] = [];
  /** Numbers of lanes that were wanted, one after the other. */
  readonly wanted: number[] = [];
  /** Intervals of probes, one after the other. */
  readonly probed: (number | undefined)[] = [];
  readonly lanes: PeerLanes = {
    open: new Set([0]),
    isOpen: true,
    controlBufferedBytes: 0,
    receivedBytes: 0,
    roundTripMs: undefined,
    path: undefined,
    send: () => true,
    freeBytes: () => 2 ** 20,
    mostMessageBytes: () => 2 ** 18,
    want: (count) => void this.wanted.push(count),
    tend: () => {},
    probe: (intervalMs) => void this.probed.push(intervalMs),
  };

  readonly isOfferer: boolean;

  constructor(isOfferer = true) {
    this.isOfferer = isOfferer;
  }

  send(message: { readonly type: string }): boolean {
    this.told.push({ ...message });
    return true;
  }

  end(code: ErrorCode): void {
    this.ends.push(code);
  }

  /** The numbers that shares were announced with. */
  get announced(): unknown[] {
    return this.told.filter(({ type }) => type === 'manifest').map(({ share }) => share);
  }
}

/** A share of theirs, of which only what is said and sent is kept. */
export interface HeardShare {
  readonly link: ShareLink;
  readonly heard: string[];
}

/** Of a session, with what it says of the other side. */
export function openSession(link: OpenLink) {
  const theirs: HeardShare[] = [];
  const counts: number[] = [];
  const session = new FilesSession(link, {
    makeProvider: (shareLink) => {
      const heard: string[] = [];
      theirs.push({ link: shareLink, heard });
      const provider: Partial<Provider> = {
        got: ({ type, by }) => {
          heard.push(type as string);
          if (type === 'manifest' && by !== undefined) provider.by = by as string;
          return 'taken';
        },
        gotFrame: () => {
          heard.push('a frame');
          return 'taken';
        },
        close: () => void heard.push('closed'),
      };
      return provider as Provider;
    },
    onShares: (count) => void counts.push(count),
    onClosed: () => {},
  });
  return { session, theirs, counts };
}

/** A share of ours, offered to everybody. */
export const uploadsOf = async (): Promise<Uploads> => servedBy(await smallShare());

export async function smallShare(): Promise<ServedShare> {
  const file = new File(['hello'], 'a.txt');
  return ServedShare.create(new FileSource([{ path: 'a.txt', file }]), await ShareSigner.generate());
}

export function servedBy(share: ServedShare): Uploads {
  const member = { id: PEER, number: 1, peer: { isLiving: true } };
  const peers = { all: [member], get: () => member } as unknown as RoomPeers;
  return new Uploads(share, {}, () => peers, {
    mostDownloads: () => Infinity,
    onReceipt: () => {},
    onDamaged: () => {},
    onState: () => {},
    onFigures: () => {},
  });
}
