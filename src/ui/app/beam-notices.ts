import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { beamNoticesStyles } from './beam-notices.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

/** Notices about the app itself: there is no network, or a newer version is ready. */
@customElement('beam-notices')
export class BeamNotices extends LitElement {
  static override styles = [sharedStyles, beamNoticesStyles];

  /** Loads the newer version. Undefined while there is none, or while a reload would end something. */
  @property({ attribute: false }) applyUpdate: (() => void) | undefined;

  @state() private isOnline = navigator.onLine;

  private listening = new AbortController();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.isOnline = navigator.onLine;
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener('online', () => (this.isOnline = true), { signal });
    window.addEventListener('offline', () => (this.isOnline = false), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listening.abort();
  }

  override render() {
    const { applyUpdate } = this;
    return html`<div aria-live="polite">
      ${this.isOnline ? nothing : html`<p>${words.offline()}</p>`}
      ${
        applyUpdate === undefined
          ? nothing
          : html`<p>${words.updateReady()} <button class="button" type="button"
            @click=${() => applyUpdate()}>${words.updateNow()}</button></p>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-notices': BeamNotices;
  }
}
