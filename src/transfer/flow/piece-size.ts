/** How much of a window is asked for at once on one lane, and how much may be under way on it. */
import { LEAST_PIECE_BYTES, PIECE_BYTES } from '../../protocol/limits.ts';

const NEAR_PIECE_BYTES = 64 * 1024;
/**
 * The most of a far piece: small ones keep the pace even between lanes, each costs its sender a turn of two threads.
 */
const FAR_PIECE_BYTES = 64 * 1024;
/** What is more than this is asked for in so many bytes or several times as many. */
const UNIT_BYTES = 16 * 1024;
/** In as many pieces as this a lane has its part, and all lanes have theirs, at the least. */
const LANE_PIECES = 2;
const PIECES = 6;
/** A lane may have so many times its part: those that are quick take what those that are stuck do not. */
const LANE_FACTOR = 2;

export interface PieceSize {
  readonly pieceBytes: number;
  readonly mostBytes: number;
}

/** @param partBytes of the window, a lane's @param compressionRatio of what comes compressed (compression-ratio.ts) */
export const nearPieceSize = (partBytes: number, compressionRatio: number): PieceSize => {
  const pieceBytes = Math.max(
    UNIT_BYTES,
    wholePieces(Math.min(NEAR_PIECE_BYTES * compressionRatio, partBytes), PIECE_BYTES),
  );
  return { pieceBytes, mostBytes: Math.max(partBytes, pieceBytes) };
};

/**
 * @param partBytes of the window, a lane's @param wholeBytes that all lanes have: a slow line, where few have it all,
 * is to get it evenly
 */
export const farPieceSize = (partBytes: number, wholeBytes: number): PieceSize => {
  const pieceBytes = wholePieces(Math.min(partBytes / LANE_PIECES, wholeBytes / PIECES), FAR_PIECE_BYTES);
  return { pieceBytes, mostBytes: Math.max(partBytes * LANE_FACTOR, 2 * pieceBytes) };
};

/** About this many bytes, in units, or in least pieces where that is less than one. */
function wholePieces(bytes: number, most: number): number {
  const unit = bytes < UNIT_BYTES ? LEAST_PIECE_BYTES : UNIT_BYTES;
  return Math.min(most, Math.max(unit, Math.floor(bytes / unit) * unit));
}
