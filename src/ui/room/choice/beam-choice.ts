import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { ChoiceView } from '../../../session/view/receive.ts';
import type { FileView } from '../../../session/view/share.ts';
import { beamChoiceStyles } from './beam-choice.styles.ts';
import { BeamFiles } from '../beam-files.ts';
import { bytesText, countText, filesText } from '../../strings/amount.ts';
import { choiceWords } from '../../strings/choice.ts';
import { words } from '../../strings/words.ts';

/** A range of the list, both ends included, and whether it is chosen now. */
export interface Choosing {
  readonly files: readonly [first: number, last: number];
  readonly isChosen: boolean;
}

/** The end of every list. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The files of a share, of which a person may choose. Those that are not listed are chosen together. Loaded once there
 * is something to choose from. Fires `beam-choose`.
 */
@customElement('beam-choice')
export class BeamChoice extends BeamFiles {
  static override styles = [...BeamFiles.styles, beamChoiceStyles];

  @property({ attribute: false }) choice!: ChoiceView;

  /** The row that Tab reaches: the arrow keys go to the others, or Tab would have to pass hundreds of them. */
  @state() private at = 0;

  protected override list() {
    if (!this.isShown) return super.list();
    // What scrolls must be reached by the keyboard: by its boxes, or by itself where they cannot be used.
    return html`${this.tools()}
      <ul role="list" aria-label=${this.label} tabindex=${this.choice.isOpen ? -1 : 0} @keydown=${(event: KeyboardEvent) => this.onKey(event)}>
        ${this.files.map((file, index) => html`<li>${this.row(file, index)}</li>`)}
      </ul>
      ${this.unlisted > 0 ? html`<p class="quiet more">${this.others(words.andMore(countText(this.unlisted)))}</p>` : nothing}`;
  }

  private tools() {
    const { amount, isOpen, isAll, isNone } = this.choice;
    const files = filesText(this.amount?.files ?? 0);
    return html`<div class="choosing">
      <p class="quiet figures">${choiceWords.chosen(countText(amount.files), files)} · ${bytesText(amount.bytes)}</p>
      <div class="both">
        <button class="button plain" type="button" ?disabled=${!isOpen || isAll} @click=${() => this.choose([0, LAST], true)}>
        ${choiceWords.all()}
      </button>
      <button class="button plain" type="button" ?disabled=${!isOpen || isNone} @click=${() => this.choose([0, LAST], false)}>
        ${choiceWords.none()}
      </button>
      </div>
    </div>`;
  }

  private row(file: FileView, index: number) {
    const isTabStop = index === Math.min(this.at, this.files.length - 1);
    return html`<label>
        ${this.box(file.path, [index, index], file.isLeftOut !== true, { isTabStop })} ${this.name(file.path)}
      </label>
      ${file.isSaved === true ? html`<span class="quiet">${choiceWords.saved()}</span>` : nothing} ${this.size(file)}`;
  }

  /** @param text how many there are that are not listed */
  private others(text: string) {
    const { unlisted } = this.choice;
    return html`<label>
      ${this.box(text, [this.files.length, LAST], unlisted === 'all', { isPart: unlisted === 'some' })} <span>${text}</span>
    </label>`;
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.files.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.at + 1,
      ArrowUp: this.at - 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined || !this.choice.isOpen) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll<HTMLInputElement>('li input')[Math.max(0, Math.min(last, next))]?.focus();
  }

  /** While the whole share is on its way there is nothing to see of a choice. */
  private get isShown(): boolean {
    return this.choice.isOpen || !this.choice.isAll;
  }

  /** @param isPart some are chosen, and some are not */
  private box(
    label: string,
    files: Choosing['files'],
    isChosen: boolean,
    { isPart = false, isTabStop = true }: { isPart?: boolean; isTabStop?: boolean },
  ) {
    return html`<input
      type="checkbox"
      aria-label=${label}
      .checked=${isChosen}
      .indeterminate=${isPart}
      tabindex=${isTabStop ? 0 : -1}
      ?disabled=${!this.choice.isOpen}
      @focus=${() => (this.at = Math.min(files[0], this.files.length - 1))}
      @change=${({ target }: Event) => this.gotChange(target as HTMLInputElement, files, isPart)}
    />`;
  }

  /** The box is as its view says, and not as it was clicked: the session may have its reasons. */
  private gotChange(box: HTMLInputElement, files: Choosing['files'], isPart: boolean): void {
    const isChosen = box.checked;
    box.checked = !isChosen;
    box.indeterminate = isPart;
    this.choose(files, isChosen);
  }

  private choose(files: Choosing['files'], isChosen: boolean): void {
    this.dispatchEvent(new CustomEvent<Choosing>('beam-choose', { detail: { files, isChosen } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-choice': BeamChoice;
  }
}
