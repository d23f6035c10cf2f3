/** How the blocks of an accepted share get to their place: by a vault, or straight. */
import { countFiles, isDirectory } from '../../protocol/manifest.ts';
import { MemoryLedger } from '../../storage/records/memory-ledger.ts';
import type { Sink } from '../../storage/sink/sink.ts';
import type { StraightSink } from '../../storage/sink/streaming/streaming-sink.ts';
import { StraightVault } from '../../storage/sink/streaming/streaming-vault.ts';
import { Keeper, type KeeperParts, type NewEntry } from './block-store.ts';
import type { Offer } from '../fetch/announced-share.ts';
import { sinkFiles, straightFiles } from './saving.ts';

export interface Destination {
  /** Needs room in the browser's storage, and outlives the page. */
  readonly isKept: boolean;
  /** A file that turns out not to be had can be left out though the others are on their way. */
  readonly canLeaveOut: boolean;
  /**
   * Opens what the blocks are put into.
   * @param onError no more can be put there @param signal nobody wants it any more
   */
  open(offer: Offer, onError: (thrown: unknown) => void, signal: AbortSignal): Promise<Keeper>;
  /** Every block is there. Resolves when the browser has it all. */
  save(keeper: Keeper, offer: Offer, signal: AbortSignal): Promise<void>;
  /** It did not come to that, or failed in it. */
  abandon(keeper: Keeper, isWorthless: boolean): Promise<void>;
}

function entryOf({ id, link, head, files, paths }: Offer): NewEntry {
  const first = Math.max(
    0,
    files.findIndex((file) => !isDirectory(file)),
  );
  return {
    id,
    ...link,
    manifestSha256: head.sha256,
    name: paths[first] ?? '',
    files: countFiles(files),
    bytes: head.bytes,
  };
}

export class KeptDestination implements Destination {
  readonly isKept = true;
  readonly canLeaveOut = true;

  private readonly sink: Sink;
  private readonly parts: KeeperParts;

  constructor(sink: Sink, parts: KeeperParts) {
    this.sink = sink;
    this.parts = parts;
  }

  open(offer: Offer, onError: (thrown: unknown) => void): Promise<Keeper> {
    return Keeper.open(this.parts, entryOf(offer), Date.now(), onError, offer.withdrawn);
  }

  async save(keeper: Keeper, { files, paths, withdrawn }: Offer, signal: AbortSignal): Promise<void> {
    const vault = await keeper.finish();
    const wanted = sinkFiles(vault, files, paths).filter((_, file) => !withdrawn.has(file));
    await this.sink.save(wanted, signal, () => {});
    await keeper.markSaved(Date.now()).catch(() => {}); // it is saved all the same: the list of what is kept says otherwise
  }

  abandon(keeper: Keeper, isWorthless: boolean): Promise<void> {
    return isWorthless ? keeper.discard() : keeper.close();
  }
}

/**
 * Goes on after every break of the line, and not after a reload: what has been handed on is known to this page alone.
 */
export class StraightDestination implements Destination {
  readonly isKept = false;
  /** A part of it may be in a ZIP already. Taken again, the share comes without it from the start. */
  readonly canLeaveOut = false;
  private saved: Promise<void> = Promise.resolve();

  private readonly sink: StraightSink;
  private readonly parts: KeeperParts;

  /** @param parts where an earlier try may have left something */
  constructor(sink: StraightSink, parts: KeeperParts) {
    this.sink = sink;
    this.parts = parts;
  }

  async open(offer: Offer, onError: (thrown: unknown) => void, signal: AbortSignal): Promise<Keeper> {
    const { withdrawn } = offer;
    const vault = new StraightVault(offer.head.bytes, withdrawn.gaps);
    const wanted = straightFiles(offer.files, offer.paths).filter((_, file) => !withdrawn.has(file));
    this.saved = this.sink.save(wanted, vault.stream, signal);
    this.saved.catch(onError); // at once, and not with the next block: there may be none for long
    const vaults = { open: async () => vault, remove: async () => {} };
    return Keeper.open({ vaults, ledger: new MemoryLedger() }, entryOf(offer), Date.now(), onError, withdrawn);
  }

  async save(keeper: Keeper, { id }: Offer): Promise<void> {
    await keeper.close();
    await this.saved;
    await this.clear(id).catch(() => {}); // it can be in the Storage section
  }

  async abandon(keeper: Keeper): Promise<void> {
    await keeper.close();
    await this.saved.catch(() => {});
  }

  private async clear(id: string): Promise<void> {
    const { ledger, vaults } = this.parts;
    if ((await ledger.get(id)) === undefined) return;
    await ledger.remove(id); // first: marks without bytes must not be
    await vaults.remove(id);
  }
}
