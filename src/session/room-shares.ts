/** What is in a room beside the share that its page is about, as people see it: a host's page has one, and a guest's. */
import { NO_CONNECTION } from '../connection/connection-view.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import { MAX_SHARES } from '../protocol/limits.ts';
import { toBeamError, type BeamError } from '../protocol/errors.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import { takeTransfer } from '../storage/source/taken-transfer.ts';
import type { AddedShares, AddingPlace, Chosen } from './added-shares.ts';
import { Announcer } from './announcer.ts';
import type { GivenShares } from './given-shares.ts';
import type { OfferedParts } from './offered-share.ts';
import type { GuestsView, PersonView, RoomSession, RoomView } from './view/room.ts';

export interface RoomSharesParts {
  readonly given: GivenShares;
  /** What offering takes: loaded when somebody adds something. */
  readonly offering: () => Promise<OfferedParts>;
  readonly place: AddingPlace;
  /** Undefined while the page is not in the room. */
  peers(): RoomPeers | undefined;
  /** Shares may be added. */
  isOpen(): boolean;
  guests(): GuestsView | undefined;
  /** For the host. */
  allowGuests?(areAllowed: boolean): void;
}

export class RoomShares implements RoomSession {
  private readonly announcer = new Announcer();
  private adding: AddedShares | undefined;
  private loading: Promise<AddedShares> | undefined;
  /** The code for it, or what it needs, did not come. */
  private error: BeamError | undefined;
  private isLoading = false;

  private readonly parts: RoomSharesParts;

  constructor(parts: RoomSharesParts) {
    this.parts = parts;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get view(): RoomView {
    const { adding, parts } = this;
    const { given } = parts;
    const people = this.people;
    const added = adding?.list ?? [];
    return {
      added: added.map((session) => ({ id: session.id, session })),
      given: given.list.map(({ id, share, from }) => ({
        id,
        from: { isHost: share.isHosts, number: this.numberOf(from) },
        session: share,
      })),
      people,
      guests: parts.guests(),
      isAdding: this.isLoading || adding?.isAdding === true,
      error: this.error ?? adding?.error,
      canAdd: parts.isOpen() && added.length < MAX_SHARES - 1,
      isBusy: given.isBusy || adding?.isBusy === true,
    };
  }

  addFiles(files: FileList): void {
    this.add({ type: 'files', files: Array.from(files) }); // the list empties when the page resets the input
  }

  addHandles(handles: readonly FileSystemHandle[]): void {
    this.add({ type: 'handles', handles });
  }

  addTransfer(transfer: DataTransfer): void {
    this.add({ type: 'transfer', taken: takeTransfer(transfer) });
  }

  setOnlyHost(isOnlyHost: boolean): void {
    this.parts.peers()?.setOnlyHost(isOnlyHost);
    this.announceState();
  }

  allowGuests(areAllowed: boolean): void {
    this.parts.allowGuests?.(areAllowed);
  }

  /** Those that were added. */
  get added(): AddedShares | undefined {
    return this.adding;
  }

  isOwn(shareId: string): boolean {
    return this.adding?.isOwn(shareId) ?? false;
  }

  /** What was added on an earlier visit, if there was anything. */
  async restore(): Promise<void> {
    await (await this.load()).restore();
  }

  announceState(): void {
    this.announcer.announceState();
  }

  private get people(): readonly PersonView[] {
    return (this.parts.peers()?.all ?? [])
      .filter(({ number }) => number > 0)
      .map(({ id, number, peer }) => ({
        id,
        number,
        isHost: peer?.isHost ?? false,
        isHere: peer?.isLiving === true && peer.linkState === 'open',
        connection: peer?.connection ?? NO_CONNECTION,
      }));
  }

  private numberOf(peer: PeerId): number | undefined {
    return this.parts.peers()?.get(peer)?.number || undefined;
  }

  private add(chosen: Chosen): void {
    if (!this.view.canAdd) return;
    this.error = undefined;
    this.isLoading = true;
    this.announceState();
    this.load()
      .then((added) => added.add(chosen))
      .catch((thrown: unknown) => (this.error = toBeamError(thrown, 'server-unreachable')))
      .finally(() => {
        this.isLoading = false;
        this.announceState();
      });
  }

  private load(): Promise<AddedShares> {
    this.loading ??= Promise.all([import('./added-shares.ts'), this.parts.offering()]).then(
      ([{ AddedShares: Adding }, offering]) => (this.adding = new Adding(offering, this.parts.place)),
    );
    this.loading.catch(() => (this.loading = undefined)); // it is tried again
    return this.loading;
  }
}
