import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { BeamError, ErrorCode } from '../../protocol/errors.ts';
import '../parts/beam-progress.ts';
import '../parts/beam-status.ts';
import { emit } from './events.ts';
import { fieldStyles } from '../parts/field.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { errorText } from '../strings/errors.ts';
import { statusWords } from '../strings/status.ts';
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

  private typedChars = 0;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section class="stage">
      <h1 tabindex="-1">${headings[this.error.code]?.() ?? words.cannotOpen()}</h1>
      <beam-progress light="cut" .from=${words.sender()} .to=${words.you()}></beam-progress>
      <beam-status .line=${{ status: 'failed', word: statusWords.failed(), rest: errorText(this.error) }}></beam-status>
      ${headings[this.error.code] === undefined ? nothing : this.field()}
      <button class="button primary" type="button"
        @click=${() => emit(this, 'beam-home', undefined)}>${words.shareYourOwn()}</button>
    </section>`;
  }

  /** A field, because phones have no other place to paste a link. */
  private field() {
    return html`<input
      type="text"
      inputmode="url"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-label=${words.pasteLink()}
      placeholder=${words.pasteLink()}
      @input=${this.edited}
      @change=${this.entered}
    />`;
  }

  /** A text that comes at once was pasted, by whatever key or menu. A text that is typed may not be complete yet. */
  private readonly edited = (event: Event): void => {
    const { length } = (event.currentTarget as HTMLInputElement).value;
    if (length > this.typedChars + 1) this.entered(event);
    this.typedChars = length;
  };

  private readonly entered = ({ currentTarget }: Event): void =>
    emit(this, 'beam-text', (currentTarget as HTMLInputElement).value);
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-broken': BeamBroken;
  }
}
