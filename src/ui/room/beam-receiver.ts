import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { ErrorCode } from '../../protocol/errors.ts';
import type { RelayChoice } from '../../session/view/beamline.ts';
import type { ReceiveSession, ReceiveView, SaveChoice } from '../../session/view/receive.ts';
import '../connection/beam-connection.ts';
import type * as Choosing from './choosing.ts';
import './beam-files.ts';
import '../parts/beam-progress.ts';
import { lights } from '../parts/beam-progress.ts';
import { beamReceiverStyles } from './beam-receiver.styles.ts';
import '../connection/beam-relay-choice.ts';
import '../parts/beam-status.ts';
import { belowStyles } from './below.styles.ts';
import { emit } from '../app/events.ts';
import { formatDuration, formatPercent, formatSpeed } from '../parts/format.ts';
import { downIcon } from '../parts/icons.ts';
import { pauseButton } from './pause-button.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { bytesText, filesText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { statusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';
import { NotesController } from './notes-controller.ts';
import { ViewController } from '../parts/view-controller.ts';

/** Trying again could not help: the link itself is dead, or nobody should trust it. */
const FINAL_ERRORS: readonly (ErrorCode | undefined)[] = [
  'cancelled-by-sender',
  'share-stopped',
  'share-expired',
  'manifest-forged',
  'manifest-bad',
  'browser-unsupported',
];

/** What went wrong is at this end: the same share can be taken again at once, without loading the page. */
const STORAGE_ERRORS: readonly (ErrorCode | undefined)[] = ['storage-lost', 'storage-failed', 'save-failed'];

/** Something was accepted and is not finished: there is progress to show and something to cancel. */
function isAtWork({ status, percent, isBusy }: ReceiveView): boolean {
  if (status === 'ready' || status === 'done' || status === 'failed') return false;
  return isBusy || percent !== undefined;
}

function heading(view: ReceiveView): string {
  if (view.status === 'failed') return words.cannotOpen();
  if (view.amount === undefined) return words.openingLink();
  const { choice } = view;
  const all = view.amount.files - (view.withdrawn?.files ?? 0);
  if (view.status === 'done') return words.filesHere(filesText(choice?.saved.files ?? all));
  return isAtWork(view)
    ? words.filesComing(filesText(choice?.isAll === false ? choice.amount.files : all))
    : words.forYou(filesText(all));
}

/** What the choices do: how they ask, and that a ZIP alone keeps what a file system knows of a file. */
function choiceHint(choices: readonly SaveChoice[]) {
  const [best] = choices;
  if (best === undefined || (best === 'download' && choices.length === 1)) return nothing;
  const dates = choices.includes('zip') ? words.datesHint() : '';
  const text = {
    download: () => words.dotHint(),
    folder: () => `${words.folderHint()} ${dates}`,
    zip: () => `${words.zipHint()} ${words.zipDatesHint()}`,
  }[best]();
  return html`<p class="quiet">${text.trim()}</p>`;
}

/** A share, as its receiver sees it: what it is, one button, and how far it has come. */
@customElement('beam-receiver')
export class BeamReceiver extends LitElement {
  static override styles = [sharedStyles, belowStyles, beamReceiverStyles];

  @property({ attribute: false }) session!: ReceiveSession;

  @property({ attribute: false }) relayChoice!: RelayChoice;

  /** For a choice of files; until it is here, and if it cannot be loaded, there is a plain list. */
  @state() private choosing: typeof Choosing | undefined;

  private readonly notes = new NotesController(this);

  private isWatched = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  /** What is rarely told is loaded when it is. */
  protected override willUpdate(): void {
    const { names, choice, amount } = this.session.view;
    if (amount !== undefined) this.notes.load(this.session);
    if (names !== undefined) void import('./beam-names.ts').catch(() => {});
    if (choice !== undefined && this.choosing === undefined)
      import('./choosing.ts').then(
        (choosing) => (this.choosing = choosing),
        () => {},
      );
  }

