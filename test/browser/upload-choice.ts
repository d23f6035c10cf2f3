/** Somebody's choice of what their browser sends, which no other person of the test shares. */
import type { UploadChoice } from '../../src/session/view/beamline.ts';

export class OwnUploadChoice implements UploadChoice {
  helps = true;
  mostBitsPerSecond: number | undefined;
  private readonly listeners = new Set<() => void>();

  setHelps(helps: boolean): void {
    this.helps = helps;
    this.tell();
  }

  setMost(bitsPerSecond: number | undefined): void {
    this.mostBitsPerSecond = bitsPerSecond;
    this.tell();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
