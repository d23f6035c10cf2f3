import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Amount } from '../../session/view/share.ts';
import type { ReceiverView } from '../../session/view/send.ts';
import { beamPeerStyles } from './beam-peer.styles.ts';
import '../parts/beam-progress.ts';
import '../parts/beam-progress.ts';
import { LIGHTS } from '../told/told.ts';
import { formatDuration, formatSpeed } from '../parts/format.ts';
import { stopIcon } from '../parts/icons.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { bytesText, countText, filesText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';
import { toldPeer } from '../told/told-peer.ts';

/**
 * One receiver in the sender's list: its progress, its rate, and a button to disconnect it. Fires `beam-disconnect`.
 */
@customElement('beam-peer')
export class BeamPeer extends LitElement {
  static override styles = [sharedStyles, beamPeerStyles];

  @property({ attribute: false }) receiver!: ReceiverView;

  /** Of the whole share. */
  @property({ attribute: false }) amount: Amount = { files: 0, bytes: 0 };

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { number, status, bytesDone, bytesWanted } = this.receiver;
    const { word, sentence, tone } = toldPeer(this.receiver);
    const name = words.person(countText(number));
    const isOver = status === 'done' || status === 'failed';
    return html`
      <div class="who">
        <strong>${name}</strong>
        <span class="quiet" data-tone=${tone}>${word}</span>
      </div>
      <p class="quiet figures">${sentence ?? this.figures()}</p>
      ${
        isOver
          ? nothing
          : html`<button class="button plain" type="button" aria-label=${words.disconnectPerson(countText(number))}
            @click=${() => this.disconnect()}>
            ${stopIcon}
          </button>`
      }
      <beam-progress slim .light=${tone === 'calm' ? 'idle' : LIGHTS[status]} .label=${name} .percent=${bytesWanted === 0 ? 0 : (100 * bytesDone) / bytesWanted}></beam-progress>
    `;
  }

  private figures() {
    const { rate, bytesDone, bytesWanted, filesLeftOut } = this.receiver;
    const { files, bytes } = this.amount;
    const hasChosen = bytesWanted < bytes;
    const figures = [
      words.doneOf(bytesText(bytesDone), bytesText(bytesWanted)),
      filesLeftOut > 0 &&
        (hasChosen
          ? words.doneOf(countText(files - filesLeftOut), filesText(files))
          : words.doneWithout(filesText(filesLeftOut))),
      rate && formatSpeed(rate.bytesPerSecond, currentLocale()),
      rate?.secondsLeft !== undefined && words.timeLeft(formatDuration(rate.secondsLeft, currentLocale())),
    ];
    return figures.filter(Boolean).map((figure) => html`<span>${figure}</span> `);
  }

  private disconnect(): void {
    this.dispatchEvent(new CustomEvent('beam-disconnect'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-peer': BeamPeer;
  }
}
