import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { Stage } from '../../session/view/connection.ts';
import { beamHowStyles } from './beam-how.styles.ts';
import '../connection/beam-stages-picture.ts';
import type { StageStates } from '../connection/beam-stages-picture.ts';
import { emit } from '../app/events.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { howTemplates } from '../strings/how-korean.ts';
import { howTexts } from '../strings/how.ts';
import { addKorean } from '../strings/locale.ts';
import { stageTexts } from '../strings/path.ts';
import { stageNames } from '../strings/stages.ts';
import { words } from '../strings/words.ts';

addKorean(howTemplates);

/** The picture of each stage: which stages are done, and which is active. */
const PICTURES: Record<Stage, StageStates> = {
  signaling: { signaling: 'active' },
  connecting: { signaling: 'done', connecting: 'active' },
  securing: { signaling: 'done', connecting: 'done', securing: 'active' },
  communicating: { signaling: 'done', connecting: 'done', securing: 'done', communicating: 'active' },
};

/**
 * The four stages of a connection in plain words, and who gets to see what. Loaded when first asked for. Fires
 * `beam-back`.
 */
@customElement('beam-how')
export class BeamHow extends LitElement {
  static override styles = [sharedStyles, beamHowStyles];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { signalingMeet, signalingSeal, signalingSeen, securingKeys, securingFingerprint } = howTexts;
    const { communicatingSctp, communicatingBlocks, communicatingResume } = howTexts;
    return html`
      <h1 tabindex="-1">${words.howItWorks()}</h1>
      <p class="lead">${howTexts.lead()}</p>
      ${this.stage('signaling', this.paragraphs(signalingMeet, signalingSeal, signalingSeen))}
      ${this.stage('connecting', this.connecting())}
      ${this.stage('securing', this.paragraphs(securingKeys, securingFingerprint))}
      ${this.stage('communicating', this.paragraphs(communicatingSctp, communicatingBlocks, communicatingResume))}
      ${this.limits()}
      <button class="button" type="button" @click=${() => emit(this, 'beam-back', undefined)}>${words.back()}</button>
    `;
  }

  private stage(stage: Stage, text: unknown) {
    return html`<section class="of-stage" aria-labelledby=${stage}>
      <beam-stages-picture .states=${PICTURES[stage]}></beam-stages-picture>
      <div class="text">
        <h2 id=${stage}>${stageNames[stage]()} <span class="quiet">${stageTexts[stage]()}</span></h2>
        ${text}
      </div>
    </section>`;
  }

  private paragraphs(...texts: readonly (() => string)[]) {
    return texts.map((text) => html`<p>${text()}</p>`);
  }

  private connecting() {
    const candidates = [
      [howTexts.host, howTexts.hostMore],
      [howTexts.reflexive, howTexts.reflexiveMore],
      [howTexts.relay, howTexts.relayMore],
    ] as const;
    return html`
      ${this.paragraphs(howTexts.connectingNat)}
      <dl>
        ${candidates.map(([name, more]) => html`<div><dt>${name()}</dt><dd>${more()}</dd></div>`)}
      </dl>
      ${this.paragraphs(howTexts.connectingSymmetric, howTexts.connectingUdp)}
    `;
  }

  private limits() {
    const { limitServer, limitOtherEnd, limitRelay, limitLink, limitOpen, limitApp } = howTexts;
    const limits = [limitServer, limitOtherEnd, limitRelay, limitLink, limitOpen, limitApp];
    return html`<section class="card" aria-labelledby="know">
      <h2 id="know">${howTexts.knowTitle()}</h2>
      <p>${howTexts.know()}</p>
      <h3>${howTexts.limitsTitle()}</h3>
      <ul>
        ${limits.map((limit) => html`<li>${limit()}</li>`)}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-how': BeamHow;
  }
}
