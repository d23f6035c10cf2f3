/** Renders an element again on each new view of its session. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Session } from './session-list.ts';

export class ViewController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #session: Session | undefined;
  #watching = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** To be called with the element's session before each render. */
  follow(session: Session): void {
    if (session === this.#session) return;
    this.hostDisconnected();
    this.#session = session;
    this.#watching = new AbortController();
    session.onChange(() => this.#host.requestUpdate(), this.#watching.signal);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#watching.abort();
    this.#session = undefined;
  }
}
