/** What holds a transfer up that is not its connections. */
export interface StallReasons {
  /** By hand, here. */
  readonly isPaused: boolean;
  /** The disk is full: the error says how full. */
  readonly isFull: boolean;
  /** The sender reads a file once more. */
  readonly isChecking: boolean;
  /** Nothing comes, though a link is open. */
  readonly isStill: boolean;
  /** New links bring no bytes. */
  readonly isStalled: boolean;
}

export const NO_STALL: StallReasons = {
  isPaused: false,
  isFull: false,
  isChecking: false,
  isStill: false,
  isStalled: false,
};
