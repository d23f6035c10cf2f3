/** How much of a window is asked for at once on one lane, and how much may be under way on it. */
import { LEAST_PIECE_BYTES, PIECE_BYTES } from '../protocol/limits.ts';

const NEAR_PIECE_BYTES = 64 * 1024;
/** The most of a far piece: small ones keep the pace even between lanes, each costs its sender a turn of two threads. */
const FAR_PIECE_BYTES = 64 * 1024;
/** A lane may have so many times its part: those that are quick take what those that are stuck do not. */
const LANE_FACTOR = 2;

export interface PieceSize {
  readonly pieceBytes: number;
  readonly mostBytes: number;
}

/** @param partBytes of the window, a lane's @param density of what comes packed (density.ts) */
export const nearPieceSize = (partBytes: number, density: number): PieceSize => {
  const pieceBytes = wholePieces(Math.min(NEAR_PIECE_BYTES * density, partBytes), PIECE_BYTES);
  return { pieceBytes, mostBytes: Math.max(partBytes, pieceBytes) };
};

/** @param partBytes of the window, a lane's */
export const farPieceSize = (partBytes: number): PieceSize => {
  const pieceBytes = wholePieces(partBytes / 2, FAR_PIECE_BYTES);
  return { pieceBytes, mostBytes: Math.max(partBytes * LANE_FACTOR, 2 * pieceBytes) };
};

/** About this many bytes, in least pieces. */
const wholePieces = (bytes: number, most: number): number => Math.min(most, Math.max(LEAST_PIECE_BYTES, Math.floor(bytes / LEAST_PIECE_BYTES) * LEAST_PIECE_BYTES));
