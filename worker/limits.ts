/**
 * Bounds that only the server keeps. What peers must know of is in src/protocol/limits.ts, joins per address in
 * wrangler.toml.
 */
import { MAX_PEERS } from '../src/protocol/limits.ts';

/**
 * Sockets of one room, with those that were closed by the room and whose other side does not answer: the platform keeps
 * these for as long as their connection stands. Stops a member from piling them up by rejoining; far above what a peer
 * on a bad network leaves behind.
 */
export const MAX_ROOM_SOCKETS = 8 * MAX_PEERS;

/**
 * Bytes that wait for a stream's reader: stops one who joins by HTTP and never reads from filling the Worker's memory.
 */
export const MAX_STREAM_BACKLOG_BYTES = 1024 * 1024;
