/** Renders an element again on each new view of its session, or of anything else that it shows. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Watched {
  onChange(listener: () => void, signal: AbortSignal): void;
}

export class ViewController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly watchedByHost: () => Watched | undefined;
  private followed: Watched | undefined;
  private watching = new AbortController();

  /** For `host.addController`. @param watchedByHost asked before each render */
  constructor(host: ReactiveControllerHost, watchedByHost: () => Watched | undefined) {
    this.host = host;
    this.watchedByHost = watchedByHost;
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    const watched = this.watchedByHost();
    if (watched === this.followed) return;
    this.hostDisconnected();
    this.followed = watched;
    this.watching = new AbortController();
    watched?.onChange(() => this.host.requestUpdate(), this.watching.signal);
  }

  hostDisconnected(): void {
    this.watching.abort();
    this.followed = undefined;
  }
}
