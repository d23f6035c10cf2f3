/**
 * A share of somebody else, as this page passes it on: what of it is here, from the vault that a transfer fills, or that was
 * filled on an earlier visit. See SPEC.md, section P.
 */
import { BeamError } from '../../protocol/errors.ts';
import type { ManifestMessage } from '../../protocol/messages/control-message.ts';
import { blockCount, type ManifestHead } from '../../protocol/manifest.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';
import type { SignedBlock } from '../../transfer/exchange/send-machine.ts';
import type { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { CheckedManifest } from '../fetch/checked-manifest.ts';
import type { BlockStore } from '../keep/block-store.ts';
import type { HeldPart, OfferedBlocks } from './held-share.ts';
import { VaultShare } from './vault-share.ts';

export class PassedOnShare implements OfferedBlocks {
  readonly compressibility = new Compressibility();
  readonly isChecking = false;
  private readonly told: Bitmap;
  private blockStore: BlockStore | undefined;
  private vault: VaultShare | undefined;

  private manifest: CheckedManifest;
  private readonly onBlock: (block: number) => void;

  /** @param onBlock one more may be asked for */
  constructor(manifest: CheckedManifest, onBlock: (block: number) => void) {
    this.manifest = manifest;
    this.onBlock = onBlock;
    this.told = new Bitmap(blockCount(manifest.head.bytes));
  }

  get head(): ManifestHead {
    return this.manifest.head;
  }

  get bytes(): number {
    return this.head.bytes;
  }

  get pages(): readonly string[] {
    return this.manifest.told.pages;
  }

  get withdrawn(): WithdrawnFiles {
    return this.manifest.withdrawn;
  }

  get announcement(): ManifestMessage {
    return this.manifest.told.announcement;
  }

  get part(): HeldPart {
    return { told: this.told, held: this.blockStore?.servable ?? new Bitmap(0) };
  }

  /** The latest word of its sender. */
  gotManifest(manifest: CheckedManifest): void {
    this.manifest = manifest;
  }

  /** From now on it is read from there. Whoever opened it closes it. */
  serveFrom(blockStore: BlockStore): void {
    this.blockStore = blockStore;
    this.vault = new VaultShare(blockStore, this.manifest.verifier);
    blockStore.onServable = (block) => this.tell(block);
    const { servable } = blockStore;
    for (let block = 0; block < servable.size; block += 1) if (servable.has(block)) this.tell(block);
  }

  has(block: number): boolean {
    return this.vault?.has(block) ?? false;
  }

  async block(block: number): Promise<SignedBlock> {
    if (!this.has(block)) throw new BeamError('storage-lost', { cause: `block ${block} is not here any more` });
    return this.vault!.block(block);
  }

  private tell(block: number): void {
    if (this.told.has(block)) return;
    this.told.add(block);
    this.onBlock(block);
  }
}
