/**
 * Limits that only the server enforces. Limits that peers must know are in src/protocol/limits.ts. The limit on joins
 * per address is in wrangler.toml.
 */
import { MAX_PEERS } from '../src/protocol/limits.ts';

/**
 * Sockets of one room. A socket that the room has closed counts as long as its other side does not answer, because the
 * platform keeps it until the connection ends. This stops a member from piling up sockets by rejoining. A peer on a bad
 * network leaves far fewer behind.
 */
export const MAX_ROOM_SOCKETS = 4 * MAX_PEERS;

/**
 * Peers that a room remembers a member to know, those included that have left and may come back. All others of a full
 * room, and so little that it fits into an attachment of 16 KiB (Durable Objects, WebSockets). Stops a member from
 * filling that by speaking to ever new peers.
 */
export const MAX_KNOWN_PEERS = 2 * MAX_PEERS;

/**
 * Characters that a room passes on at once for all its members together, and per second after that. All of a full room
 * that link with each other in the same second say about 25 million. What is beyond it is lost. Stops members, who may
 * each say SIGNAL_BURST messages, from filling the memory that the platform has for readers that take nothing: an
 * object has 128 MB (Durable Objects, limits), and others share it.
 */
export const ROOM_BURST_CHARS = 32 * 1024 * 1024;
export const ROOM_CHARS_PER_SECOND = 4 * 1024 * 1024;

/**
 * Bytes that may wait for the reader of a stream. This stops a peer that joins by HTTP and never reads from filling the
 * Worker's memory.
 */
export const MAX_STREAM_BACKLOG_BYTES = 1024 * 1024;
