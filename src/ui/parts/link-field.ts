/** A field for a link, because phones have no other place to paste one. Pasting opens it: fires `beam-text`. */
import { html } from 'lit';

import { emit } from '../app/events.ts';
import { words } from '../strings/words.ts';

export class LinkField {
  private typedChars = 0;

  render() {
    return html`<input
      type="text"
      inputmode="url"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-label=${words.pasteLink()}
      placeholder=${words.pasteLink()}
      @input=${this.edited}
      @change=${this.entered}
    />`;
  }

  /** A text that comes at once was pasted, by whatever key or menu. A text that is typed may not be complete yet. */
  private readonly edited = (event: Event): void => {
    const { length } = (event.currentTarget as HTMLInputElement).value;
    if (length > this.typedChars + 1) this.entered(event);
    this.typedChars = length;
  };

  private readonly entered = ({ currentTarget }: Event): void =>
    emit(currentTarget as HTMLInputElement, 'beam-text', (currentTarget as HTMLInputElement).value);
}
