/** Whether a share can be kept in this browser until it is saved. */
import { BeamError } from '../../protocol/errors.ts';
import type { Ledger } from '../../storage/records/ledger.ts';
import { BlockStore } from './block-store.ts';
import type { AnnouncedShare } from '../fetch/announced-share.ts';

export interface SpaceParts {
  readonly ledger: Ledger;
  /** Bytes that this origin may still store; undefined when the browser does not say. */
  freeBytes(): Promise<number | undefined>;
}

/** `space-short`, with the figures; undefined when there is enough free space, or nobody knows. */
export function shortageOf(neededBytes: number, freeBytes: number | undefined): BeamError | undefined {
  return freeBytes === undefined || neededBytes <= freeBytes
    ? undefined
    : new BeamError('space-short', { figures: { neededBytes, freeBytes } });
}

/** Before anything of it is opened. What is stored of it already needs no more space. */
export async function findShortage(parts: SpaceParts, { id, head }: AnnouncedShare): Promise<BeamError | undefined> {
  const [storedBytes, freeBytes] = await Promise.all([
    BlockStore.bytesStored(parts.ledger, id, head),
    parts.freeBytes(),
  ]);
  return shortageOf(head.bytes - storedBytes, freeBytes);
}
