/** What somebody lets a browser pass on, which no other person of the test shares. */
import { UploadCap } from '../../src/files/serve/upload-cap.ts';
import type { UploadChoice } from '../../src/files/serve/upload-choice.ts';
import { Listeners } from '../../src/protocol/listeners.ts';
import type { Sharing } from '../../src/session/holder.ts';

export class OwnUploadChoice implements UploadChoice {
  helps = true;
  mostBitsPerSecond: number | undefined;
  private readonly listeners = new Listeners();

  constructor(mostBitsPerSecond?: number) {
    this.mostBitsPerSecond = mostBitsPerSecond;
  }

  setHelps(helps: boolean): void {
    this.helps = helps;
    this.listeners.call();
  }

  setMost(bitsPerSecond: number | undefined): void {
    this.mostBitsPerSecond = bitsPerSecond;
    this.listeners.call();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }
}

/** @param mostBitsPerSecond that it sends */
export function ownSharing(mostBitsPerSecond?: number): Sharing {
  const choice = new OwnUploadChoice(mostBitsPerSecond);
  return { choice, cap: UploadCap.of(choice, new AbortController().signal) };
}
