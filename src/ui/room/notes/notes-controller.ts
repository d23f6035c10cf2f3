/** The notes beside a share: their part of the page comes when there is somebody to write to. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';

import type { NotesSession } from '../../../session/view/notes.ts';
import { ViewController } from '../../parts/view-controller.ts';

interface Noted {
  notes(): Promise<NotesSession>;
}

export class NotesController implements ReactiveController {
  private notes: NotesSession | undefined;
  private of: Noted | undefined;
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
    host.addController(new ViewController(host, () => this.notes));
  }

  hostConnected(): void {}

  /** To be called when there may be somebody to write to. */
  load(share: Noted): void {
    if (this.of === share) return;
    this.of = share;
    this.notes = undefined;
    Promise.all([share.notes(), import('./beam-notes.ts')]).then(
      ([notes]) => {
        if (this.of !== share) return;
        this.notes = notes;
        this.host.requestUpdate();
      },
      () => {}, // the files are there without them
    );
  }

  /** @param look classes */
  card(look = 'card') {
    return this.notes === undefined ? nothing : html`<beam-notes class=${look} .session=${this.notes}></beam-notes>`;
  }
}
