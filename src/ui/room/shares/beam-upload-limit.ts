import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import { fieldStyles } from '../../parts/field.styles.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { countText } from '../../strings/amount.ts';
import { swarmWords } from '../../strings/swarm.ts';
import { uploadLimitStyles } from './beam-upload-limit.styles.ts';

const MEGABIT = 1_000_000;

const LIMITS = [1 * MEGABIT, 5 * MEGABIT, 20 * MEGABIT] as const;

/** How much this browser sends at the most, whoever gets it: one choice for all its pages. */
@customElement('beam-upload-limit')
export class BeamUploadLimit extends LitElement {
  static override styles = [sharedStyles, fieldStyles, uploadLimitStyles];

  @property({ attribute: false }) choice!: UploadChoice;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    // The choice can change in another tab.
    this.addController(new ViewController(this, () => this.choice));
  }

  override render() {
    const { mostBitsPerSecond: most } = this.choice;
    const limits = [...new Set([...LIMITS, ...(most === undefined ? [] : [most])])].sort((a, b) => a - b);
    return html`
      <label for="limit">${swarmWords.limit()}</label>
      <select id="limit" aria-describedby="hint" @change=${this.gotLimit}>
        <option value="" .selected=${most === undefined}>${swarmWords.noLimit()}</option>
        ${limits.map(
          (limit) =>
            html`<option value=${limit} .selected=${limit === most}>${swarmWords.megabits(countText(limit / MEGABIT))}</option>`,
        )}
      </select>
      <p class="quiet" id="hint">${swarmWords.limitHint()}</p>
    `;
  }

  private readonly gotLimit = ({ currentTarget }: Event): void => {
    const { value } = currentTarget as HTMLSelectElement;
    this.choice.setMost(value === '' ? undefined : Number(value));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-upload-limit': BeamUploadLimit;
  }
}
