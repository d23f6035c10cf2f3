/** The shares that this person adds to a room, beside the one that it was founded with: made, kept, and found again. */
import { toBeamError, BeamError } from '../protocol/errors.ts';
import { MAX_SHARES } from '../protocol/limits.ts';
import { toBase64url } from '../protocol/base64url.ts';
import { idOf, newShare, storedShare, type OwnShare } from '../files/serve/own-share.ts';
import type { Link } from '../rendezvous/link.ts';
import type { Capability } from '../rendezvous/token.ts';
import { FileSource } from '../storage/source/file-source.ts';
import {
  pickedFromHandles,
  pickedFromList,
  pickedFromTransfer,
  type LeftOut,
  type PickedFile,
} from '../storage/source/picked-files.ts';
import type { TakenTransfer } from '../storage/source/taken-transfer.ts';
import { OfferedShare, type OfferedParts, type OfferedPlace } from './offered-share.ts';
import { addedRecord, addedTo } from './own-room.ts';

export interface AddingPlace extends OfferedPlace {
  capability(): Capability;
  /** Of somebody else's room: it leads back there. */
  readonly link: Link | undefined;
  /** From now on this person does more than look. */
  takePart(): void;
  /** What people see of the list has changed. */
  onList(): void;
}

/** What was chosen, taken out of its event. */
export type Chosen =
  | { readonly type: 'files'; readonly files: readonly File[] }
  | { readonly type: 'handles'; readonly handles: readonly FileSystemHandle[] }
  | { readonly type: 'transfer'; readonly taken: TakenTransfer };

export class AddedShares {
  readonly list: OfferedShare[] = [];
  isAdding = false;
  /** Of what was chosen last. */
  error: BeamError | undefined;

  private readonly parts: OfferedParts;
  private readonly place: AddingPlace;

  constructor(parts: OfferedParts, place: AddingPlace) {
    this.parts = parts;
    this.place = place;
  }

  isOwn(shareId: string): boolean {
    return this.list.some(({ own }) => toBase64url(own.signer.shareId) === shareId);
  }

  get isBusy(): boolean {
    return this.list.some(({ view }) => view.isBusy);
  }

  /** Makes a share of it, and offers it to everybody in the room. What goes wrong is in `error`. */
  async add(chosen: Chosen): Promise<void> {
    this.isAdding = true;
    this.error = undefined;
    this.place.onList();
    try {
      await this.make(chosen);
    } catch (thrown) {
      this.error = toBeamError(thrown, 'internal');
    } finally {
      this.isAdding = false;
      this.place.onList();
    }
  }

  /** What was added on an earlier visit. */
  async restore(): Promise<void> {
    const records = await addedTo(this.place.capability().roomId, this.parts.sent).catch(() => []);
    for (const record of records) {
      if (this.place.signal.aborted || this.list.some(({ id }) => id === record.id)) continue;
      const share = this.hold(record.id, await storedShare(record), []);
      share.run(() => share.reopen());
    }
    this.place.onList();
  }

  private async make(chosen: Chosen): Promise<void> {
    if (this.list.length >= MAX_SHARES - 1) throw new BeamError('shares-many');
    const leftOut: LeftOut[] = [];
    const [picked, handles] = await Promise.all([pick(chosen, (each) => leftOut.push(each)), handlesOf(chosen)]);
    const source = new FileSource(picked);
    const own = await newShare(source.files, handles, Date.now());
    const share = this.hold(idOf(own), own, leftOut);
    // Without a place to keep it the share lives as long as its page.
    this.parts.sent.put(...addedRecord(own, this.place.capability(), this.place.link)).catch(() => {});
    share.run(() => share.open(source, true));
  }

  private hold(id: string, own: OwnShare, leftOut: readonly LeftOut[]): OfferedShare {
    const share = new OfferedShare(id, own, this.parts, this.place, leftOut);
    this.list.push(share);
    this.place.takePart();
    return share;
  }
}

function pick(chosen: Chosen, onLeftOut: (each: LeftOut) => void): Promise<PickedFile[]> {
  switch (chosen.type) {
    case 'files':
      return pickedFromList(chosen.files, onLeftOut);
    case 'handles':
      return pickedFromHandles(chosen.handles, onLeftOut);
    case 'transfer':
      return pickedFromTransfer(chosen.taken, onLeftOut);
  }
}

async function handlesOf(chosen: Chosen): Promise<readonly FileSystemHandle[]> {
  if (chosen.type === 'files') return [];
  return chosen.type === 'handles' ? chosen.handles : chosen.taken.handles;
}
