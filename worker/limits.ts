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
export const MAX_ROOM_SOCKETS = 8 * MAX_PEERS;

/**
 * Bytes that may wait for the reader of a stream. This stops a peer that joins by HTTP and never reads from filling the
 * Worker's memory.
 */
export const MAX_STREAM_BACKLOG_BYTES = 1024 * 1024;
