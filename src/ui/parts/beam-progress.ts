import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { beamProgressStyles } from './beam-progress.styles.ts';
import { formatPercent } from './format.ts';
import { sharedStyles } from './shared.styles.ts';
import { currentLocale } from '../strings/locale.ts';

/** What the light does: it rests, looks for the other end, has reached it, carries bytes, has arrived, or is cut. */
export type Light = 'idle' | 'seeking' | 'joined' | 'carrying' | 'arrived' | 'cut';

/** A beam of light between two points. With a percentage it is the progress bar; without one it is a picture only. */
@customElement('beam-progress')
export class BeamProgress extends LitElement {
  static override styles = [sharedStyles, beamProgressStyles];

  @property({ reflect: true }) light: Light = 'idle';

  /** 0 to 100: how far the light has come. */
  @property({ type: Number }) percent: number | undefined;

  /** Accessible name of the progress bar. */
  @property() label = '';

  /** The names under the two points. */
  @property() from = '';
  @property() to = '';

  /** Without the points: a bar in a list. */
  @property({ type: Boolean, reflect: true }) slim = false;

  override render() {
    const { percent } = this;
    return html`
      <div
        class="ray"
        role=${percent === undefined ? nothing : 'progressbar'}
        aria-hidden=${percent === undefined ? 'true' : nothing}
        aria-label=${percent === undefined ? nothing : this.label}
        aria-valuemin=${percent === undefined ? nothing : 0}
        aria-valuemax=${percent === undefined ? nothing : 100}
        aria-valuenow=${percent === undefined ? nothing : Math.floor(percent)}
        aria-valuetext=${percent === undefined ? nothing : formatPercent(percent, currentLocale())}
      >
        <span class="point from"></span>
        <span class="track"><span class="fill"></span></span>
        <span class="point to"></span>
      </div>
      ${
        this.from === ''
          ? nothing
          : html`<div class="ends" aria-hidden="true"><span>${this.from}</span><span>${this.to}</span></div>`
      }
    `;
  }

  /** Set through the CSSOM, because the content security policy allows no style attributes. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('percent')) this.style.setProperty('--percent', String(this.percent ?? 0));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-progress': BeamProgress;
  }
}
