import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { beamStatusStyles } from './beam-status.styles.ts';
import { formatPercent } from './format.ts';
import { sharedStyles } from './shared.styles.ts';
import { currentLocale } from '../strings/locale.ts';
import { statusWords, type StatusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';

/** Progress is spoken at each quarter only, because nobody can listen to a live region that counts aloud. */
const SPOKEN_STEP = 25;

/**
 * What a share is doing; its first word is always the status. The page's own share has the one live region of the page,
 * and the others are silent.
 */
@customElement('beam-status')
export class BeamStatus extends LitElement {
  static override styles = [sharedStyles, beamStatusStyles];

  /** Without it, nothing is shown or spoken. */
  @property({ attribute: false }) line: StatusLine | undefined;

  /** It is read when a person comes to it, and not by itself. */
  @property({ type: Boolean }) isSilent = false;

  /** 0 to 100, for the quarters that are spoken. */
  @property({ type: Number }) percent: number | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { line } = this;
    return html`<div class="line" role=${this.isSilent ? nothing : 'status'} data-status=${line?.status ?? nothing}
      data-tone=${line?.tone ?? nothing}>
      ${
        line === undefined
          ? nothing
          : html`<strong>${statusWords[line.status]()}</strong> <span>${line.sentence}</span>${this.remarks(line)}${this.quarter()}`
      }
    </div>`;
  }

  private remarks({ remarks = [] }: StatusLine) {
    return remarks.map((remark) => html` <span class="remark">${remark}</span>`);
  }

  private quarter() {
    const step = Math.floor((this.percent ?? 0) / SPOKEN_STEP) * SPOKEN_STEP;
    if (this.isSilent || step <= 0 || step >= 100) return nothing;
    return html` <span class="unseen">${words.partDone(formatPercent(step, currentLocale()))}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-status': BeamStatus;
  }
}
