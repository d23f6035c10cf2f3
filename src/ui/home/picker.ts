/** A file input with the face of a button, and the browser's own picker behind it where there is one. */
import { html } from 'lit';

import { FileOpener } from './file-opener.ts';

interface Chosen {
  /** The list can be read during the call only. */
  gotFiles(files: FileList): unknown;
  /** Without it, the browser's own picker is not asked. */
  gotHandles?(handles: readonly FileSystemHandle[]): unknown;
}

/** An element that uses it has `pickerStyles`. */
export class Picker {
  private readonly kind: 'files' | 'folder';
  private readonly chosen: Chosen;
  private readonly opener: FileOpener;

  constructor(kind: 'files' | 'folder', chosen: Chosen) {
    this.kind = kind;
    this.chosen = chosen;
    this.opener = new FileOpener(kind);
  }

  /** @param label accessible name. @param look classes of the button. @param face what is on it, if not the label */
  render(label: string, look: string, face: unknown = label) {
    const isFolder = this.kind === 'folder';
    return html`<div class=${`picker ${this.kind}`}>
      <input type="file" ?multiple=${!isFolder} ?webkitdirectory=${isFolder} aria-label=${label} @click=${this.asked}
        @change=${this.changed} />
      <span class=${`button ${look}`} aria-hidden="true">${face}</span>
    </div>`;
  }

  /** The input chooses the files where the browser has no picker of its own. */
  private readonly asked = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    input.value = ''; // or the same file could not be chosen twice
    if (this.chosen.gotHandles === undefined || !this.opener.isAble) return;
    event.preventDefault();
    const handles = await this.opener.open();
    // Not at once: within a click that a key made, this click would do nothing.
    if (handles === 'refused') setTimeout(() => input.click());
    else if (handles !== undefined) this.chosen.gotHandles(handles);
  };

  private readonly changed = ({ currentTarget }: Event): void => {
    const { files } = currentTarget as HTMLInputElement;
    if (files !== null && files.length > 0) this.chosen.gotFiles(files);
  };
}
