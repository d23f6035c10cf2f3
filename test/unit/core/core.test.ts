/**
 * The core does not know where it runs: Node reads its sources as they are, and a share goes from one end to the other.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { Connections } from '../../../src/connection/connections.ts';
import type { Compression } from '../../../src/files/compress/compression.ts';
import { Decompression } from '../../../src/files/compress/decompression.ts';
import { parseFragment } from '../../../src/rendezvous/link.ts';
import { ReceiveShare } from '../../../src/session/receive-share.ts';
import { SendShare } from '../../../src/session/send-share.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import { TabLocks } from '../../../src/storage/records/tab-locks.ts';
import type { SinkFile } from '../../../src/storage/sink/sink.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';
import { MemoryConnection } from './memory-connection.ts';
import { MemoryRoom } from './memory-room.ts';

const CORE = ['protocol', 'rendezvous', 'signaling', 'connection', 'room', 'transfer', 'files', 'notes', 'session'];
const root = fileURLToPath(new URL('../../../', import.meta.url));

test('Node imports every file of it, with nothing but what Node has', () => {
  const files = globSync(`src/{${CORE.join(',')}}/**/*.ts`, { cwd: root }).filter(
    (file) => !file.endsWith('.worker.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const script = `for (const file of ${JSON.stringify(files)}) await import('./' + file); console.log('all');`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  expect(said.trim()).toBe('all');
});

describe('two ends in one process', () => {
  const SERVER = 'https://beamline.test';
  const never = () => {};

  const parts = (room: MemoryRoom) => ({
    config: {},
    relayChoice: { isRelayOnly: false, set: never, onChange: never },
    life: { onLeave: never, onWake: never, onOnline: never },
    network: room.network,
    connections: new Connections((config) => new MemoryConnection(config) as unknown as RTCPeerConnection),
  });

  const noCompression = { compress: async () => undefined } as unknown as Compression;

  function startSender(room: MemoryRoom, files: readonly File[]): Promise<SendShare> {
    const source = new FileSource(files.map((file) => ({ path: file.name, file })));
    const stores = { sent: new MemorySentShares(), locks: new TabLocks('sender') };
    return SendShare.create(source, [], { ...parts(room), ...stores, base: SERVER, compression: noCompression });
  }

  function startReceiver(room: MemoryRoom, link: string, save: (files: readonly SinkFile[]) => Promise<void>) {
    const sink = { save };
    const streaming = { file: undefined, folder: undefined, download: () => sink, zip: () => sink };
    const stores = {
      vaults: new MemoryVaultStore(),
      ledger: new MemoryLedger(),
      locks: new TabLocks('receiver'),
      sinks: {
        download: () => sink,
        folder: undefined,
        part: () => sink,
        zip: () => sink,
        streaming: { ...streaming, canStream: async () => false },
      },
      freeBytes: async () => undefined,
      persist: async () => false,
    };
    return new ReceiveShare(parseFragment(new URL(link).hash), {
      ...parts(room),
      server: SERVER,
      decompression: new Decompression(),
      stores: Promise.resolve(stores as never),
    });
  }

  /** Resolves when the view is so. */
  const until = <View>(
    share: { readonly view: View; onChange(listener: () => void, signal: AbortSignal): void },
    isSo: (view: View) => boolean,
  ): Promise<void> =>
    new Promise((resolve) => {
      const ending = new AbortController();
      const look = (): void => {
        if (!isSo(share.view)) return;
        ending.abort();
        resolve();
      };
      share.onChange(look, ending.signal);
      look();
    });

  test('a share of several blocks arrives, is saved equal, and both say so', async () => {
    const room = new MemoryRoom();
    const bytes = randomBytes(5 * 2 ** 20 + 12_345);
    const sender = await startSender(room, [new File([bytes], 'film.mkv')]);
    const saved: { name: string; sha256: string }[] = [];
    const receiver = startReceiver(room, sender.view.link, async (files) => {
      for (const { path, blob } of files) saved.push({ name: path, sha256: await sha256Of(blob) });
    });
    await until(receiver, ({ status }) => status === 'ready');
    receiver.accept('download');
    await Promise.all([
      until(receiver, ({ status }) => status === 'done'),
      until(sender, ({ status }) => status === 'done'),
    ]);
    expect(saved).toEqual([{ name: 'film.mkv', sha256: createHash('sha256').update(bytes).digest('hex') }]);
    receiver.leave();
    sender.leave();
  });
});

const sha256Of = async (blob: Blob): Promise<string> =>
  createHash('sha256')
    .update(Buffer.from(await blob.arrayBuffer()))
    .digest('hex');
