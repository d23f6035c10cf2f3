/**
 * People in one process: the real sessions, rooms, services and links, over the Worker's own room core and connections in
 * memory. Only the last step, the disk, is looked at.
 */
import { createHash } from 'node:crypto';

import { Connections } from '../../../src/connection/connections.ts';
import type { Compression } from '../../../src/files/compress/compression.ts';
import { Decompression } from '../../../src/files/compress/decompression.ts';
import type { LandingParts } from '../../../src/files/fetch/landing.ts';
import { parseFragment, parseSentFragment } from '../../../src/rendezvous/link.ts';
import type { RoomPeersParts } from '../../../src/room/membership.ts';
import type { Sharing } from '../../../src/session/holder.ts';
import { ReceiveShare, type ReceiveParts } from '../../../src/session/receive-share.ts';
import { SendShare, type SendParts } from '../../../src/session/send-share.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import { TabLocks } from '../../../src/storage/records/tab-locks.ts';
import type { SinkFile } from '../../../src/storage/sink/sink.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';
import { ownSharing } from '../../support/sharing.ts';
import { MemoryConnection, type MemoryPath } from './memory-connection.ts';
import { MemoryRoom } from './memory-room.ts';

export const SERVER = 'https://beamline.test';
const never = () => {};

/** The page of one person, and the hashes of what was saved there, in the order of saving. */
export interface Page<Session> {
  readonly session: Session;
  readonly saved: readonly string[];
}

/** What a browser keeps: a page that is loaded again has the same. */
export interface Browser {
  readonly sent: MemorySentShares;
  readonly vaults: MemoryVaultStore;
  readonly ledger: MemoryLedger;
  readonly notes: MemoryKeptNotes;
  readonly locks: TabLocks;
  readonly sharing: Sharing;
}

let browsers = 0;

/** @param mostBitsPerSecond that it sends */
export const startBrowser = (mostBitsPerSecond?: number): Browser => ({
  sent: new MemorySentShares(),
  vaults: new MemoryVaultStore(),
  ledger: new MemoryLedger(),
  notes: new MemoryKeptNotes(),
  locks: new TabLocks(`browser ${(browsers += 1)}`),
  sharing: ownSharing(mostBitsPerSecond),
});

export class World {
  readonly room = new MemoryRoom();
  private readonly sessions: { leave(): void }[] = [];
  private readonly path: MemoryPath | undefined;

  /** @param path between each two */
  constructor(path?: MemoryPath) {
    this.path = path;
  }

  /** @param files none: a room with nothing in it */
  async host(files: readonly File[], browser = startBrowser()): Promise<Page<SendShare>> {
    const saved: string[] = [];
    const parts = this.hostParts(browser, saved);
    const source = new FileSource(files.map((file) => ({ path: file.name, file })));
    const session = files.length === 0 ? await SendShare.openRoom(parts) : await SendShare.create(source, [], parts);
    this.sessions.push(session);
    return { session, saved };
  }

  /** The room of before, in the same browser. */
  async hostAgain({ session }: Page<SendShare>, browser: Browser): Promise<Page<SendShare>> {
    const saved: string[] = [];
    const again = await SendShare.return(parseSentFragment(session.fragment) ?? '', this.hostParts(browser, saved));
    this.sessions.push(again);
    return { session: again, saved };
  }

  /** The same page, loaded again. */
  async returned(id: string, browser: Browser): Promise<Page<SendShare>> {
    const saved: string[] = [];
    const session = await SendShare.return(id, this.hostParts(browser, saved));
    this.sessions.push(session);
    return { session, saved };
  }

  guest(
    host: Page<SendShare>,
    browser = startBrowser(),
    entered: Pick<ReceiveParts, 'capability' | 'identity'> & Partial<RoomPeersParts> = {},
    password?: string,
  ): Page<ReceiveShare> {
    const saved: string[] = [];
    const link = parseFragment(new URL(host.session.view.link).hash);
    const parts: ReceiveParts = {
      ...this.parts(),
      server: SERVER,
      decompression: new Decompression(),
      stores: Promise.resolve(landing(browser, saved)),
      sharing: browser.sharing,
      offering: async () => ({ compression: noCompression, sharing: browser.sharing, sent: browser.sent }),
      keptNotes: async () => browser.notes,
      hasAdded: async (roomId) => (await browser.sent.list()).some(({ room }) => room === roomId),
      ...entered,
    };
    const session = new ReceiveShare(link, parts, password);
    this.sessions.push(session);
    return { session, saved };
  }

  close(): void {
    for (const session of this.sessions.splice(0)) session.leave();
  }

  private hostParts(browser: Browser, saved: string[]): SendParts {
    return {
      ...this.parts(),
      sent: browser.sent,
      keptNotes: async () => browser.notes,
      locks: browser.locks,
      base: SERVER,
      compression: noCompression,
      decompression: new Decompression(),
      sharing: browser.sharing,
      landing: async () => landing(browser, saved),
    };
  }

  private parts() {
    return {
      config: {},
      relayChoice: { isRelayOnly: false, set: never, onChange: never },
      life: { onLeave: never, onWake: never, onOnline: never },
      network: this.room.network,
      connections: new Connections((config) => new MemoryConnection(config, this.path) as unknown as RTCPeerConnection),
    };
  }
}

const noCompression = { compress: async () => undefined } as unknown as Compression;

/** Where it saves: the hash of each file. */
function landing({ vaults, ledger, locks }: Browser, saved: string[]): LandingParts {
  const sink = {
    save: async (files: readonly SinkFile[]) => {
      for (const { blob } of files) saved.push(hashOf(new Uint8Array(await blob.arrayBuffer())));
    },
  };
  const streaming = { file: undefined, folder: undefined, download: () => sink, zip: () => sink };
  return {
    vaults,
    ledger,
    locks,
    sinks: {
      download: () => sink,
      folder: undefined,
      part: () => sink,
      zip: () => sink,
      streaming: { ...streaming, canStream: async () => false },
    },
    freeBytes: async () => undefined,
    persist: async () => false,
  } as unknown as LandingParts;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const listOf = (...files: readonly File[]): FileList => files as unknown as FileList;

interface Watched<View> {
  readonly view: View;
  onChange(listener: () => void, signal: AbortSignal): void;
}

/** Resolves with the first view that is so. */
export function until<View>(watched: Watched<View>, isSo: (view: View) => boolean): Promise<View> {
  return new Promise((resolve) => {
    const ending = new AbortController();
    const look = (): void => {
      if (!isSo(watched.view)) return;
      ending.abort();
      resolve(watched.view);
    };
    watched.onChange(look, ending.signal);
    look();
  });
}
