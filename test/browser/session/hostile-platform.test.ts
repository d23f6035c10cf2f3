/**
 * Each API of the browser that is there and does not work: the file arrives, or it is said within 15 s why it cannot.
 */
import { ownSharing } from '../../support/sharing.ts';
import { afterEach, describe, expect, test } from 'vitest';

import { browserSinks } from '../../../src/storage/browser-sinks.ts';
import { platform, startCompression } from '../platform.ts';
import { ReceiveShare } from '../../../src/session/receive-share.ts';
import { SendShare } from '../../../src/session/send-share.ts';
import { Decompression } from '../../../src/files/compress/decompression.ts';
import type { ReceiveView, SaveChoice } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { parseFragment } from '../../../src/rendezvous/link.ts';
import { Registration } from '../../../src/shell/registration.ts';
import { StoredRelayChoice } from '../../../src/shell/relay-choice.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import type { SinkFile } from '../../../src/storage/sink/sink.ts';
import { persistStorage } from '../../../src/storage/vault/space.ts';
import { openStores } from '../../../src/storage/stores.ts';
import { DOUBLES, MISERIES, undoAll, type Double, type Misery } from './hostile-platform.ts';
import { ADDS_NOTHING, closeAll, closeLater, is, randomFile, seen, server, sha256 } from './people.ts';

const MOST_MS = 15_000;

afterEach(() => {
  undoAll();
  closeAll();
});

/** Composed as main.ts does it. */
function startPage() {
  new Registration(() => {}).start('/no-such-worker.js');
  const relayChoice = new StoredRelayChoice();
  const stores = openStores();
  return { relayChoice, stores };
}

/** From opening both pages to the end at the receiver's; both in this page, where the double is. */
async function handOver(
  files: readonly File[],
  choice: SaveChoice,
  onReady = () => {},
): Promise<{ readonly view: ReceiveView; readonly saved: readonly SinkFile[] }> {
  const [there, here] = [startPage(), startPage()];
  const { sent, locks } = await there.stores;
  const source = new FileSource(files.map((file) => ({ path: file.name, file })));
  const send = await SendShare.create(source, [], {
    base: server(),
    config: {},
    ...platform,
    relayChoice: there.relayChoice,
    compression: startCompression(),
    sent,
    locks,
    decompression: new Decompression(),
    sharing: ownSharing(),
    landing: () => Promise.reject(new Error('nothing is taken here')),
  });
  closeLater({ close: () => send.leave() });

  const saved: SinkFile[] = [];
  const stores = here.stores.then(({ vaults, ledger, locks }) => {
    const sink = { save: async (files: readonly SinkFile[]) => void saved.push(...files) };
    const sinks = { ...browserSinks(vaults), download: () => sink };
    return { vaults, ledger, locks, sinks, freeBytes: () => vaults.freeBytes(), persist: persistStorage };
  });
  const { token } = parseFragment(new URL(send.view.link).hash);
  const receive = new ReceiveShare(
    { token, hasPassword: false },
    {
      server: server(),
      config: {},
      ...platform,
      relayChoice: here.relayChoice,
      decompression: new Decompression(),
      sharing: ownSharing(),
      ...ADDS_NOTHING,
      stores,
    },
  );
  closeLater({ close: () => receive.leave() });
  await seen<ReceiveView>(
    receive,
    ({ choices, status }) => status === 'failed' || (status === 'ready' && choices.length > 0),
  );
  onReady();
  receive.accept(choice);
  const view = await seen<ReceiveView>(receive, is('done', 'failed'));
  if (view.status === 'done') await seen<SendView>(send, is('done'));
  return { view, saved };
}

const rows = DOUBLES.flatMap((double) =>
  (double.miseries ?? MISERIES).map((misery): [string, Misery, Double] => [double.name, misery, double]),
);

/** Of what is tried before a share is begun, nothing is missed: all of it is done without. */
test.each(rows)(
  '%s: %s, and the file arrives',
  async (_, misery, double) => {
    // Text compresses: the compression worker is asked as well.
    const file = new File(['so it goes. '.repeat(20_000), randomFile('', 1_500_000)], 'file.bin', { lastModified: 1 });
    double.install(misery);
    const begunMs = performance.now();
    const { view, saved } = await handOver([file], 'download');
    expect(view).toMatchObject({ status: 'done', error: undefined });
    expect(await sha256(saved[0]!.blob)).toBe(await sha256(file));
    expect(performance.now() - begunMs).toBeLessThan(MOST_MS);
  },
  30_000,
);

/** Once it is under way there is nothing to go without: what has arrived cannot be kept. */
describe('in the middle', () => {
  test.each(rows.filter(([name]) => name === 'writing to IndexedDB' || name === 'navigator.storage.getDirectory'))(
    '%s: %s, and it is said within 15 s, or the file arrives',
    async (name, misery, double) => {
      const file = randomFile('file.bin', 3_000_000);
      let begunMs = 0;
      const { view, saved } = await handOver([file], 'download', () => {
        double.install(misery);
        begunMs = performance.now();
      });
      expect(performance.now() - begunMs).toBeLessThan(MOST_MS);
      if (view.status === 'done') expect(await sha256(saved[0]!.blob)).toBe(await sha256(file));
      else expect(view.error?.code).toMatch(name.includes('IndexedDB') ? /^storage-/ : /^$/);
    },
    30_000,
  );
});

test.each(rows.filter(([name]) => /serviceWorker|locks|CacheStorage/.test(name)))(
  '%s: %s, and a ZIP arrives',
  async (_, misery, double) => {
    double.install(misery);
    const { view } = await handOver([randomFile('a.bin', 10_000), randomFile('b.bin', 10)], 'zip');
    expect(view).toMatchObject({ status: 'done', error: undefined });
  },
  30_000,
);
