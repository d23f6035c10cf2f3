/** Which way into the room to try next: WebSocket first, plain HTTP where that does not get through. Pure. */

export type Way = 'socket' | 'stream' | 'padded-stream';

export interface Choice {
  readonly way: Way;
  /** How often it has failed in a row. */
  readonly strikes: number;
  /** The way that worked last, since the network changed. It may fail more often before another one is tried. */
  readonly good: Way | undefined;
}

export const FIRST_CHOICE: Choice = { way: 'socket', strikes: 0, good: undefined };

const NEXT: Record<Way, Way> = { socket: 'stream', stream: 'padded-stream', 'padded-stream': 'socket' };

/**
 * How many strikes a way may have before another one is tried. After a deploy, or a moment without network, a peer must
 * not stay on HTTP for the rest of the day.
 */
const PATIENCE: Record<Way, { readonly fresh: number; readonly good: number }> = {
  socket: { fresh: 2, good: 4 },
  stream: { fresh: 1, good: 2 },
  'padded-stream': { fresh: 1, good: 2 },
};

/**
 * Silence counts as two refusals: it costs seconds, and a proxy that swallows one handshake swallows the next one, too.
 */
const STRIKES = { refused: 1, silent: 2 };

/** We were welcomed. */
export const worked = ({ way }: Choice): Choice => ({ way, strikes: 0, good: way });

/** It was refused or broke (`refused`), or nothing came in time (`silent`). */
export function failed({ way, strikes, good }: Choice, how: keyof typeof STRIKES): Choice {
  const sum = strikes + STRIKES[how];
  const patience = good === way ? PATIENCE[way].good : PATIENCE[way].fresh;
  if (sum < patience) return { way, strikes: sum, good };
  // HTTP worked before and now fails: this may be another network, on which a WebSocket gets through.
  return good === way && way !== 'socket' ? FIRST_CHOICE : { way: NEXT[way], strikes: 0, good };
}

/** How long an attempt may take from its start to the welcome. It is short while another way may be better. */
export const welcomeMs = ({ way, good }: Choice): number => (way === good ? 10_000 : 5000);
