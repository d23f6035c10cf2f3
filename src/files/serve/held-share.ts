/**
 * What a holder serves of a share. Implementations: served-share.ts (own files), vault-share.ts (what was received). One
 * contract suite for both.
 */
import type { ManifestHead } from '../../protocol/manifest.ts';
import type { Bitmap } from '../../transfer/exchange/bitmap.ts';
import type { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import type { ToldManifest } from '../fetch/checked-manifest.ts';
import type { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { SignedBlock } from '../../transfer/exchange/send-machine.ts';

/** Blocks that a holder has. */
export interface HeldPart {
  /** It has said so once: asking for one that is damaged since breaks no rule. */
  readonly told: Bitmap;
  /** At the moment. A set of its own. */
  readonly held: Bitmap;
}

/** A share as it is offered to others: by its sender, or by who passes it on. */
export interface OfferedBlocks extends HeldShare, ToldManifest {
  readonly head: ManifestHead;
  /** Files that nobody gets any more. */
  readonly withdrawn: WithdrawnFiles;
  /** Blocks wait until a file was read once more. */
  readonly isChecking: boolean;
  /** Of a holder; undefined of who has all. */
  readonly part?: HeldPart;
}

export interface HeldShare {
  /** Of the whole stream, whatever is held of it. */
  readonly bytes: number;
  /** Of this stream, for all who take it. */
  readonly compressibility: Compressibility;
  /** It can be served now. False outside of the share. */
  has(block: number): boolean;
  /**
   * The bytes and the share's signature over them: never others than those that were signed. They are shared with all
   * who ask, so nobody may change them. Rejects with BeamError, also for a block that is not held.
   */
  block(block: number): Promise<SignedBlock>;
}
