/** How much of a window to ask for in one request on one lane, and how much may be in flight on that lane. */
import { LEAST_PIECE_BYTES, PIECE_BYTES } from '../../protocol/limits.ts';

const NEAR_PIECE_BYTES = 64 * 1024;
/**
 * The largest piece on a far path. Small pieces keep the lanes in step, but each one costs the sender a message between
 * two threads.
 */
const FAR_PIECE_BYTES = 64 * 1024;
/** A piece that is larger than this is a multiple of it. */
const UNIT_BYTES = 16 * 1024;
/** A lane's part of the window is at least LANE_PIECES pieces, and the whole window at least PIECES. */
const LANE_PIECES = 2;
const PIECES = 6;
/** A lane may have this many times its part in flight: fast lanes take over from lanes that are stuck. */
const LANE_FACTOR = 2;

export interface PieceSize {
  readonly pieceBytes: number;
  readonly mostBytes: number;
}

/** @param partBytes one lane's part of the window @param compressionRatio of recent bytes (compression-ratio.ts) */
export const nearPieceSize = (partBytes: number, compressionRatio: number): PieceSize => {
  const pieceBytes = Math.max(
    UNIT_BYTES,
    wholePieces(Math.min(NEAR_PIECE_BYTES * compressionRatio, partBytes), PIECE_BYTES),
  );
  return { pieceBytes, mostBytes: Math.max(partBytes, pieceBytes) };
};

/**
 * @param partBytes one lane's part of the window @param wholeBytes the window of all lanes: on a slow line, with few
 * lanes, it keeps the pieces small, so that bytes come evenly
 */
export const farPieceSize = (partBytes: number, wholeBytes: number): PieceSize => {
  const pieceBytes = wholePieces(Math.min(partBytes / LANE_PIECES, wholeBytes / PIECES), FAR_PIECE_BYTES);
  return { pieceBytes, mostBytes: Math.max(partBytes * LANE_FACTOR, 2 * pieceBytes) };
};

/** About this many bytes, as whole units; below one unit, as whole least pieces. */
function wholePieces(bytes: number, most: number): number {
  const unit = bytes < UNIT_BYTES ? LEAST_PIECE_BYTES : UNIT_BYTES;
  return Math.min(most, Math.max(unit, Math.floor(bytes / unit) * unit));
}
