import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

import { sharedStyles } from '../parts/shared.styles.ts';
import { addKorean } from '../strings/locale.ts';
import { shortcutTemplates } from '../strings/shortcuts-korean.ts';
import { shortcutWords } from '../strings/shortcuts.ts';
import { words } from '../strings/words.ts';
import { emit } from './events.ts';
import { areSingleKeysOn, switchSingleKeys } from './single-keys.ts';

addKorean(shortcutTemplates);

const COMMAND = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Through all shadow roots. */
function focused(root: DocumentOrShadowRoot = document): Element | null {
  const { activeElement } = root;
  return activeElement?.shadowRoot?.activeElement ? focused(activeElement.shadowRoot) : activeElement;
}

/** A dialog that lists the shortcuts of the keyboard. It is open as long as it is on the page. Fires `beam-close`. */
@customElement('beam-shortcuts')
export class BeamShortcuts extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      dialog {
        inline-size: min(28rem, calc(100vw - 2 * var(--space-4)));
        padding: var(--space-5);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: inherit;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      dl {
        margin-block: var(--space-4);
      }
      dl div {
        display: grid;
        grid-template-columns: min(6rem, 40%) minmax(0, 1fr);
        align-items: baseline;
        gap: var(--space-3);
        padding-block: var(--space-2);
        border-block-end: 1px solid var(--line);
      }
      kbd {
        display: inline-block;
        min-inline-size: 1.75rem;
        padding-inline: 0.375rem;
        border: 1px solid var(--line);
        border-block-end-width: 2px;
        border-radius: 0.375rem;
        background: var(--sunken);
        font: 600 var(--text-s) / 1.6 var(--font);
        text-align: center;
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-block-size: var(--target);
      }
      input {
        inline-size: 1.375rem;
        block-size: 1.375rem;
        margin: 0;
        accent-color: var(--beam-on-paper);
      }
      .button {
        margin-block-start: var(--space-3);
      }
    `,
  ];

  /** Where the focus goes back to. */
  private from: Element | null = null;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.from = focused();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" @close=${this.closed}>
      <h2 id="title">${words.shortcuts()}</h2>
      <dl>
        ${this.row([COMMAND, 'V'], shortcutWords.paste())} ${this.row(['O'], shortcutWords.choose())}
        ${this.row(['Esc'], shortcutWords.close())} ${this.row(['?'], shortcutWords.list())}
      </dl>
      <label>
        <input type="checkbox" .checked=${areSingleKeysOn()}
          @change=${({ currentTarget }: Event) => switchSingleKeys((currentTarget as HTMLInputElement).checked)} />
        <span>${shortcutWords.singleKeys()}</span>
      </label>
      <form method="dialog"><button class="button" autofocus>${words.close()}</button></form>
    </dialog>`;
  }

  private row(keys: readonly string[], act: string) {
    return html`<div><dt>${keys.map((key) => html`<kbd lang="en">${key}</kbd> `)}</dt><dd>${act}</dd></div>`;
  }

  /** By Escape, the button, or the back gesture of a phone. */
  private readonly closed = (): void => {
    emit(this, 'beam-close', undefined);
    if (this.from instanceof HTMLElement) this.from.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-shortcuts': BeamShortcuts;
  }
}
