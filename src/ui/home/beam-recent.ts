import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RecentView } from '../../session/view/storage.ts';
import { beamRecentStyles } from './beam-recent.styles.ts';
import { emit } from '../app/events.ts';
import { quoteName } from '../parts/file-name.ts';
import { formatDate, formatPercent } from '../parts/format.ts';
import { storedShareStyles } from '../storage/stored-share.styles.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { countText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';

function nameOf({ name, amount }: RecentView): string {
  if (amount.files === 0) return words.room();
  return amount.files > 1 ? words.andOthers(quoteName(name), countText(amount.files - 1)) : quoteName(name);
}

function standing({ percent, sinceMs }: RecentView): string {
  const part = percent === undefined ? words.sentByYou() : words.partHere(formatPercent(percent, currentLocale()));
  return `${part} · ${words.storedSince(formatDate(sinceMs, currentLocale()))}`;
}

/** Earlier shares that can go on without their links. Loaded when there are any. Fires `beam-go` and `beam-forget`. */
@customElement('beam-recent')
export class BeamRecent extends LitElement {
  static override styles = [sharedStyles, storedShareStyles, beamRecentStyles];

  @property({ attribute: false }) shares: readonly RecentView[] = [];

  constructor() {
    super();
    updateWhenLocaleChanges(this);
  }

  override render() {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.recent()}</h2>
      <ul role="list" aria-labelledby="title">
        ${this.shares.map((share) => this.row(share))}
      </ul>
    </section>`;
  }

  private row(share: RecentView) {
    const name = nameOf(share);
    return html`<li>
      <span class="what">
        <span class="name" title=${share.name}>${name}</span>
        <span class="quiet figures">${standing(share)}</span>
      </span>
      <button class="button" type="button" aria-label=${`${words.goOn()}: ${name}`}
        @click=${() => emit(this, 'beam-go', share.fragment)}>${words.goOn()}</button>
      <button class="button plain" type="button" aria-label=${`${words.forget()}: ${name}`}
        @click=${() => emit(this, 'beam-forget', share)}>
        ${words.forget()}
      </button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-recent': BeamRecent;
  }
}
