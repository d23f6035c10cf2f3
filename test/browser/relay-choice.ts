/** Somebody's choice between direct connections and relays alone, which no other person of the test shares. */
import type { RelayChoice } from '../../src/session/view/beamline.ts';

export class OwnRelayChoice implements RelayChoice {
  isRelayOnly: boolean;
  private readonly listeners = new Set<() => void>();

  constructor(isRelayOnly = false) {
    this.isRelayOnly = isRelayOnly;
  }

  set(isRelayOnly: boolean): void {
    this.isRelayOnly = isRelayOnly;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }
}
