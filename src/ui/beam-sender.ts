import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { SendSession, SendView } from '../session/view.ts';
import './beam-connection.ts';
import './beam-files.ts';
import './beam-link.ts';
import './beam-peer.ts';
import './beam-ray.ts';
import { lights } from './beam-ray.ts';
import { beamSenderStyles } from './beam-sender.styles.ts';
import './beam-status.ts';
import { emit } from './events.ts';
import { formatPercent } from './format.ts';
import { sharedStyles } from './shared.styles.ts';
import { amountText, countText } from './strings/amount.ts';
import { currentLocale } from './strings/locale.ts';
import { statusLine } from './strings/status.ts';
import { words } from './strings/words.ts';
import { ViewController } from './view-controller.ts';

/** The link can still be opened. */
const isLive = ({ status, note }: SendView): boolean => status !== 'failed' && note !== 'stopped';

function heading(view: SendView): string {
  if (!isLive(view)) return words.shareOver();
  if (view.status === 'done') return words.sent();
  return view.status === 'sending' || view.status === 'saving' ? words.sharing() : words.linkReady();
}

/** A share, as its sender sees it: the link, who has come, and how far they are. */
@customElement('beam-sender')
export class BeamSender extends LitElement {
  static override styles = [sharedStyles, beamSenderStyles];

  @property({ attribute: false }) session!: SendSession;

  readonly #view = new ViewController(this);

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  protected override willUpdate(): void {
    this.#view.follow(this.session);
  }

  override render() {
    const { view } = this.session;
    return html`
      <section class="stage">
        <h1 tabindex="-1">${heading(view)}</h1>
        <p class="quiet figures">${amountText(view.amount)}</p>
        ${this.#beam(view)}
        ${isLive(view) ? html`<beam-link .link=${view.link ?? ''}></beam-link>` : this.#nextShare(true)}
      </section>
      <div class="below">
        ${view.receivers.length === 0 ? nothing : this.#receivers(view)}
        <beam-files class="card" .files=${view.files} .amount=${view.amount} .label=${words.whatYouShare()}></beam-files>
        ${view.receivers.length === 0 ? nothing : this.#connections(view)}
      </div>
      ${isLive(view) ? this.#actions() : nothing}
    `;
  }

  #beam(view: SendView) {
    const { status, percent } = view;
    const light = view.note === 'stopped' ? 'cut' : lights[status];
    return html`
      <beam-ray .light=${light} .percent=${percent} .label=${words.progress()} .from=${words.you()} .to=${words.them()}></beam-ray>
      <div class="state">
        <beam-status .line=${statusLine(view)} .percent=${percent}></beam-status>
        ${percent === undefined ? nothing : html`<p class="percent figures" aria-hidden="true">${formatPercent(percent, currentLocale())}</p>`}
      </div>
    `;
  }

  #receivers({ receivers, amount }: SendView) {
    return html`<section class="card wide">
      <h2>${words.receivers()}</h2>
      <ul role="list" aria-label=${words.receivers()}>
        ${receivers.map(
          (receiver) =>
            html`<li>
              <beam-peer .receiver=${receiver} .bytes=${amount.bytes} @beam-disconnect=${() => this.session.cancelReceiver(receiver.id)}></beam-peer>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** Those that are in use, or the last one that was. */
  #connections({ receivers }: SendView) {
    const isAlone = receivers.length === 1;
    const inUse = receivers.filter(({ status }) => status !== 'done' && status !== 'failed');
    const connections = (inUse.length > 0 ? inUse : receivers.slice(-1)).map(({ number, connection }) => ({
      name: isAlone ? undefined : words.receiver(countText(number)),
      view: connection,
    }));
    return html`<beam-connection class="card" .connections=${connections}></beam-connection>`;
  }

  #nextShare(isPrimary: boolean) {
    return html`<button class=${isPrimary ? 'button primary' : 'button'} type="button" @click=${() => emit(this, 'beam-home', undefined)}>
      ${words.shareMore()}
    </button>`;
  }

  #actions() {
    return html`<div class="actions">
      <div class="end">
        <button class="button" type="button" aria-describedby="cancel-hint" @click=${() => this.session.cancel()}>${words.cancel()}</button>
        <p class="quiet" id="cancel-hint">${words.cancelShareHint()}</p>
      </div>
      ${this.#nextShare(false)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-sender': BeamSender;
  }
}
