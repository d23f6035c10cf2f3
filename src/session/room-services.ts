/** The room of one link, as this page is in it: its peers, and the services that are used with them. */
import type { ServiceSession, LanePeer, PeerService } from '../room/service.ts';
import type { Membership, RoomPeersEvents, RoomPeersParts } from '../room/membership.ts';
import { RoomPeers } from '../room/room-peers.ts';
import type { RoomNotes } from './room-notes.ts';
import type { Capability } from '../rendezvous/token.ts';

/** Major version of the files service (SPEC.md, section V). */
const FILES_VERSION = 1;

export interface RoomRole extends Omit<Membership, 'services'> {
  /** The files service with one peer. */
  readonly openFiles: (link: LanePeer) => ServiceSession;
  readonly notes: RoomNotes;
}

export class RoomServices {
  readonly peers: RoomPeers;
  private readonly ending = new AbortController();

  constructor(
    { openFiles, notes, ...role }: RoomRole,
    parts: RoomPeersParts,
    events: RoomPeersEvents,
    signal: AbortSignal,
  ) {
    const files: PeerService = { name: 'files', version: FILES_VERSION, open: openFiles };
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
