/**
 * Senders and receivers for tests: the real sessions, rooms and connections; only the last step, the disk, is looked
 * at.
 */
import { inject } from 'vitest';

import { PeerLink } from '../../../src/connection/peer-link.ts';
import type { LandingParts } from '../../../src/files/fetch/landing.ts';
import { ownSharing } from '../../support/sharing.ts';
import { connections, platform, startCompression } from '../platform.ts';
import { ReceiveShare, type ReceiveParts } from '../../../src/session/receive-share.ts';
import { SendShare, type SendParts } from '../../../src/session/send-share.ts';
import type { StreamingSinks } from '../../../src/storage/sink/sinks.ts';
import { Decompression } from '../../../src/files/compress/decompression.ts';
import type { RelayChoice } from '../../../src/session/view/beamline.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { Status } from '../../../src/session/view/status.ts';
import { parseFragment } from '../../../src/rendezvous/link.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability, type Token } from '../../../src/rendezvous/token.ts';
import type { Preview } from '../../../src/protocol/messages/peer-message.ts';
import { Room } from '../../../src/signaling/room.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import { TabLocks } from '../../../src/storage/records/tab-locks.ts';
import type { SentShares } from '../../../src/storage/records/sent-shares.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';
import type { SinkFile } from '../../../src/storage/sink/sink.ts';
import type { Source } from '../../../src/storage/source/source.ts';
import { OwnRelayChoice } from '../relay-choice.ts';

/** One for all, as in the app. */
export const compression = startCompression();

export const server = (): string => inject('server');

/** Resolves with the first view that fits; rejects with the last one when the test's time is nearly up. */
export function seen<View extends { status: Status }>(
  session: { readonly view: View; onChange(listener: () => void, signal: AbortSignal): void },
  fits: (view: View) => boolean,
  withinMs = 14_000,
): Promise<View> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const look = () => {
      if (!fits(session.view)) return;
      done.abort();
      clearTimeout(timer);
      resolve(session.view);
    };
    const timer = setTimeout(() => {
      done.abort();
      reject(new Error(`not seen; last: ${JSON.stringify(session.view)}`));
    }, withinMs);
    session.onChange(look, done.signal);
    look();
  });
}

export const is =
  (...statuses: Status[]) =>
  ({ status }: { status: Status }): boolean =>
    statuses.includes(status);

export function randomFile(name: string, bytes: number): File {
  const data = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(data.subarray(at, Math.min(bytes, at + 65_536)));
  return new File([data], name, { lastModified: 1_700_000_000_000 });
}

