/** Takes blocks of a holder by the real fetcher, without a line between them. */
import { BlockFetcher } from '../../src/files/fetch/block-fetcher.ts';
import type { ProviderLane } from '../../src/files/fetch/provider-lane.ts';
import type { Provider } from '../../src/files/fetch/provider.ts';
import type { BlockStore } from '../../src/files/keep/block-store.ts';
import type { HeldShare } from '../../src/files/serve/held-share.ts';
import type { Piece } from '../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES } from '../../src/protocol/limits.ts';
import { blockCount } from '../../src/protocol/manifest.ts';
import type { ShareVerifier } from '../../src/rendezvous/share-key.ts';

/**
 * Resolves when as many blocks of the share's beginning as wanted are written; what is asked for besides is not answered.
 * Rejects when the holder is dropped, or a block cannot be written.
 */
export async function receive(
  holder: HeldShare,
  verifier: ShareVerifier,
  blockStore: BlockStore,
  count = blockCount(holder.bytes),
): Promise<void> {
  const wantedBytes = Math.min(count * BLOCK_BYTES, holder.bytes);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let answering = Promise.resolve();
  const answer = async (lane: ProviderLane, { block, offset, length }: Piece): Promise<void> => {
    if (block >= count) return;
    const { bytes, blockSignature } = await holder.block(block);
    if (offset === 0) fetcher.gotBlockSignature(lane, blockSignature);
    for (let at = offset; at < offset + length; at += CHUNK_BYTES)
      fetcher.gotChunk(lane, {
        block,
        offset: at,
        payload: bytes.subarray(at, Math.min(at + CHUNK_BYTES, offset + length)),
      });
  };
  const fetcher = new BlockFetcher(holder.bytes, verifier, blockStore, {
    request: (lane, piece) => {
      answering = answering.then(() => answer(lane, piece)).catch(reject);
    },
    cancel: () => reject(new Error('nobody else is there')),
    onDropped: (_source, code) => reject(new Error(code)),
    onWithdrawn: () => [],
    onFigures: () => blockStore.bytesDone >= wantedBytes && resolve(),
    onWhole: resolve,
    onFull: () => reject(new Error('full')),
    onError: reject,
  });
  const provider = { peer: 'holder', roundTripMs: 1, lane: () => lane } as unknown as Provider;
  const lane: ProviderLane = { provider, number: 0 };
  fetcher.onSources(provider, [lane]);
  if (wantedBytes === 0) resolve();
  await promise.finally(() => fetcher.stop());
}
