import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import { fieldStyles } from '../parts/field.styles.ts';
import { LinkField } from '../parts/link-field.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

/** Another try with the link, where nobody is behind this one. Fires `beam-text`. */
@customElement('beam-paste')
export class BeamPaste extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      :host {
        display: block;
        margin-block-start: var(--space-5);
      }
      input {
        inline-size: min(100%, 32rem);
      }
    `,
  ];

  @state() private isAsking = false;

  private readonly field = new LinkField();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return this.isAsking
      ? this.field.render()
      : html`<button class="button primary" type="button" @click=${() => this.ask()}>${words.pasteAgain()}</button>`;
  }

  /** The focus goes to what took the button's place. */
  private async ask(): Promise<void> {
    this.isAsking = true;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-paste': BeamPaste;
  }
}
