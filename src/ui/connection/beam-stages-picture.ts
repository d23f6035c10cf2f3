import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Stage } from '../../session/view/connection.ts';
import { beamStagesPictureStyles } from './beam-stages-picture.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { pictureWords, type StageState } from '../strings/stages.ts';

/** The state of each stage. A stage that is missing here is not reached. */
export type StageStates = Readonly<Partial<Record<Stage, StageState>>>;

/** The point of the picture where a cross shows that a stage failed. */
const BREAKS: Record<Stage, readonly [x: number, y: number]> = {
  signaling: [92, 44],
  connecting: [160, 60],
  securing: [160, 92],
  communicating: [160, 92],
};

const envelope = (x: number, y: number) =>
  svg`<g transform="translate(${x} ${y})"><rect class="paper" x="-9" y="-6.5" width="18" height="13" rx="2.5"/><path d="m-8 -4.5 8 5.5 8 -5.5"/></g>`;

const cross = ([x, y]: readonly [number, number]) =>
  svg`<g class="cross" transform="translate(${x} ${y})"><circle r="11"/><path d="m-4.5 -4.5 9 9m0 -9 -9 9"/></g>`;

/**
 * A connection as a picture: two ends, the server above them, the paths between them, the lock, and the beam. It is
 * decorative, because words beside it say the same.
 */
@customElement('beam-stages-picture')
export class BeamStagesPicture extends LitElement {
  static override styles = [sharedStyles, beamStagesPictureStyles];

  @property({ attribute: false }) states: StageStates = {};

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const {
      signaling = 'waiting',
      connecting = 'waiting',
      securing = 'waiting',
      communicating = 'waiting',
    } = this.states;
    const broken = (Object.keys(BREAKS) as Stage[]).find((stage) => this.states[stage] === 'failed');
    return html`<svg viewBox="0 0 320 152" fill="none" stroke-linecap="round" stroke-linejoin="round"
      aria-hidden="true">
      <defs>
        <linearGradient id="light" gradientUnits="userSpaceOnUse" x1="44" y1="0" x2="276" y2="0">
          <stop class="near" offset="0" />
          <stop class="far" offset="1" />
        </linearGradient>
      </defs>
      <g class="communicating" data-state=${communicating}>
        <path class="cone" d="M44 92 268 66V118Z" />
      </g>
      <g class="signaling" data-state=${signaling}>
        <path class="way" d="M46 80C58 48 88 27 132 25M188 25c44 2 74 23 86 55" />
        <rect class="server" x="138" y="9" width="44" height="32" rx="6" />
        <path d="M146 20h16m-16 10h16M174 20h.1m-.1 10h.1" />
        ${envelope(82, 43)}${envelope(238, 43)}
      </g>
      <g class="connecting" data-state=${connecting}>
        <path class="way" d="M56 88Q160 34 264 88" />
        <path class="way" d="M57 92H263" />
        <path class="way" d="M58 97C94 97 98 137 138 137M182 137C222 137 226 97 262 97" />
        <path class="wall" d="M104 74v10m0 16v10M216 74v10m0 16v10" />
        <path class="relay" d="M150 127h20l7 10-7 10h-20l-7-10z" />
      </g>
      <g class="communicating" data-state=${communicating}>
        <path class="beam" d="M52 92H264" />
      </g>
      <g class="securing" data-state=${securing}>
        <circle class="ground" cx="160" cy="92" r="17" />
        <path d="M154 89v-4a6 6 0 0 1 12 0v4" />
        <rect class="lock" x="150" y="89" width="20" height="14" rx="3.5" />
        <path class="keyhole" d="M160 94.5v3" />
      </g>
      ${broken === undefined ? nothing : cross(BREAKS[broken])}
      <circle class="halo" cx="40" cy="92" r="14" />
      <circle class="lamp" cx="40" cy="92" r="7" />
      <circle class="ring" data-state=${communicating} cx="280" cy="92" r="9.5" />
      <text x="8" y="122">${pictureWords.thisBrowser()}</text>
      <text x="312" y="122" text-anchor="end">${pictureWords.otherBrowser()}</text>
      <text x="190" y="13">${pictureWords.server()}</text>
      <text x="184" y="150">${pictureWords.relay()}</text>
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-stages-picture': BeamStagesPicture;
  }
}
