import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Stage } from '../../session/view/connection.ts';
import './beam-stages-picture.ts';
import type { StageStates } from './beam-stages-picture.ts';
import { beamStagesStyles } from './beam-stages.styles.ts';
import { formatElapsed } from '../parts/format.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { currentLocale } from '../strings/locale.ts';
import { stageTexts } from '../strings/path.ts';
import { stageNames, stageStateTexts, type StageState } from '../strings/stages.ts';

/** One stage of a connection, and how long it has taken. */
export interface StageMark {
  readonly stage: Stage;
  readonly state: StageState;
  /** Milliseconds; of an active stage, those that have passed so far. */
  readonly ms?: number | undefined;
}

/** The four stages of a connection: a picture, and the same as a list that says name, state and time of each. */
@customElement('beam-stages')
export class BeamStages extends LitElement {
  static override styles = [sharedStyles, beamStagesStyles];

  /** In order. In the picture, a stage that is missing here is not reached. */
  @property({ attribute: false }) stages: readonly StageMark[] = [];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const states: StageStates = Object.fromEntries(this.stages.map(({ stage, state }) => [stage, state]));
    return html`
      <beam-stages-picture .states=${states}></beam-stages-picture>
      <ol role="list">
        ${this.stages.map((mark) => this.row(mark))}
      </ol>
    `;
  }

  /** The commas are for screen readers and are not shown. */
  private row({ stage, state, ms }: StageMark) {
    const comma = html`<span class="unseen">, </span>`;
    return html`<li data-state=${state} aria-current=${state === 'active' ? 'step' : nothing}>
      <span class="term">${stageNames[stage]()}</span>${comma}
      <span class="plain">${stageTexts[stage]()}</span>${comma}
      <span class="state">${stageStateTexts[state]()}</span>${
        ms === undefined
          ? nothing
          : html`${comma}<span class="time figures">${formatElapsed(ms, currentLocale())}</span>`
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-stages': BeamStages;
  }
}
