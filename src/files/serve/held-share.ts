/**
 * What a holder serves of a share. Implementations: served-share.ts (own files), vault-share.ts (what was received). One
 * contract suite for both.
 */
import type { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { SignedBlock } from '../../transfer/exchange/send-machine.ts';

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
