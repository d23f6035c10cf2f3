/**
 * What a person lets this browser send: whether it passes on what it has taken, and how much it sends at the most. It
 * stays until it is changed, and holds for all rooms.
 */
export interface UploadChoice {
  /** By the person's word; without one, unless the browser says that its line is paid for by what it carries. */
  readonly helps: boolean;
  /** Of all that this page sends to anybody; undefined for no limit. */
  readonly mostBitsPerSecond: number | undefined;
  setHelps(helps: boolean): void;
  setMost(bitsPerSecond: number | undefined): void;
  onChange(listener: () => void, signal: AbortSignal): void;
}
