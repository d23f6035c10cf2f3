import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import type { SwarmView } from '../../../session/view/receive.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { swarmLines, swarmWords } from '../../strings/swarm.ts';
import './beam-help.ts';

/** A share that those who take it pass on to each other: who has it, what this page passed on, and whether it does. */
@customElement('beam-swarm')
export class BeamSwarm extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .lines {
        margin-block-start: var(--space-1);
      }
      beam-help {
        margin-block-start: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) swarm!: SwarmView;

  @property({ attribute: false }) choice!: UploadChoice;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const lines = swarmLines(this.swarm);
    return html`<h2>${swarmWords.heading()}</h2>
      ${lines.length === 0 ? nothing : html`<div class="lines figures">${lines.map((line) => html`<p>${line}</p>`)}</div>`}
      ${this.swarm.isAllowed ? html`<beam-help .choice=${this.choice}></beam-help>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-swarm': BeamSwarm;
  }
}
