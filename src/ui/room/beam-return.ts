import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { SendSession, SourceNeed } from '../../session/view/send.ts';
import { pickerStyles } from '../home/picker.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { words } from '../strings/words.ts';

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

  @property({ attribute: false }) session!: SendSession;

  @property() needs: SourceNeed = 'files';

  /** True when some of the files that were chosen again have changed. */
  @property({ type: Boolean }) canShareRest = false;

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
      ${isFolder ? this.picker(words.folderAgain(), true, needs === 'files') : nothing}
      ${this.picker(words.filesAgain(), false, needs === 'files' && !isFolder)}
    `;
  }

  private picker(label: string, isFolder: boolean, isPrimary: boolean) {
    return html`<div class="picker">
      <input type="file" ?multiple=${!isFolder} ?webkitdirectory=${isFolder} aria-label=${label} @click=${this.emptied}
        @change=${this.chosen} />
      <span class=${isPrimary ? 'button primary' : 'button plain'} aria-hidden="true">${label}</span>
    </div>`;
  }

  /** Empties the input. Otherwise the same file could not be chosen twice. */
  private readonly emptied = ({ currentTarget }: Event): void => {
    (currentTarget as HTMLInputElement).value = '';
  };

  private readonly chosen = ({ currentTarget }: Event): void => {
    const { files } = currentTarget as HTMLInputElement;
    if (files !== null && files.length > 0) this.session.chooseAgain(files);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-return': BeamReturn;
  }
}
