/** One accepted transfer at the receiver: carries out what the receive machine decides, until every block is in the vault. */
import type { ErrorCode } from '../protocol/errors.ts';
import type { Chunk, Piece, Proof } from '../protocol/frame.ts';
import type { PeerId } from '../protocol/room-message.ts';
import type { ShareVerifier } from '../share/share-key.ts';
import { ReceiveMachine, type ReceiveEffect } from '../transfer/receive-machine.ts';
import type { Keeper } from './keeper.ts';

export interface DownloadEvents {
  request(source: PeerId, piece: Piece): void;
  /** A source broke a rule: no more is taken from it. */
  onDropped(source: PeerId, code: ErrorCode): void;
  onFigures(): void;
  /** All blocks are written. */
  onWhole(): void;
  onError(thrown: unknown): void;
}

export class Download {
  private readonly machine: ReceiveMachine;
  private isStopped = false;

  constructor(bytes: number, private readonly verifier: ShareVerifier, private readonly keeper: Keeper, private readonly events: DownloadEvents) {
    this.machine = new ReceiveMachine(bytes, keeper.doneBlocks());
  }

  onSource(source: PeerId, roundTripMs: number | undefined): void {
    this.perform(this.machine.onSource(source, performance.now(), roundTripMs));
  }

  onSourceLost(source: PeerId): void {
    this.perform(this.machine.onSourceLost(source, performance.now()));
  }

  gotProof(source: PeerId, proof: Proof): void {
    this.perform(this.machine.gotProof(source, proof, performance.now()));
  }

  gotChunk(source: PeerId, chunk: Chunk): void {
    this.perform(this.machine.gotChunk(source, chunk, performance.now()));
  }

  /** What is still under way is let go. */
  stop(): void {
    this.isStopped = true;
  }

  private perform(effects: readonly ReceiveEffect[]): void {
    if (this.isStopped) return;
    for (const effect of effects) {
      switch (effect.type) {
        case 'request':
          this.events.request(effect.source, effect.piece);
          break;
        case 'verify':
          this.verifier.hasSignedBlock(effect.proof, effect.bytes).then(
            (isGood) => this.perform(this.machine.gotVerdict(effect.block, isGood, performance.now())),
            (thrown: unknown) => this.events.onError(thrown),
          );
          break;
        case 'write':
          this.keeper.write(effect.block, effect.bytes).then((buffer) => {
            this.events.onFigures();
            this.perform(this.machine.gotWritten(effect.block, performance.now(), buffer));
          }, (thrown: unknown) => {
            if (!this.isStopped) this.events.onError(thrown);
          });
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
