/** The room of one link, as this page is in it: its peers, and the services that are used with them. */
import type { FilesService } from '../files/files-service.ts';
import type { Capability } from '../rendezvous/token.ts';
import type { Membership, RoomPeersEvents, RoomPeersParts } from '../room/membership.ts';
import { RoomPeers } from '../room/room-peers.ts';
import type { RoomNotes } from './room-notes.ts';

export interface RoomRole extends Omit<Membership, 'services'> {
  readonly files: FilesService;
  readonly notes: RoomNotes;
}

export class RoomServices {
  readonly peers: RoomPeers;
  readonly files: FilesService;
  private readonly ending = new AbortController();

  constructor(
    { files, notes, ...role }: RoomRole,
    parts: RoomPeersParts,
    events: RoomPeersEvents,
    signal: AbortSignal,
  ) {
    this.files = files;
    const either = AbortSignal.any([signal, this.ending.signal]);
    this.peers = new RoomPeers({ ...role, services: [files, notes.service] }, parts, events, either);
  }

  join(server: string, capability: Capability): Promise<void> {
    return this.peers.join(server, capability);
  }

  /** Leaves the room, and whoever is there. */
  close(): void {
    this.ending.abort();
  }
}
