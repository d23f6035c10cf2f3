import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { BeamError } from '../../protocol/errors.ts';
import type { RelayChoice } from '../../session/view/beamline.ts';
import type { RecentView } from '../../session/view/storage.ts';
import { beamHomeStyles } from './beam-home.styles.ts';
import '../parts/beam-progress.ts';
import '../connection/beam-relay-choice.ts';
import '../parts/beam-status.ts';
import { emit } from '../app/events.ts';
import { FileOpener } from './file-opener.ts';
import { folderIcon, resumeIcon, sealedIcon, straightIcon } from '../parts/icons.ts';
import { pickerStyles } from './picker.styles.ts';
import type { Session } from '../app/session-list.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { filesText } from '../strings/amount.ts';
import { errorText } from '../strings/errors.ts';
import { statusWords, type StatusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';

/**
 * The start page: a promise, and two ways to choose what to share. Fires `beam-files`, `beam-handles` and `beam-show`.
 */
@customElement('beam-home')
export class BeamHome extends LitElement {
  static override styles = [sharedStyles, pickerStyles, beamHomeStyles];

  /** True while the chosen files are being read. */
  @property({ type: Boolean }) isGathering = false;

  /** True while files hover over the page. */
  @property({ type: Boolean, reflect: true, attribute: 'lit' }) isLit = false;

  /** Why the chosen files cannot be shared. */
  @property({ attribute: false }) error: BeamError | undefined;

  @property({ attribute: false }) relayChoice!: RelayChoice;

  /** Shares that go on behind this page. */
  @property({ attribute: false }) open: readonly Session[] = [];

  /** Earlier shares that can go on. */
  @property({ attribute: false }) recent: readonly RecentView[] = [];

  private readonly opener = new FileOpener('files');

  private readonly folderOpener = new FileOpener('folder');

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`
      <h1 tabindex="-1">${words.promise()}</h1>
      <p class="more">${words.promiseMore()}</p>
      <section class="stage">
        <div class="carry">
          <beam-progress .light=${this.isGathering || this.isLit ? 'seeking' : 'idle'}></beam-progress>
          <div class="picker">
            <input type="file" multiple aria-label=${words.chooseFiles()} @click=${this.filesAsked}
              @change=${this.chosen} />
            <span class="button primary" aria-hidden="true">${words.chooseFiles()}</span>
          </div>
          <div class="ends" aria-hidden="true"><span>${words.here()}</span><span>${words.there()}</span></div>
        </div>
        <div class="picker folder">
          <input type="file" webkitdirectory aria-label=${words.chooseFolder()} @click=${this.folderAsked}
            @change=${this.chosen} />
          <span class="button plain" aria-hidden="true">${folderIcon} ${words.chooseFolder()}</span>
        </div>
        <p class="quiet mouse">${words.dropHint()}</p>
        <p class="quiet touch">${words.touchHint()}</p>
        <beam-status .line=${this.line()}></beam-status>
      </section>
      <beam-relay-choice .choice=${this.relayChoice}></beam-relay-choice>
      ${this.open.length === 0 ? nothing : this.activeShares()}
      ${this.recent.length === 0 ? nothing : html`<beam-recent .shares=${this.recent}></beam-recent>`}
      <ul class="facts" role="list">
        ${this.fact(straightIcon, words.factStraight(), words.factStreamingMore())}
        ${this.fact(sealedIcon, words.factSealed(), words.factSealedMore())}
        ${this.fact(resumeIcon, words.factResumes(), words.factResumesMore())}
      </ul>
    `;
  }

  private line(): StatusLine | undefined {
    if (this.isGathering) return { status: 'waiting', word: statusWords.waiting(), rest: words.gathering() };
    return this.error && { status: 'failed', word: statusWords.failed(), rest: errorText(this.error) };
  }

  private activeShares() {
    return html`<section class="card open">
      <h2>${words.openShares()}</h2>
      <ul role="list">
        ${this.open.map(({ view }, index) => {
          const name = view.files[0]?.path ?? filesText(view.amount?.files ?? 0);
          return html`<li>
            <span class="name" dir="auto" title=${name}>${name}</span>
            <span class="quiet">${statusWords[view.status]()}</span>
            <button class="button" type="button" aria-label=${`${words.show()}: ${name}`}
              @click=${() => this.show(index)}>${words.show()}</button>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private fact(icon: unknown, title: string, more: string) {
    return html`<li>${icon}<strong>${title}</strong><span class="quiet">${more}</span></li>`;
  }

  private show(index: number): void {
    const session = this.open[index];
    if (session !== undefined) emit(this, 'beam-show', session);
  }

  /** The input chooses the files where the browser has no picker of its own. */
  private readonly filesAsked = (event: Event): Promise<void> => this.asked(event, this.opener);

  private readonly folderAsked = (event: Event): Promise<void> => this.asked(event, this.folderOpener);

  private async asked(event: Event, opener: FileOpener): Promise<void> {
    this.emptied(event);
    if (!opener.isAble) return;
    event.preventDefault();
    const input = event.currentTarget as HTMLInputElement;
    const handles = await opener.open();
    // Not at once: within a click that a key made, this click would do nothing.
    if (handles === 'refused') setTimeout(() => input.click());
    else if (handles !== undefined) emit(this, 'beam-handles', handles);
  }

  /** Empties the input. Otherwise the same file could not be chosen twice. */
  private readonly emptied = ({ currentTarget }: Event): void => {
    (currentTarget as HTMLInputElement).value = '';
  };

  private readonly chosen = ({ currentTarget }: Event): void => {
    const { files } = currentTarget as HTMLInputElement;
    if (files !== null && files.length > 0) emit(this, 'beam-files', files);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-home': BeamHome;
  }
}
