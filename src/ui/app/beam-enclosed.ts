import { updateWhenLocaleChanges } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Enclosure } from '../../session/view/beamline.ts';
import '../parts/beam-progress.ts';
import '../parts/beam-status.ts';
import { emit } from './events.ts';
import { fieldStyles } from '../parts/field.styles.ts';
import { checkIcon, copyIcon } from '../parts/icons.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { enclosedTemplates } from '../strings/enclosed-korean.ts';
import { appName, enclosedTexts } from '../strings/enclosed.ts';
import { addKorean } from '../strings/locale.ts';
import { words } from '../strings/words.ts';

addKorean(enclosedTemplates);

/**
 * A link opened in the window of another app, which may not save files. It shows the ways out of that window, and a
 * button to continue there. Loaded when it is needed. Fires `beam-insist`.
 */
@customElement('beam-enclosed')
export class BeamEnclosed extends LitElement {
  static override styles = [
    sharedStyles,
    fieldStyles,
    css`
      beam-progress {
        margin-block: var(--space-5) var(--space-4);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        margin-block: var(--space-5) var(--space-3);
      }
      input {
        inline-size: min(100%, 32rem);
        margin-block-end: var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) enclosure!: Enclosure;

  /** The complete URL of the link. */
  @property() link = '';

  @state() private copying: 'idle' | 'copied' | 'failed' = 'idle';

  @query('input') private field!: HTMLInputElement;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    const { app } = this.enclosure;
    const outside = this.enclosure.outside(this.link);
    const sentence = app === undefined ? enclosedTexts.bySomeApp() : enclosedTexts.byApp(appName(app));
    const isCopied = this.copying === 'copied';
    return html`<section class="stage">
      <h1 tabindex="-1">${enclosedTexts.title()}</h1>
      <beam-progress light="idle" .from=${words.them()} .to=${words.you()}></beam-progress>
      <beam-status .line=${{ status: 'waiting', tone: 'calm', sentence }}></beam-status>
      <div class="ways">
        ${outside === undefined ? nothing : html`<a class="button primary" href=${outside}>${enclosedTexts.open()}</a>`}
        <button class=${outside === undefined ? 'button primary' : 'button'} type="button" @click=${() => this.copy()}>
          ${isCopied ? checkIcon : copyIcon} ${isCopied ? words.copied() : words.copyLink()}
        </button>
      </div>
      <input type="text" dir="ltr" readonly spellcheck="false" aria-label=${words.shareLink()} .value=${this.link}
        @focus=${() => this.field.select()} />
      <p class="quiet" aria-live="polite">
        ${this.copying === 'failed' ? words.copyFailed() : enclosedTexts.copyHint()}
      </p>
      <button class="button plain" type="button"
        @click=${() => emit(this, 'beam-insist', undefined)}>${enclosedTexts.anyway()}</button>
    </section>`;
  }

  /** Some of these windows have no clipboard either. Then the field is selected, and the person copies it by hand. */
  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copying = 'copied';
    } catch {
      this.field.select();
      this.copying = 'failed';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-enclosed': BeamEnclosed;
  }
}
