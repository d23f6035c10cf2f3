/**
 * One accepted transfer at the receiver: carries out what the receive machine decides, until every block is in the
 * vault.
 */
import { BeamError, type ErrorCode } from '../../protocol/errors.ts';
import type { Chunk, Piece, BlockSignature } from '../../protocol/frame.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { ShareVerifier } from '../../rendezvous/share-key.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../transfer/exchange/receive-machine.ts';
import type { BlockStore } from '../keep/block-store.ts';
import { laneId, type LaneId } from './lane-id.ts';

export interface DownloadEvents {
  request(source: LaneId, piece: Piece): void;
  /** A source broke a rule: no more is taken from its peer. */
  onDropped(source: LaneId, code: ErrorCode): void;
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
  private readonly machine: ReceiveMachine;
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
    this.machine = new ReceiveMachine(bytes, blockStore.doneBlocks());
  }

  /** Lanes of one peer. */
  onSources(peer: PeerId, lanes: Iterable<number>, roundTripMs: number | undefined): void {
    const sources = Array.from(lanes, (lane) => laneId(peer, lane));
    this.perform(this.machine.onSources(sources, peer, performance.now(), roundTripMs, laneId(peer, 0)));
  }

  /** Of a probe beside a peer's lanes. */
  gotRoundTrip(peer: string, ms: number): void {
    this.perform(this.machine.gotRoundTrip(peer, ms, performance.now()));
  }

  /** Lanes that a peer's path is worth (LaneFacts). */
  worthLanes(peer: PeerId): number | undefined {
    return this.machine.worthLanes(peer);
  }

  onSourceLost(source: LaneId): void {
    this.perform(this.machine.onSourceLost(source, performance.now()));
  }

  /** Asks for no more, until `release`. */
  hold(): void {
    this.machine.hold();
  }

  release(): void {
    this.perform(this.machine.release(performance.now()));
  }

  onSourceResumed(source: LaneId): void {
    this.machine.onSourceResumed(source, performance.now());
  }

  /** What the share's key says of it counts before any block that comes after it. */
  gotWithdrawal(source: LaneId, withdrawal: Withdrawal): void {
    this.perform(this.machine.gotWithdrawal(source, withdrawal, performance.now()));
  }

  /** Blocks of files that are not to be had. */
  skip(blocks: Iterable<number>): void {
    this.perform(this.machine.skip(blocks, performance.now()));
  }

  gotBlockSignature(source: LaneId, blockSignature: BlockSignature): void {
    this.perform(this.machine.gotBlockSignature(source, blockSignature, performance.now()));
  }

  gotChunk(source: LaneId, chunk: Chunk): void {
    this.perform(this.machine.gotChunk(source, chunk, performance.now()));
  }

  /** Nothing is on its way: the disk has to take what is here. */
  get isWaitingForDisk(): boolean {
    return this.machine.isWaitingForWrites;
  }

  /** What is still under way is let go. */
  stop(): void {
    this.isStopped = true;
  }

  private async settle(source: LaneId, withdrawal: Withdrawal): Promise<void> {
    const isGood = await this.verifier.hasSignedWithdrawal(withdrawal).catch(() => false);
    if (this.isStopped) return;
    const blocks = isGood ? this.events.onWithdrawn(withdrawal) : [];
    this.perform(this.machine.gotWithdrawalVerdict(source, isGood, blocks, performance.now()));
  }

  private gotUnwritten(block: number, thrown: unknown): void {
    if (this.isStopped) return;
    if (!(thrown instanceof BeamError && thrown.code === 'space-short')) return this.events.onError(thrown);
    this.machine.hold();
    this.machine.gotUnwritten(block);
    this.events.onFull();
  }

  private perform(effects: readonly ReceiveEffect[]): void {
    if (this.isStopped) return;
    for (const effect of effects) {
      switch (effect.type) {
        case 'request':
          this.events.request(effect.source, effect.piece);
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
