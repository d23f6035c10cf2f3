import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import { beamLinkStyles } from './beam-link.styles.ts';
import './beam-qr.ts';
import { checkIcon, copyIcon, shareIcon } from '../parts/icons.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

const COPIED_SHOWN_MS = 2500;

/** The link of a share, and the ways to hand it over: copy, the system's share sheet, a QR code. */
@customElement('beam-link')
export class BeamLink extends LitElement {
  static override styles = [sharedStyles, beamLinkStyles];

  /** The whole URL; empty until there is one. */
  @property() link = '';

  /** The result of the last attempt to copy, for a moment. */
  @state() private copying: 'idle' | 'copied' | 'failed' = 'idle';

  @query('input') private field!: HTMLInputElement;

  private forget: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.forget);
  }

  override render() {
    const isCopied = this.copying === 'copied';
    return html`
      <div class="link">
        <label class="quiet" for="link">${words.shareLink()}</label>
        <input id="link" type="text" dir="ltr" readonly spellcheck="false" .value=${this.link}
          @focus=${() => this.field.select()} />
        <div class="ways">
          <button class="button primary" type="button" ?disabled=${this.link === ''} @click=${() => this.copy()}>
            ${isCopied ? checkIcon : copyIcon} ${isCopied ? words.copied() : words.copyLink()}
          </button>
          ${
            'share' in navigator
              ? html`<button class="button" type="button" ?disabled=${this.link === ''} @click=${() => this.share()}>
                ${shareIcon} ${words.shareByApp()}
              </button>`
              : nothing
          }
        </div>
        <p class=${this.copying === 'failed' ? 'quiet' : 'unseen'} aria-live="polite">${this.said()}</p>
      </div>
      ${
        this.link === ''
          ? nothing
          : html`<div class="code">
            <beam-qr .text=${this.link}></beam-qr>
            <p class="quiet">${words.qrHint()}</p>
          </div>`
      }
    `;
  }

  private said() {
    if (this.copying === 'idle') return nothing;
    return this.copying === 'copied' ? words.copied() : words.copyFailed();
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copying = 'copied';
    } catch {
      this.field.select();
      this.copying = 'failed';
    }
    clearTimeout(this.forget);
    this.forget = setTimeout(() => (this.copying = 'idle'), COPIED_SHOWN_MS);
  }

  /** Closing the share sheet rejects as well. Nothing needs to be said then. */
  private share(): void {
    navigator.share({ title: 'Beamline', url: this.link }).catch(() => undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-link': BeamLink;
  }
}
