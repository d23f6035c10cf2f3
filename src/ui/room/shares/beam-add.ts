import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RoomSession } from '../../../session/view/room.ts';
import { Picker } from '../../home/picker.ts';
import { pickerStyles } from '../../home/picker.styles.ts';
import { folderIcon, icon } from '../../parts/icons.ts';
import { sharedStyles } from '../../parts/shared.styles.ts';
import { ViewController } from '../../parts/view-controller.ts';
import { errorText } from '../../strings/errors.ts';
import { sharesWords } from '../../strings/shares.ts';
import { words } from '../../strings/words.ts';

const plusIcon = icon(svg`<path d="M12 5v14M5 12h14"/>`);

/** Two ways to put something more into a room, and what became of the last attempt. */
@customElement('beam-add')
export class BeamAdd extends LitElement {
  static override styles = [
    sharedStyles,
    pickerStyles,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
      }
      .ways .quiet {
        flex: 1 1 14rem;
      }
      [aria-live] > p {
        margin-block-start: var(--space-3);
      }
      .error {
        color: var(--bad);
      }
      :host([first]) {
        margin-block-start: var(--space-5);
      }
      :host([first]) .primary {
        min-inline-size: min(13rem, 100%);
      }
      @media (max-width: 32rem) {
        :host([first]) .picker {
          flex: 1 1 100%;
        }
      }
      :host([first]) .error {
        color: var(--stage-bad);
      }
    `,
  ];

  @property({ attribute: false }) room!: RoomSession;

  /** It is the one thing to do on the page. */
  @property({ type: Boolean, reflect: true, attribute: 'first' }) isFirst = false;

  private readonly chosen = {
    gotFiles: (files: FileList) => this.room.addFiles(files),
    gotHandles: (handles: readonly FileSystemHandle[]) => this.room.addHandles(handles),
  };

  private readonly files = new Picker('files', this.chosen);

  private readonly folder = new Picker('folder', this.chosen);

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.room));
  }

  override render() {
    const { canAdd, isAdding, error } = this.room.view;
    return html`
      ${canAdd ? this.ways() : nothing}
      <div aria-live="polite">
        ${isAdding ? html`<p class="quiet">${words.gathering()}</p>` : nothing}
        ${error === undefined ? nothing : html`<p class="error">${errorText(error)}</p>`}
      </div>
    `;
  }

  private ways() {
    const [files, folder] = [sharesWords.addFiles(), sharesWords.addFolder()];
    return html`<div class="ways">
      ${this.files.render(files, this.isFirst ? 'primary' : '', html`${plusIcon} ${files}`)}
      ${this.folder.render(folder, 'plain', html`${folderIcon} ${folder}`)}
      <p class="quiet">${sharesWords.addHint()}</p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-add': BeamAdd;
  }
}
