/** One share on one link: what is said of it there, and sent of it, carries its number (SPEC.md, C11 and D1). */
import type { ErrorCode } from '../protocol/errors.ts';
import type { StopMessage } from '../protocol/messages/control-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { LanePeer, PeerLanes } from '../room/service.ts';
import type { ServingCosts } from './serve/serving-costs.ts';

export interface ShareLink {
  readonly peer: PeerId;
  /** For frames. */
  readonly number: number;
  readonly lanes: PeerLanes;
  /** What the other side costs us, over all shares of the link. */
  readonly costs: ServingCosts;
  /** False when the link is closed: the message is lost. */
  send(message: { readonly type: string }): boolean;
  /** Ends the share under this number; the link goes on. @param path of the file that it is about */
  stop(code: ErrorCode, path?: string): void;
  /** Ends the link: the peer broke a rule, or all is over. */
  end(code: ErrorCode, path?: string): void;
}

export interface ShareLinkParts {
  readonly number: number;
  /** As this share may use them. */
  readonly lanes: PeerLanes;
  readonly costs: ServingCosts;
  /** The number is not in use any more. */
  readonly onStop: () => void;
}

export function shareLink(link: LanePeer, { number, lanes, costs, onStop }: ShareLinkParts): ShareLink {
  const send = (message: { readonly type: string }): boolean => {
    const numbered = { share: number, ...message };
    return link.send(numbered);
  };
  return {
    peer: link.id,
    number,
    lanes,
    costs,
    send,
    stop: (code, path) => {
      const stop: StopMessage = { type: 'stop', code, ...(path === undefined ? {} : { path }) };
      send(stop);
      onStop();
    },
    end: (code, path) => link.end(code, path),
  };
}
