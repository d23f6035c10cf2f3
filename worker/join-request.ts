/**
 * Parses what a browser offers in Sec-WebSocket-Protocol: a protocol version, its identity, and whether it is the
 * host (R1, R2, R19).
 */
import { fromBase64url } from '../src/protocol/base64url.ts';
import { HOST_MARK, IDENTITY_PREFIX, isIdentity, SUBPROTOCOL } from '../src/protocol/messages/room-message.ts';

const ANY_VERSION = /^beamline\.\d{1,9}$/;

export type JoinRequest =
  | { readonly type: 'join'; readonly identity: Uint8Array<ArrayBuffer>; readonly isHost: boolean }
  /** Versions of Beamline, but not ours. `protocol`: one of those that were offered. */
  | { readonly type: 'outdated'; readonly protocol: string }
  | { readonly type: 'bad' };

export function readJoinRequest(header: string | null): JoinRequest {
  const values = (header ?? '').split(',').map((value) => value.trim());
  if (!values.includes(SUBPROTOCOL)) {
    const protocol = values.find((value) => ANY_VERSION.test(value));
    return protocol === undefined ? { type: 'bad' } : { type: 'outdated', protocol };
  }
  const identities = values.filter((value) => value.startsWith(IDENTITY_PREFIX));
  const text = identities[0]?.slice(IDENTITY_PREFIX.length);
  const identity = identities.length === 1 && isIdentity(text) ? fromBase64url(text) : undefined;
  return identity === undefined ? { type: 'bad' } : { type: 'join', identity, isHost: values.includes(HOST_MARK) };
}
