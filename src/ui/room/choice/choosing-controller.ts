/** The files of a share of somebody else: a plain list until there is something to choose from, and its boxes are here. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';

import type { TakenSession, TakenView } from '../../../session/view/receive.ts';
import '../beam-files.ts';
import { words } from '../../strings/words.ts';
import type * as Choosing from './choosing.ts';

export class ChoosingController implements ReactiveController {
  private choosing: typeof Choosing | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly sessionOfHost: () => TakenSession;

  /** @param sessionOfHost asked before each render */
  constructor(host: ReactiveControllerHost, sessionOfHost: () => TakenSession) {
    this.host = host;
    this.sessionOfHost = sessionOfHost;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.sessionOfHost().view.choice === undefined || this.choosing !== undefined) return;
    import('./choosing.ts').then(
      (choosing) => {
        this.choosing = choosing;
        this.host.requestUpdate();
      },
      () => {}, // the plain list stays
    );
  }

  /** @param label heading, and accessible name of the list. @param look classes */
  files(label: string, look = '') {
    const session = this.sessionOfHost();
    const { files, amount, withdrawn, choice } = session.view;
    if (choice !== undefined && this.choosing !== undefined) return this.choosing.chosenFiles(session, label, look);
    return html`<beam-files class=${look} .files=${files} .amount=${amount} .label=${label} .withdrawn=${withdrawn}
      .withdrawnHint=${words.withdrawnThere()}></beam-files>`;
  }

  /** What the buttons take, or why they take nothing. */
  hint(view: TakenView) {
    return this.choosing?.chosenHint(view) ?? nothing;
  }
}
