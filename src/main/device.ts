/** What this device gives to each room. Its connections are loaded with the first one (shared.ts). */
import type { RoomPeersParts } from '../room/membership.ts';
import { pageLife } from '../shell/page-life.ts';
import { network } from '../shell/platform.ts';
import type { UploadChoice } from '../files/serve/upload-choice.ts';
import { StoredRelayChoice } from '../shell/relay-choice.ts';
import { StoredUploadChoice } from '../shell/upload-choice.ts';

export type Device = Pick<RoomPeersParts, 'config' | 'relayChoice' | 'life' | 'network'> & {
  /** Origin of the signaling server, which is that of the page. */
  readonly server: string;
  readonly uploadChoice: UploadChoice;
};

export const thisDevice = (): Device => ({
  server: location.origin,
  config: {},
  relayChoice: new StoredRelayChoice(),
  uploadChoice: new StoredUploadChoice(),
  life: pageLife,
  network,
});
