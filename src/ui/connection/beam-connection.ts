import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { ConnectionView } from '../../session/view/connection.ts';
import { beamConnectionStyles } from './beam-connection.styles.ts';
import { emit } from '../app/events.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { connectionHistory, connectionSentence, pathWords } from '../strings/path.ts';

/** One connection, and the name of its peer where there are several. */
export interface NamedConnection {
  readonly name: string | undefined;
  readonly view: ConnectionView;
}

/** Views are snapshots, so the same objects look the same. */
function haveChanged(now: readonly NamedConnection[], before: readonly NamedConnection[] | undefined): boolean {
  return (
    now.length !== before?.length ||
    now.some(({ name, view }, index) => name !== before[index]?.name || view !== before[index]?.view)
  );
}

/**
 * How the bytes travel: one sentence for people, with stages and figures folded away. Fires `beam-watch`.
 */
@customElement('beam-connection')
export class BeamConnection extends LitElement {
  static override styles = [sharedStyles, beamConnectionStyles];

  @property({ attribute: false, hasChanged: haveChanged }) connections: readonly NamedConnection[] = [];

  /** Names of the connections whose details are open. */
  @state() private opened: ReadonlySet<string | undefined> = new Set();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section aria-label=${pathWords.connection()}>
      <h2>${pathWords.connection()}</h2>
      ${this.connections.map((connection) => this.connection(connection))}
    </section>`;
  }

  private connection({ name, view }: NamedConnection) {
    const history = connectionHistory(view);
    return html`
      ${name === undefined ? nothing : html`<h3>${name}</h3>`}
      <p>${connectionSentence(view)}</p>
      ${history === '' ? nothing : html`<p class="quiet">${history}</p>`}
      <details ?open=${view.failure !== undefined} @toggle=${(event: Event) => this.toggled(name, event)}>
        <summary>${pathWords.details()}</summary>
        ${this.opened.has(name) ? html`<beam-path .view=${view}></beam-path>` : nothing}
      </details>
    `;
  }

  /** The details are loaded when they are first opened, and figures are gathered while they are open. */
  private toggled(name: string | undefined, { target }: Event): void {
    const isOpen = target instanceof HTMLDetailsElement && target.open;
    if (isOpen === this.opened.has(name)) return;
    const opened = new Set(this.opened);
    if (isOpen) opened.add(name);
    else opened.delete(name);
    const wasWatched = this.opened.size > 0;
    const isWatched = opened.size > 0;
    this.opened = opened;
    if (isWatched === wasWatched) return;
    if (isWatched) void import('./beam-path.ts');
    emit(this, 'beam-watch', isWatched);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-connection': BeamConnection;
  }
}