export async function sha256(blob: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const open: { close(): void }[] = [];

/** Closed at the test's end. */
export function closeLater(each: { close(): void }): void {
  open.push(each);
}

export function closeAll(): void {
  for (const each of open.splice(0)) each.close();
}

export interface Sender {
  readonly share: SendShare;
  readonly link: string;
  readonly token: Token;
}

function sender(share: SendShare): Sender {
  open.push({ close: () => share.leave() });
  const { link } = share.view;
  return { share, link, token: parseFragment(new URL(link).hash).token };
}

/** What a host needs for what others give. */
const taking = (): Pick<SendParts, 'decompression' | 'landing' | 'sharing'> => ({
  sharing: ownSharing(),
  decompression: new Decompression(),
  landing: () => Promise.reject(new Error('nothing is taken here')),
});

/** What a guest needs that adds nothing. */
export const ADDS_NOTHING: Pick<ReceiveParts, 'offering' | 'hasAdded'> = {
  offering: () => Promise.reject(new Error('nothing is added here')),
  hasAdded: async () => false,
};

interface Ways {
  /** The server's address, or that of a proxy before it. */
  readonly at?: string;
  readonly relayChoice?: RelayChoice;
}

export const startSenderBy = (ways: Ways, ...files: File[]): Promise<Sender> => startSenderOf(sourceOf(files), ways);

export async function startSenderOf(
  source: Source,
  { at = server(), relayChoice = new OwnRelayChoice() }: Ways = {},
): Promise<Sender> {
  return sender(
    await SendShare.create(source, [], {
      base: at,
      config: {},
      ...platform,
      relayChoice,
      compression,
      sent: new MemorySentShares(),
      locks: alone(),
      ...taking(),
    }),
  );
}

/** A browser of its own. */
const alone = (): TabLocks => new TabLocks(crypto.randomUUID());

/** The browser of a kept sender, whose tabs know of each other. */
const locks = new TabLocks('kept');

const sourceOf = (files: readonly File[]) => new FileSource(files.map((file) => ({ path: file.name, file })));

/** A sender whose share is kept in `sent`. */
export async function startStoredSender(
  sent: SentShares,
  files: readonly File[],
  handles: readonly FileSystemHandle[] = [],
): Promise<Sender> {
  return sender(
    await SendShare.create(sourceOf(files), handles, {
      base: server(),
      config: {},
      ...platform,
      relayChoice: new OwnRelayChoice(),
      compression,
      sent,
      locks,
      ...taking(),
    }),
  );
}

/** The same sender after a reload of its page. */
export async function returnSender(sent: SentShares, id: string): Promise<Sender> {
  return sender(
    await SendShare.return(id, {
      base: server(),
      config: {},
      ...platform,
      relayChoice: new OwnRelayChoice(),
      compression,
      sent,
      locks,
      ...taking(),
    }),
  );
}

/** @param at the server's address, or that of a proxy before it */
export const startSenderAt = (at: string, ...files: File[]): Promise<Sender> => startSenderBy({ at }, ...files);

export const startSender = (...files: File[]): Promise<Sender> => startSenderBy({}, ...files);

export interface Receiver {
  readonly share: ReceiveShare;
  /** What would have gone to the person's disk, once it has. */
  readonly saved: Promise<readonly SinkFile[]>;
  /** The same, each time that it was done. */
  readonly savings: (readonly SinkFile[])[];
}

/** What a receiver's browser keeps, whatever its pages do. */
export function startBrowser(): Pick<LandingParts, 'ledger' | 'locks'> & { readonly vaults: MemoryVaultStore } {
  return { vaults: new MemoryVaultStore(), ledger: new MemoryLedger(), locks: alone() };
}

const nowhere = () => ({ save: () => Promise.reject(new Error('nothing can be streamed here')) });

const NO_STREAMING: StreamingSinks = {
  file: undefined,
  folder: undefined,
  download: nowhere,
  zip: nowhere,
  canStream: async () => false,
};

interface ReceiverOptions extends Ways {
  /** A function where it changes. */
  readonly freeBytes?: number | (() => number) | undefined;
  /** Ways for what does not fit; none unless told. */
  readonly streaming?: Partial<StreamingSinks>;
  readonly config?: RTCConfiguration;
  readonly browser?: ReturnType<typeof startBrowser>;
  readonly decompression?: Decompression;
  /** Of a link that wants one. */
  readonly password?: string;
}

export function startReceiver(
  token: Token,
  {
    freeBytes,
    streaming,
    at = server(),
    config = {},
    relayChoice = new OwnRelayChoice(),
    browser = startBrowser(),
    decompression = new Decompression(),
    password,
  }: ReceiverOptions = {},
): Receiver {
  const { promise: saved, resolve } = Promise.withResolvers<readonly SinkFile[]>();
  const savings: (readonly SinkFile[])[] = [];
  const sink = {
    save: async (files: readonly SinkFile[]) => {
      savings.push(files);
      resolve(files);
    },
  };
  const share = new ReceiveShare(
    { token, hasPassword: password !== undefined },
    {
      server: at,
      config,
      ...platform,
      relayChoice,
      decompression,
      sharing: ownSharing(),
      ...ADDS_NOTHING,
      stores: Promise.resolve({
        ...browser,
        sinks: {
          download: () => sink,
          part: () => sink,
          folder: undefined,
          zip: () => sink,
          streaming: { ...NO_STREAMING, ...streaming },
        },
        freeBytes: async () => (typeof freeBytes === 'function' ? freeBytes() : freeBytes),
        persist: async () => false,
      }),
    },
    password,
  );
  open.push({ close: () => share.leave() });
  return { share, saved, savings };
}

export const ready = (receiver: Receiver): Promise<ReceiveView> => seen<ReceiveView>(receiver.share, is('ready'));

/** Somebody with the link who speaks the real protocol down to the channels, and says there what the test wants. */
export interface Impostor {
  readonly tell: (message: object | string) => void;
  readonly frame: (bytes: Uint8Array<ArrayBuffer>) => void;
}

interface Part {
  /** Its channels are open. */
  open(impostor: Impostor): void;
  control?(impostor: Impostor, text: string): void;
  frame?(impostor: Impostor, bytes: Uint8Array<ArrayBuffer>): void;
  /** Said behind the offer. */
  readonly preview?: Preview | undefined;
  /** What it says of itself. */
  munge?(sdp: string): string;
  /** Candidates wait for it, and with them the link. */
  readonly release?: Promise<void>;
}

/** A message of the link itself has no service (SPEC.md, section V). */
const LINK_TYPES = ['path', 'end'];
/** Of the first share of the one who makes the offer, unless the message says of which. */
export const ofFiles = (message: object): object =>
  LINK_TYPES.includes((message as { type?: string }).type ?? '') ? message : { service: 'files', share: 0, ...message };

/**
 * Plays a sender: answers each hello with an offer. @param by the founding key, or, of somebody who has only the link,
 * its token
 */
export async function startImpostor(by: ShareSigner | Token, on: Part): Promise<void> {
  const founder = typeof by === 'string' ? await ShareSigner.generate() : by;
  const token = typeof by === 'string' ? by : by.token;
  const ending = new AbortController();
  open.push({ close: () => ending.abort() });
  const links = new Map<string, PeerLink>();
  const { promise: joined, resolve } = Promise.withResolvers<void>();
  const room = await Room.join(
    { server: server(), network: platform.network },
    await deriveCapability(token),
    {
      onJoined: () => resolve(),
      onPeerJoined: () => {},
      onPeerLeft: () => {},
      onAway: () => {},
      onClosed: () => {},
      onMessage: (from, message) => {
        if (message.type === 'candidate')
          return void Promise.resolve(on.release).then(() => links.get(from)?.got(message));
        if (message.type === 'description') return links.get(from)?.got(message);
        if (message.type !== 'hello') return;
        const about = founder
          .signHost(room.self, message.link)
          .then((host) => ({ versions: [2], services: { files: 1 }, host }));
        const impostor: Impostor = {
          tell: (text) =>
            void link.sendControl(ofFiles(typeof text === 'string' ? (JSON.parse(text) as object) : text)),
          frame: (bytes) => void link.sendFrame(bytes),
        };
        const link: PeerLink = new PeerLink(
          message.link,
          {},
          true,
          {
            send: (reply) => {
              if (reply.type === 'candidate')
                return void Promise.all([about, on.release]).then(() => room.send(from, reply));
              void about.then((introduction) => {
                room.send(from, { ...reply, sdp: on.munge?.(reply.sdp) ?? reply.sdp, about: introduction });
                if (on.preview !== undefined) room.send(from, { type: 'preview', link: message.link, ...on.preview });
              });
            },
            onState: (state) => state === 'open' && on.open(impostor),
            onStep: () => {},
            onControl: (text) => on.control?.(impostor, text),
            onLane: () => {},
            onFrame: (bytes) => on.frame?.(impostor, bytes),
            onDrain: () => {},
          },
          connections,
        );
        links.set(from, link);
      },
    },
    ending.signal,
  );
  ending.signal.addEventListener('abort', () => {
    for (const link of links.values()) link.close();
  });
  await joined;
}
