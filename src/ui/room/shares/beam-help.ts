import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import { beamRelayChoiceStyles } from '../../connection/beam-relay-choice.styles.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { swarmWords } from '../../strings/swarm.ts';
import './beam-upload-limit.ts';

/** Whether this browser passes on what it has taken, and how much it sends: a choice for all its pages. */
@customElement('beam-help')
export class BeamHelp extends LitElement {
  static override styles = [
    sharedStyles,
    beamRelayChoiceStyles,
    css`
      beam-upload-limit {
        margin-block-start: var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) choice!: UploadChoice;

  /** The limit stands elsewhere on the page. */
  @property({ type: Boolean }) isSwitchOnly = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.choice));
  }

  override render() {
    return html`
      <label>
        <input type="checkbox" aria-describedby="hint" .checked=${this.choice.helps} @change=${this.changed} />
        <span>${swarmWords.help()}</span>
      </label>
      <p class="quiet" id="hint">${swarmWords.helpHint()}</p>
      ${this.isSwitchOnly ? nothing : html`<beam-upload-limit .choice=${this.choice}></beam-upload-limit>`}
    `;
  }

  private readonly changed = ({ currentTarget }: Event): void =>
    this.choice.setHelps((currentTarget as HTMLInputElement).checked);
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-help': BeamHelp;
  }
}
