/**
 * One accepted transfer at the receiver: carries out what the receive machine decides, until every block is in the
 * vault.
 */
import { BeamError, type ErrorCode } from '../../protocol/errors.ts';
import type { Chunk, Piece, BlockSignature } from '../../protocol/frame.ts';
import { blockCount } from '../../protocol/manifest.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { ShareVerifier } from '../../rendezvous/share-key.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../transfer/exchange/receive-machine.ts';
import type { BlockStore } from '../keep/block-store.ts';
import type { ProviderLane } from './provider-lane.ts';
import type { Provider } from './provider.ts';

export interface DownloadEvents {
  request(lane: ProviderLane, piece: Piece): void;
  /** What is asked of its peer of these blocks is not wanted any more. */
  cancel(lane: ProviderLane, blocks: readonly number[]): void;
  /** It broke a rule: no more is taken from its peer. */
  onDropped(lane: ProviderLane, code: ErrorCode): void;
  /** Files are not to be had. @returns the blocks that nobody needs any more */
  onWithdrawn(withdrawal: Withdrawal): Iterable<number>;
  onFigures(): void;
  /** All blocks are written. */
  onWhole(): void;
  /** No room for a block: nothing is asked for until `release`. */
  onFull(): void;
  onError(thrown: unknown): void;
}

export class BlockFetcher {
  private readonly machine: ReceiveMachine<ProviderLane>;
  private readonly blocks: number;
  private isStopped = false;
  /** Withdrawals that are being checked. Never rejects. */
  private settling: Promise<void> = Promise.resolve();

  private readonly verifier: ShareVerifier;
  private readonly blockStore: BlockStore;
  private readonly events: DownloadEvents;

  constructor(bytes: number, verifier: ShareVerifier, blockStore: BlockStore, events: DownloadEvents) {
    this.verifier = verifier;
    this.blockStore = blockStore;
    this.events = events;
    this.blocks = blockCount(bytes);
    this.machine = new ReceiveMachine(bytes, blockStore.doneBlocks(), { random: Math.random });
  }

  /** Lanes of one provider. */
  onSources(provider: Provider, lanes: readonly ProviderLane[]): void {
    const { peer, roundTripMs, held, start } = provider;
    if (held !== undefined) {
      const { size } = held.blocks;
      this.perform(this.machine.gotHoldings(peer, new Bitmap(size, held.blocks.toBytes()), performance.now()));
    } else if (start !== undefined) this.machine.gotStart(peer, start);
    this.perform(this.machine.onSources(lanes, peer, performance.now(), roundTripMs, provider.lane(0)));
  }

  /** A holder has these as well. */
  gotHave(peer: PeerId, blocks: readonly number[]): void {
    this.perform(this.machine.gotHave(peer, blocks, performance.now()));
  }

  /** A seed has begun to give these to others. */
  gotGiven(peer: PeerId, blocks: readonly number[]): void {
    this.perform(this.machine.gotGiven(peer, blocks, performance.now()));
  }

  /** Blocks are passed on in their order: nothing is asked for out of it. */
  inOrder(): void {
    this.perform(this.machine.setUrgent(0, this.blocks, performance.now()));
  }

  /** Twice a second or so: what somebody holds up is asked of others. */
  tick(nowMs: number): void {
    this.perform(this.machine.tick(nowMs));
  }

  /** Of a probe beside a peer's lanes. */
  gotRoundTrip(peer: string, ms: number): void {
    this.perform(this.machine.gotRoundTrip(peer, ms, performance.now()));
  }

  /** Lanes that a peer's path is worth (LaneFacts). */
  worthLanes(peer: PeerId): number | undefined {
    return this.machine.worthLanes(peer);
  }

  onSourceLost(lane: ProviderLane): void {
    this.perform(this.machine.onSourceLost(lane, performance.now()));
  }

  /** Asks for no more, until `release`. */
  hold(): void {
    this.machine.hold();
  }

  release(): void {
    this.perform(this.machine.release(performance.now()));
  }

  onSourceResumed(lane: ProviderLane): void {
    this.machine.onSourceResumed(lane, performance.now());
  }

  /** What the share's key says of it counts before any block that comes after it. */
  gotWithdrawal(lane: ProviderLane, withdrawal: Withdrawal): void {
    this.perform(this.machine.gotWithdrawal(lane, withdrawal, performance.now()));
  }

  /** Blocks of files that are not to be had. */
  skip(blocks: Iterable<number>): void {
    this.perform(this.machine.skip(blocks, performance.now()));
  }

  gotBlockSignature(lane: ProviderLane, blockSignature: BlockSignature): void {
    this.perform(this.machine.gotBlockSignature(lane, blockSignature, performance.now()));
  }

  gotChunk(lane: ProviderLane, chunk: Chunk): void {
    this.perform(this.machine.gotChunk(lane, chunk, performance.now()));
  }

  /** Nothing is on its way: the disk has to take what is here. */
  get isWaitingForDisk(): boolean {
    return this.machine.isWaitingForWrites;
  }

  /** What is still under way is let go. */
  stop(): void {
    this.isStopped = true;
  }

  private async settle(lane: ProviderLane, withdrawal: Withdrawal): Promise<void> {
    const isGood = await this.verifier.hasSignedWithdrawal(withdrawal).catch(() => false);
    if (this.isStopped) return;
    const blocks = isGood ? this.events.onWithdrawn(withdrawal) : [];
    this.perform(this.machine.gotWithdrawalVerdict(lane, isGood, blocks, performance.now()));
  }

  private gotUnwritten(block: number, thrown: unknown): void {
    if (this.isStopped) return;
    if (!(thrown instanceof BeamError && thrown.code === 'space-short')) return this.events.onError(thrown);
    this.machine.hold();
    this.machine.gotUnwritten(block);
    this.events.onFull();
  }

  private perform(effects: readonly ReceiveEffect<ProviderLane>[]): void {
    if (this.isStopped) return;
    for (const effect of effects) {
      switch (effect.type) {
        case 'request':
          this.events.request(effect.source, effect.piece);
          break;
        case 'cancel':
          this.events.cancel(effect.source, effect.blocks);
          break;
        case 'withdrawal':
          this.settling = this.settling.then(() => this.settle(effect.source, effect.withdrawal));
          break;
        case 'verify':
          this.settling
            .then(() => this.verifier.hasSignedBlock(effect.blockSignature, effect.bytes))
            .then(
              (isGood) => this.perform(this.machine.gotVerdict(effect.block, isGood, performance.now())),
              () => this.perform(this.machine.gotVerdict(effect.block, false, performance.now())), // what cannot be checked is not good
            );
          break;
        case 'write':
          this.blockStore.write(effect.block, effect.bytes, effect.blockSignature).then(
            (buffer) => {
              this.events.onFigures();
              this.perform(this.machine.gotWritten(effect.block, performance.now(), buffer));
            },
            (thrown: unknown) => this.gotUnwritten(effect.block, thrown),
          );
          break;
        case 'drop':
          this.events.onDropped(effect.source, effect.code);
          break;
        case 'complete':
          this.events.onWhole();
          break;
      }
    }
  }
}
