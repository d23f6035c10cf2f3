/** What a page and its packing worker say to each other. */

export interface PackingRequest {
  readonly id: number;
  /** undefined: pack. A number: unpack to just so many bytes. */
  readonly length: number | undefined;
  /** Handed over. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface PackingReply {
  readonly id: number;
  /** undefined: it is nothing that unpacks to that length. Handed over. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}
