/** How the blocks of an accepted share get to their place: by a vault, or streaming. */
import { countFiles, isDirectory } from '../../protocol/manifest.ts';
import { MemoryLedger } from '../../storage/records/memory-ledger.ts';
import type { FileRange } from '../../protocol/withdrawal.ts';
import type { FileChoice } from '../../transfer/exchange/file-choice.ts';
import type { Sink } from '../../storage/sink/sink.ts';
import type { StreamingSink } from '../../storage/sink/streaming/streaming-sink.ts';
import { StreamingVault } from '../../storage/sink/streaming/streaming-vault.ts';
import { BlockStore, type BlockStoreParts, type NewEntry } from './block-store.ts';
import type { AnnouncedShare } from '../fetch/announced-share.ts';
import { sinkFiles, streamedFiles } from './saving.ts';

/** What one transfer takes of a share. */
export interface Taking {
  readonly announced: AnnouncedShare;
  readonly choice: FileChoice;
  /** The files that are saved here when this is; undefined where there is nothing more to take then. */
  savedThen(): readonly FileRange[] | undefined;
  /** What the sender is told when this is saved: the files that are not, and the bytes of all others. */
  receipt(): { readonly without: readonly FileRange[]; readonly bytes: number };
}

const isTaken = ({ announced, choice }: Taking, file: number): boolean =>
  choice.has(file) && !announced.withdrawn.has(file);

export interface Destination {
  /** Needs free space in the browser's storage, and outlives the page. */
  readonly usesVault: boolean;
  /** A file that turns out not to be had can be left out though the others are on their way. */
  readonly canLeaveOut: boolean;
  /**
   * Opens what the blocks are put into.
   * @param onError no more can be put there @param signal nobody wants it any more
   */
  open(taking: Taking, onError: (thrown: unknown) => void, signal: AbortSignal): Promise<BlockStore>;
  /** Every block of what is taken is there. Resolves when the browser has it all. */
  save(blockStore: BlockStore, taking: Taking, signal: AbortSignal): Promise<void>;
  /** It did not come to that, or failed in it. */
  abandon(blockStore: BlockStore, isWorthless: boolean): Promise<void>;
}

function entryOf({ id, link, head, files, paths }: AnnouncedShare): NewEntry {
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

export class VaultDestination implements Destination {
  readonly usesVault = true;
  readonly canLeaveOut = true;

  private readonly sink: Sink;
  private readonly parts: BlockStoreParts;

  constructor(sink: Sink, parts: BlockStoreParts) {
    this.sink = sink;
    this.parts = parts;
  }

  open({ announced, choice }: Taking, onError: (thrown: unknown) => void): Promise<BlockStore> {
    return BlockStore.open(this.parts, entryOf(announced), Date.now(), onError, announced.withdrawn, choice);
  }

  async save(blockStore: BlockStore, taking: Taking, signal: AbortSignal): Promise<void> {
    const { files, paths } = taking.announced;
    const vault = await blockStore.finish();
    const wanted = sinkFiles(vault, files, paths).filter((_, file) => isTaken(taking, file));
    await this.sink.save(wanted, signal, () => {});
    await blockStore.markSaved(Date.now(), taking.savedThen()).catch(() => {}); // it is saved all the same: the list of what is kept says otherwise
  }

  abandon(blockStore: BlockStore, isWorthless: boolean): Promise<void> {
    return isWorthless ? blockStore.discard() : blockStore.close();
  }
}

/**
 * Goes on after every break of the line, and not after a reload: what has been handed on is known to this page alone.
 */
export class StreamingDestination implements Destination {
  readonly usesVault = false;
  /** A part of it may be in a ZIP already. Taken again, the share comes without it from the start. */
  readonly canLeaveOut = false;
  private saved: Promise<void> = Promise.resolve();

  private readonly sink: StreamingSink;
  private readonly parts: BlockStoreParts;

  /** @param parts where an earlier try may have left something */
  constructor(sink: StreamingSink, parts: BlockStoreParts) {
    this.sink = sink;
    this.parts = parts;
  }

  async open(taking: Taking, onError: (thrown: unknown) => void, signal: AbortSignal): Promise<BlockStore> {
    const { announced, choice } = taking;
    const { withdrawn } = announced;
    const vault = new StreamingVault(announced.head.bytes, choice.gaps(withdrawn));
    const wanted = streamedFiles(announced.files, announced.paths).filter((_, file) => isTaken(taking, file));
    this.saved = this.sink.save(wanted, vault.stream, signal);
    this.saved.catch(onError); // at once, and not with the next block: there may be none for long
    const vaults = { open: async () => vault, remove: async () => {} };
    const parts = { vaults, ledger: new MemoryLedger(), keepsSignatures: false };
    return BlockStore.open(parts, entryOf(announced), Date.now(), onError, withdrawn, choice);
  }

  async save(blockStore: BlockStore, { announced }: Taking): Promise<void> {
    await blockStore.close();
    await this.saved;
    await this.clear(announced.id).catch(() => {}); // it can be in the Storage section
  }

  async abandon(blockStore: BlockStore): Promise<void> {
    await blockStore.close();
    await this.saved.catch(() => {});
  }

  private async clear(id: string): Promise<void> {
    const { ledger, vaults } = this.parts;
    if ((await ledger.get(id)) === undefined) return;
    await ledger.remove(id); // first: marks without bytes must not be
    await vaults.remove(id);
  }
}
