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
  private isLost = false;
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
    host.addController(new ViewController(host, () => this.notes));
  }

  hostConnected(): void {}

  /** To be called when there may be somebody to write to. @param calm what is more urgent is done by then */
  load(share: Noted, calm?: Promise<void>): void {
    if (this.of === share) return;
    this.of = share;
    this.notes = undefined;
    this.isLost = false;
    (calm ?? Promise.resolve())
      .then(() => Promise.all([share.notes(), import('./beam-notes.ts')]))
      .then(
        ([notes]) => {
          if (this.of !== share) return;
          this.notes = notes;
          this.host.requestUpdate();
        },
        () => {
          if (this.of !== share) return;
          this.isLost = true; // the files are there without them
          this.host.requestUpdate();
        },
      );
  }

  /** They are on their way. */
  get areComing(): boolean {
    return this.of !== undefined && this.notes === undefined && !this.isLost;
  }

  /** @param look classes */
  card(look = 'card') {
    return this.notes === undefined ? nothing : html`<beam-notes class=${look} .session=${this.notes}></beam-notes>`;
  }
}
