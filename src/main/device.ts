/** What this device gives to each room. Its connections are loaded with the first one (shared.ts). */
import type { RoomPeersParts } from '../room/membership.ts';
import { pageLife } from '../shell/page-life.ts';
import { network } from '../shell/platform.ts';
import { StoredRelayChoice } from '../shell/relay-choice.ts';

export type Device = Pick<RoomPeersParts, 'config' | 'relayChoice' | 'life' | 'network'> & {
  /** Origin of the signaling server, which is that of the page. */
  readonly server: string;
};

export const thisDevice = (): Device => ({
  server: location.origin,
  config: {},
  relayChoice: new StoredRelayChoice(),
  life: pageLife,
  network,
});
