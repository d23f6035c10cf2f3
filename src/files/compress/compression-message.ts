/** What a page and its packing worker say to each other, some chunks at once. All bytes are handed over. */

export interface ToPack {
  readonly id: number;
  readonly plain: Uint8Array<ArrayBuffer>;
}

export interface Packed {
  readonly id: number;
  /** Given back, to be used again. */
  readonly plain: Uint8Array<ArrayBuffer>;
  /** undefined: packing saves nothing. */
  readonly packed: Uint8Array<ArrayBuffer> | undefined;
}
