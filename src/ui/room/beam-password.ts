import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';

import '../parts/beam-progress.ts';
import '../parts/beam-status.ts';
import { emit } from '../app/events.ts';
import { fieldStyles } from '../parts/field.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

/** A link that needs a password first. Loaded when it is needed. Fires `beam-password`. */
@customElement('beam-password')
export class BeamPassword extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      beam-progress {
        margin-block: var(--space-5) var(--space-4);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-4);
        margin-block-start: var(--space-5);
      }
    `,
  ];

  @query('input') private field!: HTMLInputElement;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section class="stage">
      <h1 tabindex="-1">${words.passwordNeeded()}</h1>
      <beam-progress light="idle" .from=${words.them()} .to=${words.you()}></beam-progress>
      <beam-status
        .line=${{ status: 'waiting', tone: 'calm', sentence: words.passwordNeededMore() }}></beam-status>
      <form @submit=${(event: Event) => this.submitted(event)}>
        <label>${words.password()} <input type="password" autocomplete="off" required /></label>
        <button class="button primary">${words.open()}</button>
      </form>
    </section>`;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    emit(this, 'beam-password', this.field.value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-password': BeamPassword;
  }
}
