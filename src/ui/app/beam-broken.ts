import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { BeamError, ErrorCode } from '../../protocol/errors.ts';
import '../parts/beam-progress.ts';
import '../parts/beam-status.ts';
import { emit } from './events.ts';
import { fieldStyles } from '../parts/field.styles.ts';
import { LinkField } from '../parts/link-field.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { errorText } from '../strings/errors.ts';
import { words } from '../strings/words.ts';

/** Headings for errors of the link itself, where another link helps. */
const headings: Partial<Record<ErrorCode, () => string>> = {
  'link-malformed': words.brokenLink,
  'link-long': words.longLink,
};

/**
 * A link that cannot be opened: the reason, a field for another link, and the way to the start page. Fires `beam-home`
 * and `beam-text`.
 */
@customElement('beam-broken')
export class BeamBroken extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      beam-progress {
        margin-block: var(--space-5) var(--space-4);
      }
      button {
        margin-block-start: var(--space-5);
      }
      input {
        inline-size: min(100%, 32rem);
        margin-block-start: var(--space-5);
      }
    `,
  ];

  @property({ attribute: false }) error!: BeamError;

  private readonly field = new LinkField();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section class="stage">
      <h1 tabindex="-1">${headings[this.error.code]?.() ?? words.cannotOpen()}</h1>
      <beam-progress light="cut" .from=${words.them()} .to=${words.you()}></beam-progress>
      <beam-status .line=${{ status: 'failed', tone: 'bad', sentence: errorText(this.error) }}></beam-status>
      ${headings[this.error.code] === undefined ? nothing : this.field.render()}
      <button class="button primary" type="button"
        @click=${() => emit(this, 'beam-home', undefined)}>${words.shareYourOwn()}</button>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-broken': BeamBroken;
  }
}
