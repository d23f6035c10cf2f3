import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { toBeamError, type BeamError } from '../../protocol/errors.ts';
import type { Beamline } from '../../session/view/beamline.ts';
import type { StoredShareView, StorageView } from '../../session/view/storage.ts';
import { beamStorageStyles } from './beam-storage.styles.ts';
import { emit } from '../app/events.ts';
import { quoteName } from '../parts/file-name.ts';
import { formatDate } from '../parts/format.ts';
import { storedShareStyles } from './stored-share.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { bytesText, countText } from '../strings/amount.ts';
import { errorText } from '../strings/errors.ts';
import { addKorean, currentLocale } from '../strings/locale.ts';
import { notesTemplates } from '../strings/notes-korean.ts';
import { notesWords } from '../strings/notes.ts';
import { words } from '../strings/words.ts';

addKorean(notesTemplates);

function nameOf({ name, amount }: StoredShareView): string {
  return amount.files > 1 ? words.andOthers(quoteName(name), countText(amount.files - 1)) : quoteName(name);
}

/** What is stored in this browser, and the buttons to remove it. Loaded when it is first opened. Fires `beam-close`. */
@customElement('beam-storage')
export class BeamStorage extends LitElement {
  static override styles = [sharedStyles, storedShareStyles, beamStorageStyles];

  @property({ attribute: false }) beamline!: Beamline;

  @state() private view: StorageView | undefined;
  @state() private error: BeamError | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  /** Not in connectedCallback: the property may have been set before the element was defined, and is read only now. */
  protected override firstUpdated(): void {
    void this.load();
  }

  override render() {
    return html`<section class="card" aria-labelledby="title">
      <header>
        <h2 id="title" tabindex="-1">${words.storage()}</h2>
        <button class="button plain" type="button"
          @click=${() => emit(this, 'beam-close', undefined)}>${words.close()}</button>
      </header>
      <p class="quiet">${words.storageMore()}</p>
      ${this.view === undefined ? nothing : this.kept(this.view)}
      <p class="error" aria-live="polite">${this.error === undefined ? nothing : errorText(this.error)}</p>
    </section>`;
  }

  private kept({ kept, usedBytes, freeBytes, roomsWithNotes }: StorageView) {
    const isEmpty = kept.length === 0 && roomsWithNotes === 0;
    return html`
      ${
        isEmpty
          ? html`<p class="empty">${words.storageEmpty()}</p>`
          : html`<ul role="list">
            ${kept.map((each) => this.row(each))}
            ${roomsWithNotes === 0 ? nothing : html`<li>${notesWords.stored(countText(roomsWithNotes))}</li>`}
          </ul>`
      }
      <footer>
        <p class="quiet figures">
          ${
            freeBytes === undefined
              ? words.storageUsed(bytesText(usedBytes))
              : words.storageFree(bytesText(usedBytes), bytesText(freeBytes))
          }
        </p>
        ${
          isEmpty
            ? nothing
            : html`<button class="button" type="button"
              @click=${() => this.forget(undefined)}>${words.clearAll()}</button>`
        }
      </footer>
    `;
  }

  private row(kept: StoredShareView) {
    const { id, amount, bytesStored, isFinished, sinceMs } = kept;
    const name = nameOf(kept);
    const figures = [
      words.doneOf(bytesText(bytesStored), bytesText(amount.bytes)),
      isFinished ? words.storedWhole() : undefined,
      words.storedSince(formatDate(sinceMs, currentLocale())),
    ];
    return html`<li>
      <span class="what">
        <span class="name" title=${kept.name}>${name}</span>
        <span class="quiet figures">${figures.filter((figure) => figure !== undefined).join(' · ')}</span>
      </span>
      <button class="button" type="button" aria-label=${words.clearThis(name)}
        @click=${() => this.forget(id)}>${words.clear()}</button>
    </li>`;
  }

  private async load(): Promise<void> {
    try {
      this.view = await this.beamline.storage();
    } catch (thrown) {
      this.error = toBeamError(thrown, 'storage-failed');
    }
  }

  /** The pressed button is gone afterwards, so the focus goes to the heading. */
  private async forget(id: string | undefined): Promise<void> {
    this.error = undefined;
    try {
      await (id === undefined ? this.beamline.forget() : this.beamline.forget(id));
    } catch (thrown) {
      this.error = toBeamError(thrown, 'storage-failed');
    }
    await this.load();
    this.focus();
  }

  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-storage': BeamStorage;
  }
}
