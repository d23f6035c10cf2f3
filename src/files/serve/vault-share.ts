/** A share as somebody serves it who has received it, or some of it: blocks from the vault, with their signatures. */
import { BeamError } from '../../protocol/errors.ts';
import type { ShareVerifier } from '../../rendezvous/share-key.ts';
import { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { SignedBlock } from '../../transfer/exchange/send-machine.ts';
import type { BlockStore } from '../keep/block-store.ts';
import type { HeldShare } from './held-share.ts';
import { Semaphore } from './semaphore.ts';

/** Blocks kept for the other lanes and receivers at about the same place, as many as of own files. */
const MAX_CACHED = 24;

export class VaultShare implements HeldShare {
  readonly compressibility = new Compressibility();
  /** Promises, so that two receivers that ask at once share one read. Oldest first. */
  private readonly cached = new Map<number, Promise<SignedBlock>>();
  /** For all receivers together: each read has a block in memory, and they share one worker. */
  private readonly reads = new Semaphore();

  private readonly blockStore: BlockStore;
  private readonly verifier: ShareVerifier;

  /**
   * @param blockStore that a transfer fills meanwhile, or that was opened again to serve. Whoever opened it closes it
   * @param verifier of the share's key
   */
  constructor(blockStore: BlockStore, verifier: ShareVerifier) {
    this.blockStore = blockStore;
    this.verifier = verifier;
  }

  get bytes(): number {
    return this.blockStore.bytes;
  }

  has(block: number): boolean {
    return this.blockStore.canServe(block);
  }

  /** Rejects with BeamError `storage-lost` when it is not on disk as it was: then it is not held any more. */
  async block(block: number): Promise<SignedBlock> {
    if (!this.has(block)) throw new BeamError('internal', { cause: 'the block is not held' });
    const known = this.cached.get(block);
    if (known !== undefined) return known;
    const reading = this.read(block);
    this.cached.set(block, reading);
    reading.catch(() => this.cached.delete(block)); // may be readable again later
    for (const oldest of this.cached.keys()) {
      if (this.cached.size <= MAX_CACHED) break;
      this.cached.delete(oldest);
    }
    return reading;
  }

  private async read(block: number): Promise<SignedBlock> {
    await this.reads.enter();
    try {
      const { bytes, blockSignature } = await this.blockStore.read(block);
      // A bit of the bytes, or of the signature, may have flipped: receivers would take us for a forger.
      if (blockSignature !== undefined && (await this.verifier.hasSignedBlock(blockSignature, bytes)))
        return { bytes, blockSignature };
    } finally {
      this.reads.leave();
    }
    // What cannot be unmarked now is found again by the next page; here it is not held any more in any case.
    await this.blockStore.gotDamaged(block).catch(() => {});
    throw new BeamError('storage-lost', { cause: `block ${block} is damaged` });
  }
}
