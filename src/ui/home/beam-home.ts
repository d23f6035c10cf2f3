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
import { folderIcon, resumeIcon, sealedIcon, straightIcon } from '../parts/icons.ts';
import { Picker } from './picker.ts';
import { pickerStyles } from './picker.styles.ts';
import type { Refusal } from '../app/place.ts';
import type { Session } from '../app/session-list.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { filesText } from '../strings/amount.ts';
import { errorText } from '../strings/errors.ts';
import { statusWords, type StatusLine } from '../strings/status.ts';
import { words } from '../strings/words.ts';

/**
 * The start page: a promise, two ways to choose what to share, and a link that asks for files. Fires `beam-files`,
 * `beam-handles`, `beam-room` and `beam-show`.
 */
@customElement('beam-home')
export class BeamHome extends LitElement {
  static override styles = [sharedStyles, pickerStyles, beamHomeStyles];

  /** While the chosen files are being read, or a room is being opened. */
  @property() doing: 'gathering' | 'opening' | undefined;

  /** True while files hover over the page. */
  @property({ type: Boolean, reflect: true, attribute: 'lit' }) isLit = false;

  /** Why the chosen files cannot be shared. */
  @property({ attribute: false }) error: BeamError | undefined;

  /** Why a text that was pasted cannot be sent. */
  @property({ attribute: false }) refusal: Refusal | undefined;

  @property({ attribute: false }) relayChoice!: RelayChoice;

  /** Shares that go on behind this page. */
  @property({ attribute: false }) open: readonly Session[] = [];

  /** Earlier shares that can go on. */
  @property({ attribute: false }) recent: readonly RecentView[] = [];

  private readonly chosen = {
    gotFiles: (files: FileList) => emit(this, 'beam-files', files),
    gotHandles: (handles: readonly FileSystemHandle[]) => emit(this, 'beam-handles', handles),
  };

  private readonly files = new Picker('files', this.chosen);

  private readonly folder = new Picker('folder', this.chosen);

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
          <beam-progress .light=${this.doing !== undefined || this.isLit ? 'seeking' : 'idle'}></beam-progress>
          ${this.files.render(words.chooseFiles(), 'primary')}
          <div class="ends" aria-hidden="true"><span>${words.you()}</span><span>${words.them()}</span></div>
        </div>
        ${this.folder.render(words.chooseFolder(), 'plain', html`${folderIcon} ${words.chooseFolder()}`)}
        <p class="quiet mouse">${words.dropHint()}</p>
        <p class="quiet touch">${words.touchHint()}</p>
        <beam-status .line=${this.line()}></beam-status>
      </section>
      <p class="ask">
        <button class="button" type="button" @click=${() => emit(this, 'beam-room', undefined)}>${words.receiveFiles()}</button>
        <span class="quiet">${words.receiveFilesMore()}</span>
      </p>
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

  /** As a click on "Choose files" does. Works only in an event of a person. */
  choose(): void {
    this.renderRoot.querySelector<HTMLInputElement>('.files input')?.click();
  }

  private line(): StatusLine | undefined {
    if (this.doing !== undefined) {
      const sentence = this.doing === 'opening' ? words.makingLink() : words.gathering();
      return { status: 'waiting', tone: 'busy', sentence };
    }
    const failure = this.error === undefined ? this.refusal?.() : errorText(this.error);
    return failure === undefined ? undefined : { status: 'failed', tone: 'bad', sentence: failure };
  }

  private activeShares() {
    return html`<section class="card open">
      <h2>${words.openShares()}</h2>
      <ul role="list">
        ${this.open.map(({ view }, index) => {
          const name = view.files[0]?.path ?? (view.amount?.files ? filesText(view.amount.files) : words.room());
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
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-home': BeamHome;
  }
}
