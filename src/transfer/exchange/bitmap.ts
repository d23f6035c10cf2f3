/** A set of block indices: the ledger's form. One bit per block, least significant bit of byte 0 first. */
export class Bitmap {
  private readonly bits: Uint8Array<ArrayBuffer>;
  private ones = 0;

  readonly size: number;

  /**
   * @param bits as from `toBytes`; another length is another share's and counts as empty, bits past `size` are ignored
   */
  constructor(size: number, bits?: Uint8Array) {
    this.size = size;
    this.bits = new Uint8Array(Math.ceil(size / 8));
    if (bits?.length !== this.bits.length) return;
    for (let index = 0; index < size; index++) {
      if (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) this.add(index);
    }
  }

  has(index: number): boolean {
    return (((this.bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
  }

  add(index: number): void {
    if (index < 0 || index >= this.size || this.has(index)) return;
    this.bits[index >> 3] = (this.bits[index >> 3] ?? 0) | (1 << (index & 7));
    this.ones += 1;
  }

  /** False when it was not in the set. */
  delete(index: number): boolean {
    if (!this.has(index)) return false;
    this.bits[index >> 3] = (this.bits[index >> 3] ?? 0) & ~(1 << (index & 7));
    this.ones -= 1;
    return true;
  }

  get count(): number {
    return this.ones;
  }

  get isFull(): boolean {
    return this.ones === this.size;
  }

  /** The first index at or after `from` that is not in the set, or undefined. */
  firstMissing(from = 0): number | undefined {
    for (let index = from; index < this.size; index++) {
      if ((index & 7) === 0 && this.bits[index >> 3] === 0xff) index += 7;
      else if (!this.has(index)) return index;
    }
    return undefined;
  }

  /** The first index at or after `from` that is in the set, or undefined. */
  firstMember(from = 0): number | undefined {
    for (let index = from; index < this.size; index++) {
      if ((index & 7) === 0 && this.bits[index >> 3] === 0) index += 7;
      else if (this.has(index)) return index;
    }
    return undefined;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.bits.slice();
  }
}
