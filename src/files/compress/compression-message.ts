/** What a page and its compression worker say to each other, some chunks at once. All bytes are handed over. */

export interface ToCompress {
  readonly id: number;
  readonly plain: Uint8Array<ArrayBuffer>;
}

export interface Compressed {
  readonly id: number;
  /** Given back, to be used again. */
  readonly plain: Uint8Array<ArrayBuffer>;
  /** undefined: compression saves nothing. */
  readonly compressed: Uint8Array<ArrayBuffer> | undefined;
}
