import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RelayChoice } from '../../session/view/beamline.ts';
import { beamRelayChoiceStyles } from './beam-relay-choice.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';
import { ViewController } from '../parts/view-controller.ts';

/**
 * Whether to connect by relays alone: one choice for the whole browser, shown wherever a connection is about to begin.
 */
@customElement('beam-relay-choice')
export class BeamRelayChoice extends LitElement {
  static override styles = [sharedStyles, beamRelayChoiceStyles];

  @property({ attribute: false }) choice!: RelayChoice;

  /** True when it is too late for this visit: the other side may know the address already. */
  @property({ type: Boolean }) isLate = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    // The choice can change in another tab.
    this.addController(new ViewController(this, () => this.choice));
  }

  override render() {
    return html`
      <label>
        <input type="checkbox" aria-describedby="hint" .checked=${this.choice.isRelayOnly} @change=${this.changed} />
        <span>${words.relayOnly()}</span>
      </label>
      <p class="quiet" id="hint">${this.isLate ? words.relayOnlyLate() : words.relayOnlyHint()}</p>
    `;
  }

  private readonly changed = ({ currentTarget }: Event): void =>
    this.choice.set((currentTarget as HTMLInputElement).checked);
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-relay-choice': BeamRelayChoice;
  }
}
