import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { OfferedSession, SourceNeed } from '../../session/view/send.ts';
import { Picker } from '../home/picker.ts';
import { pickerStyles } from '../home/picker.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

const look = (isPrimary: boolean): string => (isPrimary ? 'primary' : 'plain');

/** What a person does before an earlier share goes on: let the browser read the files again, or choose them again. */
@customElement('beam-return')
export class BeamReturn extends LitElement {
  static override styles = [
    sharedStyles,
    pickerStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-4);
        margin-block-end: var(--space-5);
      }
    `,
  ];

  @property({ attribute: false }) session!: OfferedSession;

  @property() needs: SourceNeed = 'files';

  /** True when some of the files that were chosen again have changed. */
  @property({ type: Boolean }) canShareRest = false;

  private readonly chosen = { gotFiles: (files: FileList) => this.session.chooseAgain(files) };

  private readonly files = new Picker('files', this.chosen);

  private readonly folder = new Picker('folder', this.chosen);

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { needs } = this;
    const isFolder = this.session.view.files.some(({ path }) => path.includes('/'));
    return html`
      ${
        needs === 'permission'
          ? html`<button class="button primary" type="button"
            @click=${() => this.session.goOn()}>${words.continueSharing()}</button>`
          : nothing
      }
      ${
        this.canShareRest
          ? html`<button class="button" type="button"
            @click=${() => this.session.shareRest()}>${words.shareRest()}</button>`
          : nothing
      }
      ${isFolder ? this.folder.render(words.folderAgain(), look(needs === 'files')) : nothing}
      ${this.files.render(words.filesAgain(), look(needs === 'files' && !isFolder))}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-return': BeamReturn;
  }
}
