/** What this browser keeps of a room of this person. Without a place to keep it the room lives as long as its page. */
import type { OwnShare } from '../files/serve/own-share.ts';
import type { OfferedShare } from './offered-share.ts';
import {
  addedRecord,
  foundingContent,
  foundingSummary,
  removeRoom,
  type OwnRoom,
  type RoomRecords,
} from './own-room.ts';

export class RoomRecord {
  /** As it is now. */
  room: OwnRoom;
  private readonly stores: RoomRecords;

  constructor(room: OwnRoom, stores: RoomRecords) {
    this.room = room;
    this.stores = stores;
  }

  /** All of it. @param main the share that the room was founded with */
  keep(main: OwnShare | undefined): void {
    const { room } = this;
    this.stores.sent.put(foundingSummary(room, main), foundingContent(room, main)).catch(() => {}); // while the page lives
  }

  /** What may change while it is open. */
  change(changes: Partial<OwnRoom>, main: OwnShare | undefined): void {
    this.room = { ...this.room, ...changes };
    this.stores.sent.update(foundingSummary(this.room, main)).catch(() => {}); // it holds as long as this page
  }

  /** Somebody has all of a share: that it counts outlives the page. */
  counted(share: OfferedShare, main: OfferedShare | undefined): void {
    if (share === main) return this.change({}, share.own);
    const [summary] = addedRecord(share.own, this.room.capability);
    this.stores.sent.update(summary).catch(() => {}); // it counts as long as this page lives
  }

  /** It can be forgotten by hand as well. */
  remove(): void {
    removeRoom(this.room.capability.roomId, this.stores).catch(() => {});
  }
}
