import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { BeamError } from '../protocol/errors.ts';
import './beam-ray.ts';
import './beam-status.ts';
import { emit } from './events.ts';
import { sharedStyles } from './shared.styles.ts';
import { errorText } from './strings/errors.ts';
import { statusWords } from './strings/status.ts';
import { words } from './strings/words.ts';

/** A link that cannot be opened: why, and the way to the start page. Fires `beam-home`. */
@customElement('beam-broken')
export class BeamBroken extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      beam-ray {
        margin-block: var(--space-5) var(--space-4);
      }
      button {
        margin-block-start: var(--space-5);
      }
    `,
  ];

  @property({ attribute: false }) error!: BeamError;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section class="stage">
      <h1 tabindex="-1">${this.error.code === 'link-malformed' ? words.brokenLink() : words.cannotOpen()}</h1>
      <beam-ray light="cut" .from=${words.sender()} .to=${words.you()}></beam-ray>
      <beam-status .line=${{ status: 'failed', word: statusWords.failed(), rest: errorText(this.error) }}></beam-status>
      <button class="button primary" type="button" @click=${() => emit(this, 'beam-home', undefined)}>${words.shareYourOwn()}</button>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-broken': BeamBroken;
  }
}
