import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { SendSession, SendView } from '../../session/view/send.ts';
import '../connection/beam-connection.ts';
import './beam-files.ts';
import './beam-link.ts';
import './beam-peer.ts';
import '../parts/beam-progress.ts';
import { lights } from '../parts/beam-progress.ts';
import { beamSenderStyles } from './beam-sender.styles.ts';
import '../parts/beam-status.ts';
import { belowStyles } from './below.styles.ts';
import { emit } from '../app/events.ts';
import { formatPercent } from '../parts/format.ts';
import { pauseButton } from './pause-button.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { amountText, countText } from '../strings/amount.ts';
import { choiceWords } from '../strings/choice.ts';
import { currentLocale } from '../strings/locale.ts';
import { statusLine, type StatusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';
import { NotesController } from './notes-controller.ts';
import { ViewController } from '../parts/view-controller.ts';

function heading(view: SendView): string {
  if (!view.isOpen && !view.isBusy) return words.shareOver();
  if (view.needs !== undefined) return words.shareGoesOn();
  if (view.status === 'done') return words.sent();
  return view.status === 'sending' || view.status === 'saving' ? words.sharing() : words.linkReady();
}

/** Somebody took a part of the files, as they wanted: so not everybody has everything. */
function lineOf(view: SendView): StatusLine {
  const line = statusLine(view);
  const isPart = view.receivers.some(({ filesLeftOut }) => filesLeftOut > (view.withdrawn?.files ?? 0));
  return view.note === 'receivers-done' && isPart ? { ...line, rest: choiceWords.done() } : line;
}

/** A share, as its sender sees it: the link, who has come, and how far they are. */
@customElement('beam-sender')
export class BeamSender extends LitElement {
  static override styles = [sharedStyles, belowStyles, beamSenderStyles];

  @property({ attribute: false }) session!: SendSession;

  private readonly notes = new NotesController(this);

  private isWatched = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  protected override willUpdate(): void {
    const { isOpen, needs, leftOut } = this.session.view;
    if (isOpen && needs === undefined) this.notes.load(this.session);
    if (leftOut !== undefined) void import('../home/beam-left-out.ts').catch(() => {});
    if (needs !== undefined) void import('./beam-return.ts');
    else if (isOpen) void import('./beam-terms.ts');
  }

  /** Nobody looks at an element that is not shown, so its figures are not gathered. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.isWatched) this.watch(false);
  }

  override render() {
    const { view } = this.session;
    const isHere = view.note !== 'other-tab';
    return html`
      <section class="stage">
        <h1 tabindex="-1">${heading(view)}</h1>
        <p class="quiet figures">${amountText(view.amount)}</p>
        ${this.beam(view)}
        ${
          view.needs === undefined
            ? nothing
            : html`<beam-return .session=${this.session} .needs=${view.needs}
              .canShareRest=${view.canShareRest}></beam-return>`
        }
        ${view.isOpen ? html`<beam-link .link=${view.link}></beam-link>` : this.nextShare(true)}
      </section>
      <div class="below">
        ${view.receivers.length === 0 ? nothing : this.receivers(view)}
        <beam-files class="card" .files=${view.files} .amount=${view.amount} .label=${words.whatYouShare()}
          .withdrawn=${view.withdrawn} .withdrawnHint=${words.withdrawnHere()}></beam-files>
        ${view.receivers.length === 0 ? nothing : this.connections(view)}
        ${
          view.leftOut === undefined
            ? nothing
            : html`<beam-left-out class="card" .leftOut=${view.leftOut}></beam-left-out>`
        }
        ${isHere && view.isOpen && view.needs === undefined ? this.notes.card() : nothing}
      </div>
      ${
        isHere && view.isOpen && view.needs === undefined
          ? html`<beam-terms class="card" .terms=${view.terms}
            .hasPassword=${view.hasPassword} .session=${this.session}></beam-terms>`
          : nothing
      }
      ${isHere && (view.isOpen || view.isBusy) ? this.actions(view) : nothing}
    `;
  }

  private beam(view: SendView) {
    const { status, percent } = view;
    const light = !view.isOpen && !view.isBusy ? 'cut' : lights[status];
    return html`
      <beam-progress .light=${light} .percent=${percent} .label=${words.progress()} .from=${words.you()}
        .to=${words.them()}></beam-progress>
      <div class="state">
        <beam-status .line=${lineOf(view)} .percent=${percent}></beam-status>
        ${percent === undefined ? nothing : html`<p class="percent figures" aria-hidden="true">${formatPercent(percent, currentLocale())}</p>`}
      </div>
    `;
  }

  private receivers({ receivers, amount }: SendView) {
    return html`<section class="card wide">
      <h2>${words.receivers()}</h2>
      <ul role="list" aria-label=${words.receivers()}>
        ${receivers.map(
          (receiver) =>
            html`<li>
              <beam-peer .receiver=${receiver} .amount=${amount} @beam-disconnect=${() => this.session.cancelReceiver(receiver.id)}></beam-peer>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** The connections in use, or the last one that was in use. */
  private connections({ receivers }: SendView) {
    const isAlone = receivers.length === 1;
    const inUse = receivers.filter(({ status }) => status !== 'done' && status !== 'failed');
    const connections = (inUse.length > 0 ? inUse : receivers.slice(-1)).map(({ number, connection }) => ({
      name: isAlone ? undefined : words.receiver(countText(number)),
      view: connection,
    }));
    return html`<beam-connection
      class="card"
      .connections=${connections}
      @beam-watch=${({ detail }: CustomEvent<boolean>) => this.watch(detail)}
    ></beam-connection>`;
  }

  private watch(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.session.lookClosely(isWatched);
  }

  private nextShare(isPrimary: boolean) {
    return html`<button class=${isPrimary ? 'button primary' : 'button'} type="button"
      @click=${() => emit(this, 'beam-home', undefined)}>
      ${words.shareMore()}
    </button>`;
  }

  /** Pause is offered while somebody takes the share. */
  private actions({ isPaused, isBusy }: SendView) {
    return html`<div class="actions">
      <div class="end">
        ${isPaused === undefined || !(isPaused || isBusy) ? nothing : pauseButton(this.session, isPaused)}
        <button class="button" type="button" aria-describedby="cancel-hint"
          @click=${() => this.session.cancel()}>${words.cancel()}</button>
        <p class="quiet" id="cancel-hint">${words.cancelShareHint()}</p>
      </div>
      ${this.nextShare(false)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-sender': BeamSender;
  }
}
