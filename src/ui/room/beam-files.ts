import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Amount, FileView, WithdrawnView } from '../../session/view/share.ts';
import { beamFilesStyles } from './beam-files.styles.ts';
import { splitName } from '../parts/file-name.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { amountText, bytesText, countText, filesText } from '../strings/amount.ts';
import { words } from '../strings/words.ts';

/** Files that are named where they are left out: who has lost a folder of thousands knows it by these. */
const NAMED = 20;

/** The files of a share, by name and size. Names are a stranger's: text only, each with its own direction. */
@customElement('beam-files')
export class BeamFiles extends LitElement {
  static override styles = [sharedStyles, beamFilesStyles];

  /** The first ones of the share. */
  @property({ attribute: false }) files: readonly FileView[] = [];

  /** Of the whole share. */
  @property({ attribute: false }) amount: Amount | undefined;

  /** Those that nobody gets any more. */
  @property({ attribute: false }) withdrawn: WithdrawnView | undefined;

  /** Why, in words. */
  @property() withdrawnHint = '';

  /** Heading, and accessible name of the list. */
  @property() label = '';

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`
      <header>
        <h2>${this.label}</h2>
        ${this.amount === undefined ? nothing : html`<p class="quiet figures">${amountText(this.amount)}</p>`}
      </header>
      ${this.list()} ${this.withdrawn === undefined ? nothing : this.withdrawnList(this.withdrawn)}
    `;
  }

  protected list() {
    const { unlisted } = this;
    return html`<ul role="list" aria-label=${this.label} tabindex="0">
        ${this.files.map((file) => html`<li>${this.name(file.path)} ${this.size(file)}</li>`)}
      </ul>
      ${unlisted > 0 ? html`<p class="quiet more">${words.andMore(countText(unlisted))}</p>` : nothing}`;
  }

  /** Files that are counted, and not listed. */
  protected get unlisted(): number {
    return (this.amount?.files ?? 0) - this.files.filter(({ isFolder }) => isFolder !== true).length;
  }

  protected size({ bytes, isFolder }: FileView) {
    return html`<span class="quiet figures size">${isFolder === true ? words.emptyFolder() : bytesText(bytes)}</span>`;
  }

  private withdrawnList({ files, paths }: WithdrawnView) {
    const heading = words.withdrawn(filesText(files));
    const named = paths.slice(0, NAMED);
    return html`<section class="withdrawn">
      <h3>${heading}</h3>
      <p class="quiet">${this.withdrawnHint}</p>
      <ul role="list" aria-label=${heading}>
        ${named.map((path) => html`<li>${this.name(path)}</li>`)}
      </ul>
      ${files > named.length ? html`<p class="quiet more">${words.andMore(countText(files - named.length))}</p>` : nothing}
    </section>`;
  }

  /**
   * No bdi inside: dir=auto would not look into it. On one line; what does not fit goes from the middle, never from the
   * end where the extension is.
   */
  protected name(path: string) {
    const { start, end } = splitName(path);
    return html`<span class="name" dir="auto" title=${path}
      ><span class="start">${start}</span>${end === '' ? nothing : html`<span class="end">${end}</span>`}</span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-files': BeamFiles;
  }
}
