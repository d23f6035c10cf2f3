/** A swarm to be simulated, and what came of it. */

/** Says that it has everything; answers nothing, sends wrong bytes, or a hundredth of what its line could. */
export type Lie = 'silent' | 'garbage' | 'slow';

export interface SwarmScenario {
  readonly seed: number;
  readonly blocks: number;
  readonly receivers: number;
  /** Of them. */
  readonly liars?: readonly Lie[];
  readonly neighbours?: number;
  /** How many a receiver serves at once. */
  readonly turns?: number;
  /** With how many the seed has a link. */
  readonly seedLinks?: number;
  /** How many the seed serves at once. */
  readonly seedTurns?: number;
  /** Bytes per ms. */
  readonly seedUp?: number;
  readonly up?: number;
  readonly down?: number;
  /** Of each path, one way. */
  readonly delayMs?: number;
  /** Played from the start. */
  readonly urgentBlocks?: number;
  /** Streamed out in order: the whole rest is urgent. */
  readonly isOrdered?: boolean;
  /** When every block is with some receiver, the seed goes. */
  readonly seedLeaves?: boolean;
  /** Receivers come over so many ms. */
  readonly arrivalMs?: number;
  /** This part of the receivers leave in the middle, and others come. */
  readonly churn?: number;
}

export interface Outcome {
  /** When the last honest receiver that stayed was complete. */
  readonly makespanMs: number;
  /** What one receiver alone would take, by the seed's line. */
  readonly aloneMs: number;
  readonly seedBytes: number;
  readonly fileBytes: number;
  /** Jain's index over what the receivers gave. */
  readonly fairness: number;
  readonly unfinished: number;
  /** Bytes that arrived and were not needed, over the file. */
  readonly waste: number;
}
