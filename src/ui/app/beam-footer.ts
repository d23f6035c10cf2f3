import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { Beamline } from '../../session/view/beamline.ts';
import { emit, isPlainClick } from './events.ts';
import { HOW_PATH } from './place.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

/**
 * The end of every page: the storage section, which unfolds here, the link to "How it works", and the list of shortcuts.
 * Fires `beam-how` and `beam-shortcuts`.
 */
@customElement('beam-footer')
export class BeamFooter extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        margin-inline-start: calc(-1 * var(--space-4) - 1.5px);
      }
      .button {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      beam-storage {
        margin-block-start: var(--space-2);
      }
      .keys {
        display: none;
      }
      @media (hover: hover) and (pointer: fine) {
        .keys {
          display: inline-flex;
        }
      }
    `,
  ];

  @property({ attribute: false }) beamline!: Beamline;

  /** True while the page shows "How it works". */
  @property({ type: Boolean }) isHowShown = false;

  @state() private isStorageShown = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`
      <nav aria-label=${words.more()}>
        <button class="button plain" type="button" aria-expanded=${this.isStorageShown}
          @click=${() => this.toggleStorage()}>${words.storage()}</button>
        <a class="button plain" href=${HOW_PATH} aria-current=${this.isHowShown ? 'page' : nothing}
          @click=${(event: MouseEvent) => this.howClicked(event)}>
          ${words.howItWorks()}
        </a>
        <button class="button plain keys" type="button" aria-haspopup="dialog"
          @click=${() => emit(this, 'beam-shortcuts', undefined)}>${words.shortcuts()}</button>
      </nav>
      ${
        this.isStorageShown
          ? html`<beam-storage .beamline=${this.beamline} @beam-close=${this.closed} @keydown=${this.gotKey}></beam-storage>`
          : nothing
      }
    `;
  }

  /**
   * It is a link, so that it can open in another tab during a transfer. In this tab it causes no page load, which would
   * end the transfer.
   */
  private howClicked(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    emit(this, 'beam-how', undefined);
  }

  /** The focus goes back to the button that opened it. */
  private readonly closed = (): void => {
    void this.toggleStorage();
    this.renderRoot.querySelector('button')?.focus();
  };

  private readonly gotKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.closed();
  };

  private async toggleStorage(): Promise<void> {
    this.isStorageShown = !this.isStorageShown;
    if (!this.isStorageShown) return;
    await import('../storage/beam-storage.ts');
    await this.updateComplete;
    const section = this.renderRoot.querySelector('beam-storage');
    await section?.updateComplete;
    section?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-footer': BeamFooter;
  }
}
