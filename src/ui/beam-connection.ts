import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ConnectionView, PathView, Stage } from '../session/view.ts';
import { beamConnectionStyles } from './beam-connection.styles.ts';
import { formatMilliseconds } from './format.ts';
import { sharedStyles } from './shared.styles.ts';
import { currentLocale } from './strings/locale.ts';
import { candidateTexts, connectionSentence, pathWords, stageTexts } from './strings/path.ts';

const STAGES: readonly Stage[] = ['signaling', 'connecting', 'securing', 'communicating'];

/** One connection, and whose it is where there are several. */
export interface NamedConnection {
  readonly name: string | undefined;
  readonly view: ConnectionView;
}

/** How the bytes travel: one sentence for people, the stages and the figures folded away. */
@customElement('beam-connection')
export class BeamConnection extends LitElement {
  static override styles = [sharedStyles, beamConnectionStyles];

  @property({ attribute: false }) connections: readonly NamedConnection[] = [];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section aria-label=${pathWords.connection()}>
      <h2>${pathWords.connection()}</h2>
      ${this.connections.map(
        ({ name, view }) => html`
          ${name === undefined ? nothing : html`<h3>${name}</h3>`}
          <p>${connectionSentence(view)}</p>
          ${this.#details(view)}
        `,
      )}
    </section>`;
  }

  #details({ stage, path }: ConnectionView) {
    const reached = STAGES.indexOf(stage);
    return html`<details>
      <summary>${pathWords.details()}</summary>
      <ol>
        ${STAGES.map(
          (each, index) =>
            html`<li data-reached=${index <= reached} aria-current=${index === reached ? 'step' : nothing}>${stageTexts[each]()}</li>`,
        )}
      </ol>
      ${path === undefined ? nothing : this.#figures(path)}
    </details>`;
  }

  #figures({ protocol, local, remote, roundTripMs, dtlsVersion, dtlsCipher }: PathView) {
    const encryption = [dtlsVersion, dtlsCipher].filter((part) => part !== undefined).join(', ');
    return html`<dl class="figures">
      <div><dt>${pathWords.protocol()}</dt><dd>${protocol.toUpperCase()}</dd></div>
      <div><dt>${pathWords.here()}</dt><dd>${candidateTexts[local]()}</dd></div>
      <div><dt>${pathWords.there()}</dt><dd>${candidateTexts[remote]()}</dd></div>
      ${roundTripMs === undefined
        ? nothing
        : html`<div><dt>${pathWords.roundTrip()}</dt><dd>${formatMilliseconds(roundTripMs, currentLocale())}</dd></div>`}
      ${encryption === '' ? nothing : html`<div><dt>${pathWords.encryption()}</dt><dd>${encryption}</dd></div>`}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-connection': BeamConnection;
  }
}