  /** Nobody looks at what is not shown. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.isWatched) this.watch(false);
  }

  override render() {
    const { view } = this.session;
    const { amount, status, names, connection, isAddressTold } = view;
    return html`
      <section class="stage">
        <h1 tabindex="-1">${heading(view)}</h1>
        ${amount === undefined ? nothing : html`<p class="quiet figures">${bytesText(amount.bytes)}</p>`}
        ${this.beam(view)} ${this.actions(view)}
      </section>
      <div class="below">
        ${amount === undefined ? nothing : this.files(view)}
        ${
          status === 'failed' && connection.failure === undefined
            ? nothing
            : html`<beam-connection
              class="card"
              .connections=${[{ name: undefined, view: connection }]}
              @beam-watch=${({ detail }: CustomEvent<boolean>) => this.watch(detail)}
            ></beam-connection>`
        }
        ${names === undefined ? nothing : html`<beam-names class="card" .names=${names}></beam-names>`}
        ${amount === undefined ? nothing : this.notes.card()}
      </div>
      ${
        status === 'done' || status === 'saving'
          ? nothing
          : html`<beam-relay-choice .choice=${this.relayChoice} .isLate=${isAddressTold}></beam-relay-choice>`
      }
    `;
  }

  private files({ files, amount, withdrawn, choice }: ReceiveView) {
    if (choice !== undefined && this.choosing !== undefined) return this.choosing.chosenFiles(this.session);
    return html`<beam-files class="card" .files=${files} .amount=${amount} .label=${words.files()} .withdrawn=${withdrawn} .withdrawnHint=${words.withdrawnThere()}></beam-files>`;
  }

  private beam(view: ReceiveView) {
    const percent = isAtWork(view) || view.status === 'done' ? (view.percent ?? 0) : undefined;
    return html`
      <beam-progress
        .light=${lights[view.status]}
        .percent=${percent}
        .label=${words.progress()}
        .from=${words.sender()}
        .to=${words.you()}
      ></beam-progress>
      ${isAtWork(view) ? this.figures(view) : nothing}
      <beam-status .line=${statusLine(view)} .percent=${percent}></beam-status>
    `;
  }

  private figures({ percent, bytesDone, amount: all, choice, rate }: ReceiveView) {
    const amount = choice?.isAll === false ? choice.amount : all;
    return html`<div class="rates figures">
      <p class="percent" aria-hidden="true">${formatPercent(percent ?? 0, currentLocale())}</p>
      <p class="quiet">
        ${amount === undefined ? nothing : html`<span>${words.doneOf(bytesText(bytesDone), bytesText(amount.bytes))}</span>`}
        ${rate === undefined ? nothing : html`<span>${formatSpeed(rate.bytesPerSecond, currentLocale())}</span>`}
        ${
          rate?.secondsLeft === undefined
            ? nothing
            : html`<span>${words.timeLeft(formatDuration(rate.secondsLeft, currentLocale()))}</span>`
        }
      </p>
    </div>`;
  }

  private watch(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.session.lookClosely(isWatched);
  }

  private actions(view: ReceiveView) {
    const { status, choices, error } = view;
    if (status === 'done' && choices.length === 0)
      return html`<div class="actions choices">${this.ownShare('button primary')}</div>`;
    if (status === 'done') return this.choices(view, this.ownShare('button'));
    if (status === 'failed') {
      const again = STORAGE_ERRORS.includes(error?.code) ? choices : [];
      return html`<div class="actions choices">
        ${again.map((choice, index) => this.choice(choice, index === 0))}
        ${FINAL_ERRORS.includes(error?.code) ? nothing : this.retry(again.length === 0 ? 'button primary' : 'button')}
        ${this.ownShare('button')}
      </div>`;
    }
    if (isAtWork(view))
      return html`<div class="actions">
        ${view.isPaused === undefined ? nothing : pauseButton(this.session, view.isPaused)}
        <button class="button" type="button" aria-describedby="cancel-hint" @click=${() => this.session.cancel()}>${words.cancel()}</button>
        <p class="quiet" id="cancel-hint">${words.cancelReceiveHint()}</p>
      </div>`;
    if (view.note === 'for-password')
      return html`<div class="actions choices">
        <button class="button" type="button" @click=${() => emit(this, 'beam-retry', undefined)}>${words.otherPassword()}</button>
      </div>`;
    return status === 'ready' || status === 'connecting' ? this.choices(view) : nothing;
  }

  /** @param more other buttons */
  private choices(view: ReceiveView, more: unknown = nothing) {
    const { choices } = view;
    return html`<div class="actions choices">
      ${choices.map((choice, index) => this.choice(choice, index === 0))} ${more}
      ${this.choosing?.chosenHint(view)} ${choiceHint(choices)}
    </div>`;
  }

  /** The best choice is the one called Download, whatever it is. */
  private choice(choice: SaveChoice, isBest: boolean) {
    const chosen = this.session.view.choice;
    return html`<button
      class=${isBest ? 'button primary' : 'button'}
      type="button"
      aria-describedby=${chosen?.isAll === false ? 'chosen' : nothing}
      ?disabled=${chosen?.isNone === true}
      @click=${() => this.session.accept(choice)}
    >
      ${isBest ? downIcon : nothing} ${isBest ? words.download() : words.saveAsZip()}
    </button>`;
  }

  private retry(classes: string) {
    return html`<button class=${classes} type="button" @click=${() => emit(this, 'beam-retry', undefined)}>${words.tryAgain()}</button>`;
  }

  private ownShare(classes: string) {
    return html`<button class=${classes} type="button" @click=${() => emit(this, 'beam-home', undefined)}>${words.shareYourOwn()}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-receiver': BeamReceiver;
  }
}
