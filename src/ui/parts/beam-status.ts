import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { beamStatusStyles } from './beam-status.styles.ts';
import { formatPercent } from './format.ts';
import { sharedStyles } from './shared.styles.ts';
import { currentLocale } from '../strings/locale.ts';
import type { StatusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';

/** Progress is spoken at each quarter only, because nobody can listen to a live region that counts aloud. */
const SPOKEN_STEP = 25;

/** The one live region of the page. It says what the share is doing, and its first word is always the status. */
@customElement('beam-status')
export class BeamStatus extends LitElement {
  static override styles = [sharedStyles, beamStatusStyles];

  /** Without it, nothing is shown or spoken. */
  @property({ attribute: false }) line: StatusLine | undefined;

  /** 0 to 100, for the quarters that are spoken. */
  @property({ type: Number }) percent: number | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { line } = this;
    return html`<div role="status" data-status=${line?.status ?? nothing}>
      ${
        line === undefined
          ? nothing
          : html`<strong>${line.word}</strong> <span>${line.rest}</span>${this.remarks(line)}${this.quarter()}`
      }
    </div>`;
  }

  private remarks({ remarks = [] }: StatusLine) {
    return remarks.map((remark) => html` <span class="remark">${remark}</span>`);
  }

  private quarter() {
    const step = Math.floor((this.percent ?? 0) / SPOKEN_STEP) * SPOKEN_STEP;
    if (step <= 0 || step >= 100) return nothing;
    return html` <span class="unseen">${words.partDone(formatPercent(step, currentLocale()))}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-status': BeamStatus;
  }
}
